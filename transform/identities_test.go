package transform

import (
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/identity/identitytest"
)

// digitRuns calls found with every window of ten digits in a text, ignoring a hyphen,
// plus or space between digits.
func digitRuns(text []byte, found func(string)) {
	var run []byte
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c-'0' <= 9:
			run = append(run, c)
			if len(run) >= 10 {
				found(string(run[len(run)-10:]))
			}
		case (c == '-' || c == '+' || c == ' ') && len(run) > 0 && i+1 < len(text) && text[i+1]-'0' <= 9:
		default:
			run = run[:0]
		}
	}
}

// Many identity numbers are transformed in the person's column, free text, codes and
// identifiers: the digits of none are in any buffer or issue of the result.
func TestNoNumberIsInTheResult(t *testing.T) {
	numbers := identitytest.Numbers(20_000)
	rows := [][]string{{"person", "note", "cohort", "treated", "birth_year", "sex"}}
	spends := [][]string{{"object", "belopp", "leverantor_id", "leverantor", "fakturanummer", "avtal", "konto_nr", "konto_text", "datum", "text"}}
	secret := make(map[string]bool, len(numbers))
	for i, n := range numbers {
		secret[n[2:]] = true
		long, short := n[:8]+"-"+n[8:], n[2:8]+"-"+n[8:]
		note := fmt.Sprintf("Ringde %s, tidigare %s och %s (%s) eller %s", n, n[2:], long, short, n[:8]+" "+n[8:])
		id := []string{n, long, n}[i%3]
		rows = append(rows, []string{id, note, "g" + n, "ja", "", ""})
		if i%10 == 0 { // in columns for something else
			rows = append(rows, []string{"x" + n, note, "a", n, n, short}, []string{id, note, "a", "ja", long, n})
		}
		spends = append(spends, []string{"", "100", []string{n[2:], short, n, long, n[2:9] + "9" + n[10:]}[i%5], "Firma " + short, "F" + n, short, n, long, "2022-06-01", n})
		if i%10 == 0 {
			spends = append(spends, []string{"", n, n, n, n, n, n, n, short, n}, []string{"", long, n, n, n, n, n, n, n, note})
		}
	}
	for name, got := range map[string]result{
		"participant": run(t, Spec{Profile: "participant", Quarantine: anyShare()}, "deltagare.csv", rows),
		"spend":       run(t, Spec{Profile: "leverantorsreskontra", Quarantine: anyShare()}, "reskontra-[personnummer].csv", spends),
	} {
		if got.err != nil {
			t.Fatal(got.err)
		}
		if len(got.rows) < len(numbers) {
			t.Errorf("%s: %d rows of %d", name, len(got.rows), len(numbers))
		}
		check := func(where string, text []byte) {
			digitRuns(text, func(ten string) {
				if secret[ten] {
					t.Fatalf("%s: a number got out into the %s", name, where)
				}
			})
		}
		check("buffers", got.buffers)
		for _, i := range got.issues {
			check("issues", fmt.Append(nil, i.Column, " ", i.Detail, "\n"))
		}
	}
}

func TestParticipantFacts(t *testing.T) {
	got := run(t, Spec{Profile: "participant"}, "d.csv", [][]string{
		{"Person", "treated", "birth_year", "sex", "municipality", "note"},
		{"19090121-9931", "Ja", "", null, "360", ""},
		{"730288-9931", "nej", "1974", "Kvinna", "Malmö", "-"},
		{"20000101-t220", "1", "", "", "1280", "Samtal med 090121+9931"},
		{"0901219931", "SANT", "", "", "", ""},
		{"19090121-9932", "ja", "", "", "", "x"},
		{"", "ja", "", "", "", ""},
		{"191212121212", "kanske", "nittonhundra", "?", "Atlantis", ""},
	})
	if got.err != nil {
		t.Fatal(got.err)
	}
	for i, want := range []string{
		"birth_year=1909 sex=M municipality=0360 treated=true _row=2",
		"birth_year=1974 sex=K municipality=1280 treated=false _row=3",
		"birth_year=2000 sex=K municipality=1280 treated=true _row=4",
	} {
		if _, rest, _ := strings.Cut(got.rows[i], " birth_year"); "birth_year"+rest != want {
			t.Errorf("row %d is %q, want %q", i, got.rows[i], want)
		}
	}
	equalLists(t, "issues", got.rules(), []string{
		"6 person person.invalid", "8 birth_year number.invalid", "8 municipality municipality.unknown", "8 treated boolean.invalid", "7 person required",
		"0  columns.ignored",
	})
	for _, word := range []string{"9932", "kanske", "nittonhundra", "Atlantis", "Samtal"} {
		if got.has(word) {
			t.Errorf("%q of a table of persons got into an issue", word)
		}
	}
	if want := (Counts{Read: 7, Written: 4, Rejected: 3}); got.counts != want {
		t.Errorf("counts %+v, want %+v", got.counts, want)
	}
}

