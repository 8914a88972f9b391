package transform

import (
	"fmt"
	"testing"

	"dubbelkrona"
)

// anyShare lets any number of rows be rejected.
func anyShare() Quarantine { all := 1.0; return Quarantine{MaxShare: &all} }

// By default an object is refused if more than 5 % and more than three of its rows are
// rejected, or all of them; settings have priority. Totals and rows that the mapping
// leaves out count neither as rejected nor as rows.
func TestCeilingOfRejectedRows(t *testing.T) {
	zero, tenth, one := 0.0, 0.1, 1.0
	few, many := int64(2), int64(1000)
	for _, c := range []struct {
		good, bad, left int
		limits          Quarantine
		refused         bool
	}{
		{good: 97, bad: 3},
		{good: 96, bad: 4}, // 4 %
		{good: 80, bad: 4}, // 4 of 84, just below 5 %
		{good: 76, bad: 4}, // exactly 5 %
		{good: 75, bad: 4, refused: true},
		{good: 15, bad: 5, refused: true},
		{good: 1, bad: 3},
		{good: 0, bad: 1, refused: true},
		{good: 0, bad: 3, refused: true},
		{good: 0, bad: 1, left: 5, refused: true},
		{good: 0, bad: 0, left: 5},
		{good: 75, bad: 4, left: 100, refused: true},
		{good: 15, bad: 5, limits: Quarantine{MaxShare: &one}},
		{good: 0, bad: 5, limits: Quarantine{MaxShare: &one}},
		{good: 95, bad: 5, limits: Quarantine{MaxShare: &tenth}},
		{good: 99, bad: 1, limits: Quarantine{MaxShare: &zero}, refused: true},
		{good: 0, bad: 9, limits: Quarantine{MaxRows: &many}},
		{good: 99, bad: 3, limits: Quarantine{MaxRows: &few}, refused: true},
	} {
		t.Run(fmt.Sprintf("%+v", c), func(t *testing.T) {
			rows := [][]string{{"belopp", "datum", "status"}}
			for range c.good {
				rows = append(rows, []string{"10", "2024-01-01", "ja"})
			}
			for range c.bad {
				rows = append(rows, []string{"tio", "2024-01-01", "ja"})
			}
			for range c.left {
				rows = append(rows, []string{"tio", "2024-01-01", "nej"})
			}
			spec := Spec{Quarantine: c.limits, Tables: []TableSpec{{Table: "spend", Skip: []Condition{{Column: List{"status"}, Equals: List{"nej"}}},
				Columns: map[string]ColumnSpec{"amount": {Column: List{"belopp"}}, "date": {Column: List{"datum"}}}}}}
			got := run(t, spec, "o", rows)
			if refused := got.err != nil; refused != c.refused || refused && dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid {
				t.Errorf("error %v, want refused %t", got.err, c.refused)
			}
			if !c.refused && len(got.rows) != c.good {
				t.Errorf("%d rows, want %d", len(got.rows), c.good)
			}
		})
	}
}
