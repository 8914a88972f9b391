package transform

import (
	"strings"
	"testing"

	"dubbelkrona/internal/identity/identitytest"
)

// caseNumbers returns a KAS profile that reads case numbers as persons.
func caseNumbers(profile string, tables ...string) Spec {
	s := Spec{Profile: profile}
	for _, table := range tables {
		s.Tables = append(s.Tables, TableSpec{Table: table, Columns: map[string]ColumnSpec{"person": {Column: List{"Ärendenummer"}, As: asOtherID}}})
	}
	return s
}

// withoutPerson returns rows without the pseudonym.
func withoutPerson(rows []string) (all []string) {
	for _, row := range rows {
		table, rest, _ := strings.Cut(row, " person=")
		_, rest, _ = strings.Cut(rest, " ")
		all = append(all, table+" "+rest)
	}
	return all
}

func TestParticipantsOfACaseSystem(t *testing.T) {
	got := run(t, caseNumbers("kas-deltagare", "participant", "placement"), "utdrag.csv", [][]string{
		{"Ärendenummer", "Kön", "Åldersgrupp", "Hemkommun", "Utbildning", "Tid utan arbete", "Anvisad av", "Avtal", "Insatstyp", "Startdatum", "Slutdatum", "Omfattning (%)", "Avslutsorsak"},
		{"EX-1", "Kvinna", "16-24", "Söderhamn", "Högst grundskoleutbildning", "Kortare än 6 månader", "Arbetsförmedlingen", "G-7", "Arbetsträning", "2024-02-01", "2024-08-31", "75", "A. Börjat arbeta"},
		{"EX-2", "Man", "25-", "2182", "Ej validerad utbildning", "Mer än 24 månader", "Socialtjänsten", "G-7", "Kommunal arbetsmarknadsanställning", "2024-03-01", "", "100 %", ""},
		{"EX-3", "K", "", "", "Eftergymnasial", "12-24 månader", "", "", "", "", "", "", ""},
		{"EX-4", "M", "", "", "", "", "", "G-8", "Kurs", "2024-01-01", "2024-01-31", "", "Överförd till annan myndighet"},
		{"EX-5", "M", "", "", "", "", "", "G-8", "", "", "", "", "D"},
		{"EX-6", "M", "", "", "", "", "", "G-8", "", "2024-01-01", "", "", "Flyttat"},
	})
	equalLists(t, "rows", withoutPerson(got.rows), []string{
		"participant: sex=K municipality=2182 education=compulsory treated=true _row=2",
		"participant: sex=M municipality=2182 treated=true _row=3",
		"participant: sex=K education=post_secondary treated=true _row=4",
		"participant: sex=M treated=true _row=5",
		"participant: sex=M treated=true _row=6",
		"participant: sex=M treated=true _row=7",
		"placement: contract_ref=G-7 kind=work_training start=2024-02-01 end=2024-08-31 extent=0.750000 exit_reason=A _row=2",
		"placement: contract_ref=G-7 kind=subsidised_job start=2024-03-01 extent=1.000000 _row=3",
		"placement: contract_ref=G-8 start=2024-01-01 end=2024-01-31 exit_reason=C _row=5",
	})
	equalLists(t, "issues", got.rules(), []string{"7 exit_reason code.unknown", "6 start required", "5 kind code.unknown"})
	if got.has("Flyttat") || got.has("EX-") {
		t.Error("the result has a cell about a person")
	}
}

// Codes are sorted and stated once. A cell with a group that has no code is unknown, with
// a warning, and the row is kept.
func TestTargetGroupsOfACaseSystem(t *testing.T) {
	got := run(t, caseNumbers("kas-deltagare", "participant", "placement"), "utdrag.csv", [][]string{
		{"Ärendenummer", "Målgrupp", "Avtal", "Start"},
		{"EX-1", "Nyanländ", "", ""},
		{"EX-2", "nyanlända;  LÅNGTIDSARBETSLÖS ; Nyanländ,", "", ""},
		{"EX-3", "person med funktionsnedsättning, ung\nekonomiskt bistånd|utrikes född", "", ""},
		{"EX-4", "långtidsarbetslös; vänsterhänt", "", ""},
		{"EX-5", "vänsterhänt", "", ""},
		{"EX-6", "", "", ""},
		{"EX-7", ";", "", ""},
		{"EX-8", "long_term_unemployed;young", "", ""},
		{"EX-9", "ung / nyanländ", "", ""},
	})
	equalLists(t, "rows", withoutPerson(got.rows), []string{
		"participant: target_group=newly_arrived treated=true _row=2",
		"participant: target_group=long_term_unemployed;newly_arrived treated=true _row=3",
		"participant: target_group=disability;foreign_born;social_assistance;young treated=true _row=4",
		"participant: treated=true _row=5",
		"participant: treated=true _row=6",
		"participant: treated=true _row=7",
		"participant: treated=true _row=8",
		"participant: target_group=long_term_unemployed;young treated=true _row=9",
		"participant: treated=true _row=10",
	})
	equalLists(t, "issues", got.rules(), []string{"5 target_group code.unknown"})
	if got.has("vänsterhänt") {
		t.Error("the result has a cell about a person")
	}
}

