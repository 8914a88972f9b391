package transform

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// sheet is a sheet of a workbook.
type sheet struct {
	name   string
	hidden bool
	rows   string // one row on each line, cells separated by spaces
}

// All sheets with the columns of the mapping are read. Other sheets with content, also
// hidden ones, are named.
func TestSheets(t *testing.T) {
	const ledger = "lev nr belopp"
	spec := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{"supplier_name": {Column: List{"Lev"}},
		"verification_no": {Column: List{"nr"}}, "amount": {Column: List{"belopp"}}, "text": {Column: List{"text"}, Optional: true}}}}}
	for name, c := range map[string]struct {
		sheets []sheet
		want   string // amounts and positions
		told   []string
		err    string
	}{
		"two years": {sheets: []sheet{{"2024", false, ledger + "\nA 1 10\nB 2 20"}, {"2025", false, "NR belopp LEV anm\n3 30 C x"}},
			want: "10.00@2 20.00@3 30.00@10000002", told: []string{`several sheets with the same columns: "2024" (2 rows), "2025" (1 rows)`}},
		"a note before": {sheets: []sheet{{"Läs mig", false, "Om denna fil\nx\ny"}, {"Data", false, ledger + "\nA 1 10"}},
			want: "10.00@10000002", told: []string{`not read, since they are hidden or lack the columns of the one that is: "Läs mig" (2 rows)`}},
		"another table": {sheets: []sheet{{"Data", false, ledger + "\nA 1 10"}, {"Avtal", false, "avtal värde\nx 1\ny 2"}, {"Tom", false, "bara rubriker"}},
			want: "10.00@2", told: []string{`"Avtal" (2 rows)`}},
		"a hidden one": {sheets: []sheet{{"Data", false, ledger + "\nA 1 10"}, {"Gammal", true, ""}}, want: "10.00@2", told: []string{`"Gammal" (hidden)`}},
		"one column more of the mapping": {sheets: []sheet{{"Data", false, ledger + "\nA 1 10"}, {"Rest", false, ledger + " text\nB 2 20 x"}},
			want: "10.00@2", told: []string{`"Rest" (1 rows)`}},
		"a sum on each": {sheets: []sheet{{"2024", false, ledger + "\nA 1 10\nSumma - 10"}, {"2025", false, ledger + "\nC 3 30\nSumma - 30\nTotalt - 40"}},
			want: "10.00@2 30.00@10000002", told: []string{`row 3 of sheet "2024": the row states a sum`, `row 3 of sheet "2025"`, `row 4 of sheet "2025"`, `several sheets`}},
		"a cell of the second": {sheets: []sheet{{"2024", false, ledger + "\nA 1 10"}, {"2025", false, ledger + "\nC 3 tre"}},
			want: "10.00@2", told: []string{`row 2 of sheet "2025": "tre" is no number`, `several sheets`}},
		"a sum of another":         {sheets: []sheet{{"2024", false, ledger + "\nA 1 10\nSumma - 90"}, {"2025", false, ledger + "\nC 3 30"}}, err: "the sum of column amount in row 3"},
		"none with the columns":    {sheets: []sheet{{"A", false, "foo bar\n1 2"}, {"B", false, "x y\n1 2"}}, err: "lacks columns"},
		"a column twice in second": {sheets: []sheet{{"A", false, ledger + "\nA 1 10"}, {"B", false, ledger + " Belopp\n1 2 3 4"}}, err: "has 2 columns"},
	} {
		t.Run(name, func(t *testing.T) {
			plan, faults := Compile(spec)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			pass := plan.Start(dubbelkrona.Origin{Source: "test", Object: "o"}, Env{Key: testKey(t), Now: today})
			defer pass.Close()
			var out result
			issue := func(i dubbelkrona.Issue) error { out.issues = append(out.issues, i); return nil }
			var err error
			for i, s := range c.sheets {
				if err = passSheet(pass, s, i, &out, issue); err != nil {
					break
				}
			}
			if err == nil {
				err = pass.Finish(issue)
			}
			if c.err != "" {
				if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.err) {
					t.Errorf("%v; want %q", err, c.err)
				}
				return
			}
			var got []string
			for _, row := range out.rows {
				_, rest, _ := strings.Cut(row, "amount=")
				got = append(got, strings.ReplaceAll(rest, " _row=", "@"))
			}
			if err != nil || strings.Join(got, " ") != c.want {
				t.Errorf("%v, %q; want %q", err, got, c.want)
			}
			told := fmt.Sprint(out.issues)
			for _, want := range c.told {
				if !strings.Contains(told, want) {
					t.Errorf("told: %s; want %s", told, want)
				}
			}
			if len(out.issues) != len(c.told) {
				t.Errorf("%d issues, %s; want %d", len(out.issues), told, len(c.told))
			}
		})
	}
}

// passSheet transforms the rows of a sheet, each in its own batch.
func passSheet(pass *Pass, s sheet, index int, out *result, issue func(dubbelkrona.Issue) error) error {
	lines := strings.Split(s.rows, "\n")
	for n := range lines {
		cells := [][]string{strings.Fields(lines[0])}
		if n > 0 {
			cells = append(cells, strings.Fields(lines[n]))
			for len(cells[1]) < len(cells[0]) {
				cells[1] = append(cells[1], "")
			}
		}
		raw := rawBatch(memory.DefaultAllocator, "o", cells)
		raw.Sheet = &dubbelkrona.Sheet{Name: s.name, Number: index + 1, Hidden: s.hidden}
		for i := range raw.Rows {
			raw.Rows[i] = int64(index)*dubbelkrona.SheetRows + int64(n) + 1
		}
		err := pass.Batch(raw, func(b *dubbelkrona.TypedBatch) error { out.add(b); return nil }, issue)
		raw.Record.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

// TestConditionsBehindASheetThatLacksOne: a sheet without the column of one
// condition does not change what the conditions select in the next.
func TestConditionsBehindASheetThatLacksOne(t *testing.T) {
	plan, faults := Compile(Spec{Tables: []TableSpec{{Table: "spend",
		Columns: map[string]ColumnSpec{"supplier_name": {Column: List{"lev"}}, "amount": {Column: List{"belopp"}}},
		Where:   []Condition{{Column: List{"typ"}, Matches: "^a$"}, {Column: List{"lev"}, Matches: "^b$"}}}}})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	pass := plan.Start(dubbelkrona.Origin{Source: "test", Object: "o"}, Env{Key: testKey(t), Now: today})
	defer pass.Close()
	var out result
	for i, s := range []sheet{{name: "1", rows: "lev typ belopp\nb a 10"}, {name: "2", rows: "lev belopp\nb 20"}, {name: "3", rows: "lev typ belopp\nb b 30\nb a 40"}} {
		if err := passSheet(pass, s, i, &out, func(dubbelkrona.Issue) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(out.rows, " "); len(out.rows) != 2 || !strings.Contains(got, "amount=10.00") || !strings.Contains(got, "amount=40.00") {
		t.Errorf("rows %s; want those of 10 and 40", got)
	}
}
