package transform

// The exports of Upphandlingsmyndigheten's statistics name columns in Swedish.
// Their raw form says Uppgift saknas where nothing is known, and flags by the
// thing itself: "Direktivstyrd" and "Inte direktivstyrd".
const (
	uhmYear       = "År"
	uhmBuyer      = "Namn för köpare"
	uhmBuyerOrgNo = "Organisationsnummer för köpare"
	// uhmPerson stands where the statistics hide a supplier who is a person.
	uhmPerson = "Personuppgift"
)

func uhmNamed(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }

func uhmOptional(names ...string) ColumnSpec { return ColumnSpec{Column: names, Optional: true} }

// uhmContract maps the statistics of procurements and those of their values:
// one row per procurement. Buyers that are no municipality have none.
func uhmContract() TableSpec {
	area := uhmOptional("CPV-Huvudgrupp")
	area.Pattern = `^\d{8}\s+(.*)$`
	area.Invalid = invalidIgnore
	cpv := uhmOptional("Huvudsaklig CPV-kod")
	cpv.Pattern = `^\d{8}`
	cpv.Values = map[string]Scalar{"00000000 Uppgift saknas": ""}
	municipality := uhmOptional(uhmBuyer)
	municipality.As, municipality.Invalid = asMunicipality, invalidIgnore
	// The region there is the municipality too, under the region's name.
	municipality.Values = map[string]Scalar{"Region Gotland": "0980"}
	// Participation and execution are two columns there. An export has those that
	// were asked for.
	reserved, execution, social := uhmNamed("Reserverad upphandling"), uhmOptional("Reserverat genomförande"), uhmOptional("Socialt hållbar upphandling")
	reserved.As, execution.As, social.As = asFlag, asFlag, asFlag
	return TableSpec{Table: "contract", Columns: map[string]ColumnSpec{
		"contract_id":        uhmNamed("Upphandlings-ID"),
		"municipality":       municipality,
		"buyer_org_no":       uhmNamed(uhmBuyerOrgNo),
		"buyer_name":         uhmNamed(uhmBuyer),
		"title":              uhmNamed("Upphandlingens titel"),
		"cpv":                cpv,
		"service_area":       area,
		"procedure":          uhmOptional("Förfarande"),
		"reserved":           reserved,
		"social_clause":      social,
		"reserved_execution": execution,
		"signed":             uhmNamed("Publiceringsdatum"),
		"value":              uhmValue(),
	}}
}

// uhmValue is the contracted value in kronor, of the whole term and without
// VAT. The statistics have 0 and 1 where a notice told none.
func uhmValue() ColumnSpec {
	value := uhmOptional("Kontrakterat värde, Summa")
	value.Placeholders = List{"0", "1"}
	return value
}

// uhmTender maps the statistics of contracted tenders: one row per supplier
// and lot, so that a lot with several suppliers comes several times. The
// metrics count such rows as one contract (metric.contract_in_sek). Beside
// uhm-upphandlingar for the same year it counts the same purchases once more,
// of which the check contract_in_two_sources warns: a project takes one of the
// two.
func uhmTender() TableSpec {
	t := uhmContract()
	t.Columns["contract_id"] = uhmNamed("Anbudsområdes-ID")
	supplier := uhmNamed("Namn för leverantör")
	supplier.Values = map[string]Scalar{uhmPerson: ""}
	t.Columns["supplier_name"] = supplier
	return t
}

// uhmCounts maps the statistics that count procurements by one type, such as
// that of social requirements: the type is the indicator, and the area the
// country, as Kolada codes it. The types overlap, so they have no sum.
func uhmCounts() TableSpec {
	country, unit := Scalar("0000"), Scalar("procurements")
	return TableSpec{Table: indicatorTable, Columns: map[string]ColumnSpec{
		"indicator": {Column: List{"Typ av socialt hållbar upphandling", "Typ av miljömässigt hållbar upphandling", "Typ av innovationsupphandling"}},
		"area":      {Const: &country},
		"period":    uhmNamed(uhmYear),
		"value": {Column: List{"Antal upphandlingar, Socialtyp, Summa", "Antal upphandlingar, Miljötyp, Summa",
			"Antal upphandlingar, Innovationstyp, Summa"}},
		"unit": {Const: &unit},
	}}
}
