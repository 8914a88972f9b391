package ocds_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ocds"
)

func format(t testing.TB, s ocds.Settings) *ocds.Format {
	t.Helper()
	f, err := ocds.New(ingest.Env{}, s)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// shared returns a file of the public fixtures, or skips the test if they do not exist.
func shared(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "fixtures", "ocds", filepath.FromSlash(name)))
	if err != nil {
		t.Skip("the public OCDS files are not here: " + name)
	}
	return data
}

func decode(t testing.TB, data []byte) []string {
	t.Helper()
	return decodeWith(t, ocds.Settings{}, data, ingest.Limits{})
}

func decodeWith(t testing.TB, s ocds.Settings, data []byte, limits ingest.Limits) []string {
	t.Helper()
	tab, err := ingesttest.DecodeWith(t, format(t, s), "x.json", data, limits)
	if err != nil {
		t.Fatal(err)
	}
	return show(tab)
}

// show formats each row as a line with its kind and its cells by name.
func show(tab ingesttest.Table) []string {
	var lines []string
	for _, row := range tab.Rows {
		line := fmt.Sprint(row.At, " ", row.Cells["record"])
		for _, name := range slices.Sorted(maps.Keys(row.Cells)) {
			if name != "record" {
				line += fmt.Sprintf(" %s=%s", name, row.Cells[name])
			}
		}
		lines = append(lines, line+row.Fault)
	}
	return lines
}

func equal(t testing.TB, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