func TestNotationsHaveTheSamePseudonym(t *testing.T) {
	forms := []string{"197302889931", "730288-9931", "19730288-9931", "7302889931", " 730288–9931\u00a0"}
	rows := [][]string{{"person", "treated"}}
	for _, f := range forms {
		rows = append(rows, []string{f, "ja"})
	}
	got := run(t, Spec{Profile: "participant"}, "d.csv", rows)
	first, _, _ := strings.Cut(got.rows[0], " birth_year")
	for _, row := range got.rows {
		if !strings.HasPrefix(row, first) {
			t.Errorf("%q is not %q", row, first)
		}
	}
	spec := Spec{Tables: []TableSpec{{Table: "participant", Columns: map[string]ColumnSpec{
		"person": {Column: List{"id"}, As: asOtherID}, "treated": {Const: new(Scalar("true"))}}}}}
	other := run(t, spec, "d.csv", [][]string{{"id"}, {"197302889931"}, {"Ärende 12"}, {" ärende  12"}})
	if strings.HasPrefix(other.rows[0], first) || other.rows[1][:50] != other.rows[2][:50] {
		t.Errorf("other ids: %q", other.rows)
	}
}

func TestSoleTraders(t *testing.T) {
	got := run(t, Spec{Profile: "leverantorsreskontra"}, "r.csv", [][]string{
		{"leverantor_id", "leverantor", "belopp", "avtal", "text"},
		{"510217-9974", "Kalles bygg", "1", "AVT-5102179974", ""},
		{"SE510217997401", "Kalles bygg", "2", "AVT-19510217-9974", "till 510217-9974"},
		{"780917-1056", "Mistyped", "3", "", ""},
		{"232100-0164", "Region", "4", "", ""},
		{"******-****", "Okänd", "5", "", ""},
		{"12345", "Intern AB", "6", "", ""},
		{"5560160680 / 2321000164", "Två AB", "7", "", ""},
		{"16556016-0680", "AB", "8", "", ""},
	})
	for i := range got.rows {
		got.rows[i] = strings.TrimPrefix(got.rows[i], "spend: object=r.csv ")
	}
	trader, contract := strings.Fields(got.rows[0])[0], strings.Fields(got.rows[0])[1]
	if !strings.HasPrefix(trader, "supplier_org_no=p-") || len(trader) != len("supplier_org_no=p-")+32 || contract != "contract_ref=AVT-"+trader[len("supplier_org_no="):] {
		t.Errorf("token %q, contract %q", trader, contract)
	}
	mistyped := strings.Fields(got.rows[2])[0]
	equalLists(t, "rows", got.rows, []string{
		trader + " " + contract + " amount=1.00 _row=2",
		trader + " " + contract + " amount=2.00 text=till [personnummer] _row=3",
		mistyped + " amount=3.00 _row=4",
		"supplier_org_no=2321000164 supplier_name=Region amount=4.00 _row=5",
		"supplier_name=Okänd amount=5.00 _row=6",
		"supplier_name=Intern AB supplier_ref=12345 amount=6.00 _row=7",
		"supplier_name=Två AB amount=7.00 _row=8",
		"supplier_org_no=5560160680 supplier_name=AB amount=8.00 _row=9",
	})
	equalLists(t, "issues", got.rules(), []string{"2 supplier_org_no org_no.sole_trader", "7 supplier_org_no org_no.internal",
		"8 supplier_org_no org_no.several", "2 contract_ref identity.token", "3 text identity.masked"})
	if !strings.HasPrefix(mistyped, "supplier_org_no=p-") || mistyped == trader {
		t.Errorf("mistyped %q", mistyped)
	}
}
