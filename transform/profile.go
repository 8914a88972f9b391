package transform

import (
	"slices"

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
)

// Profiles are the names that Spec.Profile may have: the ready mappings, then
// the tables.
func Profiles() []string {
	all := []string{profileSIE, profileSIEKommunBas, profileLedger, profileUHM}
	for _, t := range dubbelkrona.Tables() {
		all = append(all, t.Name)
	}
	return all
}

// profile is the mapping of a profile, in fresh copies.
func profile(name string) ([]TableSpec, bool) {
	switch name {
	case profileLedger:
		return []TableSpec{ledgerSpend()}, true
	case profileSIE, profileSIEKommunBas:
		return []TableSpec{sieSpend(name == profileSIEKommunBas)}, true
	case profileUHM:
		return []TableSpec{uhmContract()}, true
	}
	if slices.Contains(Profiles(), name) {
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
	return TableSpec{Table: spendTable, Columns: map[string]ColumnSpec{
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

// uhmContract maps the procurement statistics of Upphandlingsmyndigheten: one
// row per procurement. Buyers that are no municipality have no municipality.
func uhmContract() TableSpec {
	named := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}} }
	optional := func(name string) ColumnSpec { return ColumnSpec{Column: List{name}, Optional: true} }
	area := optional("CPV-Huvudgrupp")
	area.Pattern = `^\d{8}\s+(.*)$`
	area.Invalid = invalidIgnore
	cpv := optional("Huvudsaklig CPV-kod")
	cpv.Pattern = `^\d{8}`
	cpv.Values = map[string]Scalar{"00000000 Uppgift saknas": ""}
	municipality := optional("Namn för köpare")
	municipality.As, municipality.Invalid = asMunicipality, invalidIgnore
	return TableSpec{Table: "contract", Columns: map[string]ColumnSpec{
		"contract_id":   named("Upphandlings-ID"),
		"municipality":  municipality,
		"buyer_org_no":  named("Organisationsnummer för köpare"),
		"buyer_name":    named("Namn för köpare"),
		"title":         named("Upphandlingens titel"),
		"cpv":           cpv,
		"service_area":  area,
		"procedure":     optional("Förfarande"),
		"reserved":      named("Reserverad upphandling"),
		"social_clause": optional("Socialt hållbar upphandling"),
		"signed":        named("Publiceringsdatum"),
	}}
}
