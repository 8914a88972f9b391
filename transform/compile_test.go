package transform

import (
	"fmt"
	"slices"
	"testing"

	"dubbelkrona"
)

func TestEveryFaultAtOnce(t *testing.T) {
	share := 1.5
	_, faults := Compile(Spec{
		Profile: "reskontra", Decimal: "semicolon", Unit: "dollar", Layouts: List{"hh"},
		Period: &PeriodSpec{From: "cell"}, Quarantine: Quarantine{MaxShare: &share},
		Tables: []TableSpec{
			{Table: "spending"},
			{Table: "spend", Columns: map[string]ColumnSpec{
				"ammount": named("x"), "date": {Column: List{"d"}, Layouts: List{"dd"}, Unit: "tkr"}, "account": {},
				"buyer_name": {Column: List{"b"}, Const: new(Scalar("B"))}, "unit": {Column: List{"u"}, Pattern: "("}, "municipality": {Column: List{"m"}, As: "planet"}}},
			{Table: "contract", Columns: map[string]ColumnSpec{"contract_id": {Column: List{"c"}, Invalid: "drop", Split: -1},
				"vat_basis": {Column: List{"v"}, Values: map[string]Scalar{"ja": "with"}}, "value": {Column: List{"v"}, Decimal: "comma", Thousands: ","},
				"signed": {From: "period"}, "start": {From: "moon"}, "title": {Column: List{"t"}, Placeholders: List{"0"}, As: "flag"}, "reserved": {Column: List{"r"}, By: ","}},
				Where: []Condition{{Anywhere: true}}, Totals: &Condition{Column: List{"k"}, Equals: List{"Antal"}}},
		},
	})
	var got []string
	for _, f := range faults {
		got = append(got, f.Path)
		if f.Message == "" {
			t.Errorf("%s has no message", f.Path)
		}
	}
	for _, want := range []string{
		"profile", "decimal", "unit", "layouts", "period.from", "period", "quarantine.max_share", "tables[0].table", "tables[1].columns.ammount",
		"tables[1].columns.date", "tables[1].columns.date.layouts", "tables[1].columns.account", "tables[1].columns.buyer_name.const", "tables[1].columns.unit.pattern",
		"tables[1].columns.municipality.as", "tables[1].columns", "tables[2].columns.contract_id.invalid", "tables[2].columns.contract_id.split",
		"tables[2].columns.vat_basis.values", "tables[2].columns.value", "tables[2].columns.start.from", "tables[2].columns.title.placeholders", "tables[2].columns.title.as", "tables[2].columns.reserved.by",
		"tables[2].where[0]", "tables[2].where[0].anywhere",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no fault at %s; faults: %q", want, got)
		}
	}
	if _, faults := Compile(Spec{}); len(faults) != 1 || faults[0].Path != "" {
		t.Errorf("an empty mapping gives %v", faults)
	}
}

func TestProfilesCompile(t *testing.T) {
	for _, name := range Profiles() {
		plan, faults := Compile(Spec{Profile: name})
		if len(faults) > 0 || len(plan.Tables()) == 0 {
			t.Errorf("%s: %v", name, faults)
		}
	}
	plan, faults := Compile(Spec{Profile: "leverantorsreskontra", Tables: []TableSpec{{Table: "organisation"}, {Table: "organisation"}}})
	if len(faults) > 0 || fmt.Sprint(names(plan.Tables(), func(t *dubbelkrona.Table) string { return t.Name })) != "spend, organisation" {
		t.Errorf("tables of a profile and others: %v", faults)
	}
}
