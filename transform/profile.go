package transform

import (
	"dubbelkrona"
)

// Names of what the tables' own rules speak of.
const (
	indicatorTable   = "indicator"
	parameterTable   = "parameter"
	spendTable       = "spend"
	participantTable = "participant"
	objectColumn     = "object"
)

// The profiles.
const (
	profileLedger = "leverantorsreskontra"
	profileUHM    = "uhm-upphandlingar"
	// The statistics' contracted tenders, and their counts by type.
	profileUHMTenders = "uhm-avtal"
	profileUHMCounts  = "uhm-statistik"
)

// ready is a profile with its mapping, made anew for each use since specs are
// laid over it.
type ready struct {
	name   string
	tables func() []TableSpec
}

// one is a mapping to one table.
func one(table func() TableSpec) func() []TableSpec {
	return func() []TableSpec { return []TableSpec{table()} }
}

// profiles are the ready mappings.
var profiles = []ready{
	{profileLedger, one(ledgerSpend)},
	{profilePeppol, one(peppolSpend)},
	{profileSIE, func() []TableSpec { return []TableSpec{sieSpend(false)} }},
	{profileSIEKommunBas, func() []TableSpec { return []TableSpec{sieSpend(true)} }},
	{profileOCDS, ocdsTables},
	{profileTED, ted},
	{profileUHM, one(uhmContract)},
	{profileUHMTenders, one(uhmTender)},
	{profileUHMCounts, one(uhmCounts)},
	{profileKASParticipants, kasParticipants},
	{profileKASMonths, kasMonths},
	{profileKASSpells, kasSpells},
	{profileKolada, kolada},
	{profileKoladaMunicipalities, one(koladaMunicipalities)},
	{profileSCB, scbIndicator},
	{profileSCBPrice, one(scbPrice)},
	{profileSCBTax, one(scbTax)},
}

// Profiles are the names that Spec.Profile may have: the ready mappings, then
// the tables.
func Profiles() []string {
	var all []string
	for _, p := range profiles {
		all = append(all, p.name)
	}
	for _, t := range dubbelkrona.Tables() {
		all = append(all, t.Name)
	}
	return all
}

// profile is the mapping of a profile, in fresh copies.
func profile(name string) ([]TableSpec, bool) {
	for _, p := range profiles {
		if p.name == name {
			return p.tables(), true
		}
	}
	if _, ok := dubbelkrona.TableByName(name); ok {
		return []TableSpec{{Table: name}}, true
	}
	return nil, false
}

// ledgerSpend maps the national specification of supplier ledgers as open
// data, version 1.1, with the names that its publishers use instead. It is of
// one table: a ledger's names of suppliers are what somebody typed for one
// invoice and make no register.
func ledgerSpend() TableSpec {
	present := func(names ...string) ColumnSpec { return ColumnSpec{Column: names, Optional: true} }
	date := present("datum", "bokforingsdatum", "bokföringsdatum", "bokf_datum", "period")
	date.From = fromPeriod
	totals := Condition{Anywhere: true, Equals: List{"Summa", "Summa:", "Totalt", "Totalt:", "Totalsumma", "Summa totalt", "Slutsumma", "Delsumma"},
		Column: List{"kopare_id", "kopare", "verifikationsnummer", "leverantor", "leverantor_id", "konto_nr", "konto_text", "datum", "bokforingsdatum", "period", "forvaltning", "fakturanummer"}}
	return TableSpec{Table: spendTable, Totals: &totals, Columns: map[string]ColumnSpec{
		"municipality":    present("kommun_id", "kommunkod"),
		"buyer_org_no":    present("kopare_id", "köpare_id", "kopare_orgnr"),
		"buyer_name":      present("kopare", "köpare", "kopare_namn"),
		"unit":            present("forvaltning", "förvaltning", "enhet"),
		"verification_no": present("verifikationsnummer", "verifikationsnr", "ver_nr"),
		"invoice_no":      present("fakturanummer", "fakturanr"),
		"account":         present("konto_nr", "kontonr", "konto"),
		"account_name":    present("konto_text", "kontotext", "kontonamn"),
		"supplier_org_no": present("leverantor_id", "leverantör_id", "leverantor_orgnr", "organisationsnummer", "orgnr"),
		"supplier_name":   present("leverantor", "leverantör", "leverantor_namn", "leverantörsnamn"),
		"supplier_ref":    present("leverantor_ref", "leverantörsnummer", "leverantor_nr"),
		"contract_ref":    present("avtal", "avtalsnummer", "avtal_id"),
		"date":            date,
		"amount":          {Column: List{"belopp", "nettobelopp", "netto_belopp", "belopp_exkl_moms"}},
		"text":            present("text", "beskrivning", "verifikationstext"),
	}}
}
