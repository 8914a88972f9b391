package transform

import (
	"strings"
	"testing"

	"dubbelkrona"
)

// Periods are read from the names and titles that publishers use.
func TestPeriods(t *testing.T) {
	const (
		yearMonth = `(\d{4})[-_ ]?(\d{2})`
		monthYear = `(\p{L}+) (\d{4})`
	)
	for _, tt := range []struct{ object, pattern, want string }{
		{"reskontra_202206.csv", yearMonth, "2022-06"},
		{"reskontra 2022-06.csv", yearMonth, "2022-06"},
		{"reskontra_202213.csv", yearMonth, ""},
		{"2022/reskontra.csv", `^(\d{4})/`, "2022"},
		{"dag_20220603.csv", `\d{8}`, "2022-06-03"},
		{"Leverantörsreskontra juni 2022", monthYear, "2022-06"},
		{"Leverantörsreskontra JUNI 2022", monthYear, "2022-06"},
		{"Leverantörsreskontra, 2022 jun", `\d{4} \p{L}+`, "2022-06"},
		{"jan-22.xlsx", `^\p{L}+-\d{2}`, "2022-01"},
		{"reskontra_maj99.csv", `_(\p{L}+)(\d{2})`, "1999-05"},
		{"Leverantörsreskontra sept. 2022", `(\p{L}+)\. (\d{4})`, "2022-09"},
		{"Oktober 2023 – leverantörsfakturor", monthYear, "2023-10"},
		{"reskontra 2022_december", `\d{4}_\p{L}+`, "2022-12"},
		{"ledger may 2024", monthYear, "2024-05"},
		{"22-jan", `\d{2}-\p{L}+`, ""},         // or the 22nd of January
		{"22 juni 2022", monthYear, "2022-06"}, // the pattern leaves out the day
		{"reskontra 2022", monthYear, ""},
		{"Leverantörsreskontra ju 2022", monthYear, ""}, // June or July
		{"juni", `\p{L}+`, ""},
		{"juni 2022 juli", `.*`, ""},
		{"9999-12-31", `.*`, ""},
	} {
		spec := Spec{Profile: "leverantorsreskontra", Period: &PeriodSpec{From: "name", Pattern: tt.pattern}}
		got := run(t, spec, tt.object, [][]string{{"belopp"}, {"1"}})
		if tt.want == "" {
			if dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid || got.period != "" {
				t.Errorf("%s by %s: period %q, %v; want a refusal", tt.object, tt.pattern, got.period, got.err)
			}
			continue
		}
		if got.err != nil || got.period != tt.want {
			t.Errorf("%s by %s: period %q, %v; want %q", tt.object, tt.pattern, got.period, got.err, tt.want)
		}
	}
}

// All usual names and abbreviations of months are recognised.
func TestEveryMonthByName(t *testing.T) {
	for i, names := range []string{"januari jan", "februari feb febr", "mars mar", "april apr", "maj", "juni jun", "juli jul",
		"augusti aug", "september sep sept", "oktober okt october oct", "november nov", "december dec"} {
		for _, name := range strings.Fields(names) {
			if got := monthNamed(name); got != i+1 {
				t.Errorf("%s is month %d, want %d", name, got, i+1)
			}
		}
	}
	for _, name := range []string{"", "ju", "ma", "reskontra", "juniper", "marsvin"} {
		if got := monthNamed(name); got != 0 {
			t.Errorf("%q is month %d", name, got)
		}
	}
}

// The part belongs to what an object replaces; the date of its rows is that of the
// period.
func TestPartsOfAPeriod(t *testing.T) {
	spec := Spec{Profile: "leverantorsreskontra", Period: &PeriodSpec{From: "name", Pattern: `(\d{4})-(\d{2})`, Part: `_(\p{L}+)(?:_v\d+)?\.csv$`}}
	rows := [][]string{{"belopp"}, {"1"}}
	for object, want := range map[string]string{
		"2022-06_barn.csv":       "2022-06#barn",
		"2022-06_barn_v2.csv":    "2022-06#barn",
		"2022-06_äldre.csv":      "2022-06#äldre",
		"ny/2022-07_barn_v1.csv": "2022-07#barn",
	} {
		got := run(t, spec, object, rows)
		if got.err != nil || got.period != want || !strings.Contains(strings.Join(got.rows, ""), "date="+want[:7]+"-01 date_precision=month") {
			t.Errorf("%s: period %q, %v, rows %q; want %q", object, got.period, got.err, got.rows, want)
		}
	}
	got := run(t, spec, "2022-06.csv", rows)
	if dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid || !strings.Contains(got.err.Error(), "finds no part of the period") {
		t.Errorf("a name without a part: %v", got.err)
	}
	if _, faults := Compile(Spec{Profile: "spend", Period: &PeriodSpec{From: "name", Pattern: `\d`, Part: "("}}); len(faults) != 1 || faults[0].Path != "period.part" {
		t.Errorf("a part that is no pattern: %v", faults)
	}
}
