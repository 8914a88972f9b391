package csv_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
)

// Texts that are written without quotes are read back unchanged, if every semicolon
// in them is followed by a space and no text begins with a space.
func TestUnquotedTextsAreReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 3))
	words := []string{"el", "va", "rivning", "å", "12", "x y", "", ","}
	text := func() string {
		var parts []string
		for range 1 + random.IntN(1+random.IntN(4)) {
			parts = append(parts, words[random.IntN(len(words))])
		}
		return strings.Join(parts, "; ")
	}
	for range 200 {
		want := [][]string{{"nr", "titel", "grupp", "dag"}}
		lines := []string{"nr;titel;grupp;dag"}
		for range 1 + random.IntN(30) {
			row := []string{"1", text(), text(), "2022-06-01"}
			want, lines = append(want, row), append(lines, strings.Join(row, ";"))
		}
		tab, err := ingesttest.Decode(t, format(t, csv.Settings{Delimiter: ";", HeaderRow: 1}), "x.csv", []byte(strings.Join(lines, "\r\n")))
		if err != nil || len(tab.Rows) != len(want)-1 {
			t.Fatalf("%d rows, %v; want %d", len(tab.Rows), err, len(want)-1)
		}
		for i, row := range tab.Rows {
			for k, name := range want[0] {
				if row.Fault != "" || row.Cells[name] != want[i+1][k] {
					t.Fatalf("%q was read back as %v, %s", lines[i+1], row.Cells, row.Fault)
				}
			}
		}
	}
}
