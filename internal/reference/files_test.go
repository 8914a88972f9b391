package reference_test

import (
	"encoding/csv"
	"io/fs"
	"maps"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

// rows reads an embedded file as one map for each row.
func rows(t *testing.T, name string) (all []map[string]string) {
	t.Helper()
	file, err := reference.FS().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, column := range records[0] {
			row[column] = record[i]
		}
		all = append(all, row)
	}
	return all
}

func parameters(t *testing.T) (all []map[string]string) {
	t.Helper()
	names, err := fs.Glob(reference.FS(), "parameters_*.csv")
	if err != nil || len(names) == 0 {
		t.Fatalf("no parameter files: %v", err)
	}
	for _, name := range names {
		all = append(all, rows(t, name)...)
	}
	return all
}

// counties returns the two-digit codes of the counties, which are also those of
// the regions.
func counties(t *testing.T) []string {
	t.Helper()
	codes := make(map[string]bool)
	for _, m := range rows(t, "municipality.csv") {
		codes[m["region_code"]] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

func TestHeadersAreColumnsOfTheTables(t *testing.T) {
	names, err := fs.Glob(reference.FS(), "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		wanted := "parameter"
		if name == "municipality.csv" {
			wanted = "municipality"
		}
		table, _ := dubbelkrona.TableByName(wanted)
		header := slices.Sorted(maps.Keys(rows(t, name)[0]))
		var columns []string
		for _, c := range table.Columns {
			columns = append(columns, c.Name)
		}
		slices.Sort(columns)
		if !slices.Equal(header, columns) {
			t.Errorf("%s: columns %v, the table has %v", name, header, columns)
		}
	}
}
