package transform

import "maps"

// The profiles of extracts from a municipality's case system, with the fields
// of the municipal labour-market statistics (KAS) under their Swedish names.
// Persons are identity numbers; an extract with case numbers instead says so:
//
//	tables:
//	  - {table: participant, columns: {person: {column: Ärendenummer, as: other_id}}}
//	  - {table: placement, columns: {person: {column: Ärendenummer, as: other_id}}}
const (
	profileKASParticipants = "kas-deltagare" // a row per person and measure
	profileKASMonths       = "kas-manader"   // a row per person and month
	profileKASSpells       = "kas-perioder"  // a row per person and spell
)

// anyOf is a column that the file may lack.
func anyOf(names ...string) ColumnSpec { return ColumnSpec{Column: names, Optional: true} }

// coded is a column that the file may lack, with the words for its codes.
func coded(words map[string]string, names ...string) ColumnSpec {
	c := anyOf(names...)
	c.Values = make(map[string]Scalar, len(words))
	for word, code := range words {
		c.Values[word] = Scalar(code)
	}
	return c
}

// kasPerson is the column of persons.
func kasPerson() ColumnSpec {
	return ColumnSpec{Column: List{"personnummer", "person-/samordningsnummer", "identitetsnummer", "pnr"}}
}

// kasFrom is the column of the first day of a measure or spell.
func kasFrom() ColumnSpec {
	return ColumnSpec{Column: List{"startdatum", "start", "från och med", "fr.o.m.", "från", "inskrivningsdatum"}}
}

// kasTo is the column of the last one.
func kasTo() ColumnSpec {
	return anyOf("slutdatum", "slut", "till och med", "t.o.m.", "till", "avslutsdatum", "utskrivningsdatum")
}

// kasParticipants maps who took part, and in what. A row without a measure is
// of a participant alone. All are in the measure; an extract of a comparison
// group sets treated to false.
func kasParticipants() []TableSpec {
	measure := List{"avtal", "avtalsnummer", "insats", "insats-id"}
	kind := coded(kasKinds(), "insatstyp", "typ av insats")
	kind.Invalid = invalidWarn // most kinds of measure are no work
	extent := anyOf("omfattning", "omfattning (%)", "sysselsättningsgrad")
	extent.Unit = percentUnit
	return []TableSpec{
		{Table: participantTable, Columns: map[string]ColumnSpec{
			"person":            kasPerson(),
			"birth_year":        anyOf("födelseår"),
			"age_band":          anyOf("åldersgrupp", "åldersintervall"),
			"sex":               anyOf("kön"),
			"municipality":      anyOf("kommun", "kommunkod", "hemkommun", "bostadskommun"),
			"cohort":            anyOf("grupp", "omgång"),
			"education":         coded(kasEducation(), "utbildning", "utbildningsnivå", "utbildningsbakgrund"),
			"time_without_work": coded(kasWithoutWork(), "tid utan arbete", "tid utan arbete före inskrivning"),
			"referrer":          anyOf("anvisad av", "anvisare", "anvisande instans", "remittent"),
			"treated":           {Const: new(Scalar("true"))},
		}},
		{Table: "placement", Where: []Condition{{Column: measure, Empty: new(false)}}, Columns: map[string]ColumnSpec{
			"person":       kasPerson(),
			"contract_ref": {Column: measure},
			"kind":         kind,
			"start":        kasFrom(),
			"end":          kasTo(),
			"extent":       extent,
			"exit_reason":  coded(kasExits(), "avslutsorsak", "resultat vid avslut"),
		}},
	}
}

// kasMonths maps person-months. A-kassa and aktivitetsstöd are one column of
// the table: where the file has two, the mapping must say which.
func kasMonths() []TableSpec {
	month := ColumnSpec{Column: List{"månad", "år och månad", "period"}, From: fromPeriod}
	return []TableSpec{{Table: outcomeTable, Columns: map[string]ColumnSpec{
		"person":               kasPerson(),
		"month":                month,
		"state":                kasState(),
		"wage":                 anyOf("lön", "bruttolön", "månadslön", "lön per månad"),
		"social_assistance":    anyOf("försörjningsstöd", "ekonomiskt bistånd"),
		"unemployment_benefit": anyOf("a-kassa och aktivitetsstöd", "a-kassa eller aktivitetsstöd", "a-kassa/aktivitetsstöd", "arbetslöshetsersättning"),
		"other_benefit":        anyOf("övrig ersättning", "annan ersättning"),
	}}}
}

