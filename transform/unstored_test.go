package transform

import (
	"strings"
	"testing"
)

// A mapping that names a removed column is accepted with a warning: the column may be
// missing in the file, its cells are in no row and no issue, and the plan is the one
// without it, so that removing the line reads nothing again.
func TestRemovedColumnsAreDropped(t *testing.T) {
	columns := map[string]ColumnSpec{
		"person": {Column: List{"id"}, As: asOtherID}, "treated": {Const: new(Scalar("true"))}}
	spec := Spec{Tables: []TableSpec{{Table: "participant", Columns: columns}}}
	plan, _ := Compile(spec)
	want := plan.Hash()
	columns["note"] = ColumnSpec{Column: List{"anteckning"}}
	columns["time_without_work"] = ColumnSpec{Column: List{"tid"}, Values: map[string]Scalar{"kort": "0-6"}}
	plan, faults := Compile(spec)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if got := plan.Hash(); got != want {
		t.Errorf("the hash is %s, want %s", got, want)
	}
	warnings := plan.Unstored()
	if len(warnings) != 2 || warnings[0].Path != "tables[0].columns.note" || warnings[1].Path != "tables[0].columns.time_without_work" {
		t.Errorf("warnings: %+v", warnings)
	}
	got := run(t, spec, "d.csv", [][]string{{"id", "anteckning"}, {"EX-1", "Hemligt samtal"}, {"", "Hemligt samtal"}})
	if got.err != nil {
		t.Fatal(got.err)
	}
	equalLists(t, "issues", got.rules(), []string{"3 person required", "0 note columns.unstored", "0 time_without_work columns.unstored"})
	if len(got.rows) != 1 || got.has("Hemligt") {
		t.Errorf("rows: %v", got.rows)
	}
	for _, i := range got.issues {
		if strings.Contains(i.Detail, "Hemligt") {
			t.Errorf("issue: %s", i.Detail)
		}
	}
	columns["anteckningar"] = ColumnSpec{Column: List{"anteckning"}}
	if _, faults := Compile(spec); len(faults) != 1 {
		t.Errorf("an unknown column gives %v", faults)
	}
}
