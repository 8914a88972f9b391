package ingesttest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// CSV is a Subject.Write for the format csv, and for places, which are tested
// with that format.
func CSV(columns []string, rows [][]string) []byte {
	var b strings.Builder
	for _, row := range append([][]string{columns}, rows...) {
		b.WriteString(strings.Join(row, ";") + "\n")
	}
	return []byte(b.String())
}

// reshaped checks that an object whose columns differ from those of last month
// is read with the columns that it has, and each cell under its own column.
func (s Subject) reshaped(t *testing.T) {
	if s.Write == nil {
		t.Skip("objects of this kind have no header")
	}
	for change, columns := range map[string][]string{
		"as before": {"date", "supplier", "amount"},
		"added":     {"date", "currency", "supplier", "amount"},
		"missing":   {"date", "amount"},
		"renamed":   {"date", "vendor", "amount"},
		"reordered": {"amount", "date", "supplier"},
	} {
		rows := make([][]string, 3)
		for i := range rows {
			for _, column := range columns {
				rows[i] = append(rows[i], column+" of row "+string(rune('1'+i)))
			}
		}
		src, obj, _ := s.start(t, s.Write(columns, rows), ingest.Limits{})
		var tab Table
		err := src.Read(context.Background(), obj, s.inspect(t, src, obj), func(raw *dubbelkrona.RawBatch) error {
			tab.Add(raw)
			return nil
		})
		if err != nil || !slices.Equal(tab.Columns, columns) || len(tab.Rows) != len(rows) {
			t.Errorf("%s: columns %q and %d rows, %v; want %q and %d", change, tab.Columns, len(tab.Rows), err, columns, len(rows))
			continue
		}
		for i, row := range rows {
			for j, cell := range row {
				if got := tab.Rows[i].Cells[columns[j]]; got != cell {
					t.Errorf("%s: row %d has %q under %s; want %q", change, i+1, got, columns[j], cell)
				}
			}
		}
	}
}