// kasSpells maps spells. Only amounts whose names say that they are per month
// are read: a sum of a whole spell is nobody's monthly amount. The mapping
// says with months: {until: …} how far the extract knows.
func kasSpells() []TableSpec {
	return []TableSpec{{Table: outcomeTable,
		Columns: map[string]ColumnSpec{
			"person":               kasPerson(),
			"state":                kasState(),
			"wage":                 anyOf("månadslön", "lön per månad"),
			"social_assistance":    anyOf("försörjningsstöd per månad", "ekonomiskt bistånd per månad"),
			"unemployment_benefit": anyOf("a-kassa och aktivitetsstöd per månad", "arbetslöshetsersättning per månad"),
			"other_benefit":        anyOf("övrig ersättning per månad", "annan ersättning per månad"),
		},
		Months: &MonthsSpec{From: kasFrom(), To: kasTo(), Amounts: amountsMonthly},
	}}
}

// kasState is the main support of a month or spell.
func kasState() ColumnSpec {
	return coded(map[string]string{
		"arbete": "work", "i arbete": "work", "arbetar": "work", "anställning": "work", "anställd": "work", "lön": "work",
		"studier": "study", "studerar": "study", "studiemedel": "study",
		"försörjningsstöd": "social_assistance", "ekonomiskt bistånd": "social_assistance",
		"a-kassa": "unemployment_benefit", "aktivitetsstöd": "unemployment_benefit", "arbetslöshetsersättning": "unemployment_benefit",
		"sjukpenning": "other", "sjukersättning": "other", "föräldrapenning": "other", "pension": "other", "övrigt": "other", "annat": "other",
	}, "läge", "tillstånd", "försörjning", "försörjningskälla", "huvudsaklig försörjning")
}

// kasExits are the results at exit, A to E, as Kolada names them (U40406 to
// U40418).
func kasExits() map[string]string {
	words := map[string]string{
		"arbete": "A", "börjat arbeta": "A", "studier": "B", "börjat studera": "B",
		"annan myndighet": "C", "överförd till annan myndighet": "C", "överförts till annan myndighet": "C",
		"slutfört uppdrag": "D", "slutförda uppdrag": "D", "övrigt": "E",
	}
	all := maps.Clone(words)
	for word, code := range words {
		all[code+". "+word] = code
	}
	return all
}

// kasEducation are the levels of education, as Kolada names them (U40813 to
// U40816, U40827). An education that was not validated is of no known level.
func kasEducation() map[string]string {
	return map[string]string{
		"icke fullgjord grundskola": "below_compulsory", "icke fullgjord grundskoleutbildning": "below_compulsory", "ej fullgjord grundskola": "below_compulsory",
		"grundskola": "compulsory", "högst grundskola": "compulsory", "högst grundskoleutbildning": "compulsory", "folkskola": "compulsory",
		"gymnasial": "upper_secondary", "gymnasial utbildning": "upper_secondary", "gymnasium": "upper_secondary",
		"eftergymnasial": "post_secondary", "eftergymnasial utbildning": "post_secondary",
		"ej validerad utbildning": "", "ej validerad": "",
	}
}

// kasWithoutWork are the bands of time without work, as Kolada names them
// (U40817, N40826, N40827, U40819).
func kasWithoutWork() map[string]string {
	return map[string]string{
		"kortare än 6 månader": "0-6", "mindre än 6 månader": "0-6", "0-6 månader": "0-6", "< 6 månader": "0-6",
		"6-12 månader": "7-12", "7-12 månader": "7-12", "12-24 månader": "13-24", "13-24 månader": "13-24",
		"mer än 24 månader": "25+", "> 24 månader": "25+", "25-36 månader": "25-36", "mer än 36 månader": "37+",
	}
}

// kasKinds are the kinds of measure that are work.
func kasKinds() map[string]string {
	return map[string]string{
		"arbetsträning": "work_training", "arbetsprövning": "work_training", "praktik": "work_training",
		"kommunal arbetsmarknadsanställning": "subsidised_job", "arbetsmarknadsanställning": "subsidised_job", "subventionerad anställning": "subsidised_job",
		"lönebidrag": "subsidised_job", "introduktionsjobb": "subsidised_job", "nystartsjobb": "subsidised_job", "extratjänst": "subsidised_job",
		"anställning": "ordinary_job", "osubventionerad anställning": "ordinary_job",
	}
}