// In a project's own mapping a part of a cell may be left out, and the word for every
// other part holds for each.
func TestSeveralCodesOfAnOwnMapping(t *testing.T) {
	own := func(values map[string]Scalar) []string {
		got := run(t, Spec{Tables: []TableSpec{{Table: "participant", Columns: map[string]ColumnSpec{
			"person":       {Column: List{"Id"}, As: asOtherID},
			"treated":      {Const: new(Scalar("true"))},
			"target_group": {Column: List{"Grupp"}, Values: values}}}}}, "o", [][]string{
			{"Id", "Grupp"}, {"EX-1", "L; övrigt"}, {"EX-2", "övrigt"}, {"EX-3", "young;L"}})
		return append(withoutPerson(got.rows), got.rules()...)
	}
	equalLists(t, "left out", own(map[string]Scalar{"L": "long_term_unemployed", "övrigt": ""}), []string{
		"participant: target_group=long_term_unemployed treated=true _row=2",
		"participant: treated=true _row=3",
		"participant: target_group=long_term_unemployed;young treated=true _row=4"})
	equalLists(t, "any other", own(map[string]Scalar{"L": "long_term_unemployed", "*": "young"}), []string{
		"participant: target_group=long_term_unemployed;young treated=true _row=2",
		"participant: target_group=young treated=true _row=3",
		"participant: target_group=long_term_unemployed;young treated=true _row=4"})
	equalLists(t, "rejected", own(map[string]Scalar{"L": "long_term_unemployed"}), []string{
		"participant: target_group=long_term_unemployed;young treated=true _row=4",
		"2 target_group code.unknown", "3 target_group code.unknown"})
}

func TestOutcomesOfACaseSystem(t *testing.T) {
	got := run(t, caseNumbers("kas-manader", "outcome"), "o", [][]string{
		{"Ärendenummer", "Månad", "Läge", "Bruttolön", "Ekonomiskt bistånd", "A-kassa/aktivitetsstöd"},
		{"EX-1", "2024-01", "Försörjningsstöd", "", "9 500,50", ""},
		{"EX-1", "202402", "Arbete", "24 000 kr", "0", ""},
		{"EX-1", "2024-03", "Sommarlov", "", "", ""},
	})
	equalLists(t, "months", withoutPerson(got.rows), []string{
		"outcome: month=2024-01-01 state=social_assistance social_assistance=9500.50 _row=2",
		"outcome: month=2024-02-01 state=work wage=24000.00 social_assistance=0.00 _row=3",
	})
	equalLists(t, "issues", got.rules(), []string{"4 state code.unknown"})

	s := caseNumbers("kas-perioder", "outcome")
	s.Tables[0].Months = &MonthsSpec{Until: "2024-03-15"}
	got = run(t, s, "o", [][]string{
		{"Ärendenummer", "Läge", "Från", "Till", "Månadslön", "Lön"},
		{"EX-1", "Aktivitetsstöd", "2024-01-20", "2024-02-09", "", ""},
		{"EX-1", "Arbete", "2024-02-10", "", "25000", "31250"},
	})
	equalLists(t, "spells", withoutPerson(got.rows), []string{
		"outcome: month=2024-01-01 first_day=2024-01-20 last_day=2024-01-31 state=unemployment_benefit _row=2",
		"outcome: month=2024-02-01 first_day=2024-02-01 last_day=2024-02-09 state=unemployment_benefit _row=2",
		"outcome: month=2024-02-01 first_day=2024-02-10 last_day=2024-02-29 state=work wage=25000.00 _row=3",
		"outcome: month=2024-03-01 first_day=2024-03-01 last_day=2024-03-15 state=work wage=25000.00 _row=3",
	})
	equalLists(t, "issues", got.rules(), nil)
}

// A person has the same pseudonym in all three extracts, and no identity number is in the
// result.
func TestPersonsOfACaseSystem(t *testing.T) {
	numbers := identitytest.Numbers(200)
	people := [][]string{{"Personnummer", "Insats", "Start"}}
	months := [][]string{{"Personnummer", "Månad", "Läge"}}
	spells := [][]string{{"Personnummer", "Start", "Slut", "Läge"}}
	for _, n := range numbers {
		people = append(people, []string{n[:8] + "-" + n[8:], "G-7", "2024-01-01"})
		months = append(months, []string{n, "2024-01", "Arbete"})
		spells = append(spells, []string{n[:8] + "-" + n[8:], "2024-01-01", "2024-01-31", "Arbete"})
	}
	seen := map[string]int{}
	for profile, rows := range map[string][][]string{"kas-deltagare": people, "kas-manader": months, "kas-perioder": spells} {
		got := run(t, Spec{Profile: profile}, "o", rows)
		if got.err != nil || got.counts.Rejected != 0 {
			t.Errorf("%s: %v, %+v", profile, got.err, got.counts)
		}
		for _, row := range got.rows {
			_, person, _ := strings.Cut(row, " person=")
			seen[person[:32]]++
		}
		digitRuns(got.buffers, func(run string) {
			for _, n := range numbers {
				if run == n[2:] {
					t.Fatalf("%s: the result has an identity number", profile)
				}
			}
		})
	}
	for _, times := range seen {
		if times != 4 || len(seen) != len(numbers) { // participant, placement, month and spell
			t.Fatalf("%d persons instead of %d, one of them %d times", len(seen), len(numbers), times)
		}
	}
}
