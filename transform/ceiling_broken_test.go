package transform

import (
	"testing"

	"dubbelkrona"
)

// An object of up to three rows that are all faulty according to its format is accepted,
// since it may be a single notice or invoice, whose reason is then kept as an issue. With
// more rows, or rows that the mapping rejects, it is refused.
func TestObjectsWithOnlyFaultyRows(t *testing.T) {
	for name, c := range map[string]struct {
		rows    [][]string
		refused bool
	}{
		"one notice":       {[][]string{{null, "no ocid"}}, false},
		"three lines":      {[][]string{{null, "a"}, {null, "a"}, {null, "b"}}, false},
		"four lines":       {[][]string{{null, "a"}, {null, "a"}, {null, "b"}, {null, "b"}}, true},
		"a row without id": {[][]string{{null, null}}, true},
		"broken and bad":   {[][]string{{null, "a"}, {null, null}}, true},
	} {
		got := run(t, Spec{Profile: contractTable}, "avtal.csv", append([][]string{{"contract_id", FaultColumn}}, c.rows...))
		if refused := dubbelkrona.KindOf(got.err) == dubbelkrona.Invalid; refused != c.refused || len(got.issues) != len(c.rows) {
			t.Errorf("%s: %v, %d issues", name, got.err, len(got.issues))
		}
	}
}
