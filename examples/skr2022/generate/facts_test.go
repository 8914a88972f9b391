package main

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// facts reads a committed file of the project as one map for each row.
func facts(t *testing.T, name string) (all []map[string]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "data", name))
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(bytes.NewReader(data))
	reader.Comma = ';'
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, column := range lines[0] {
			row[column] = line[i]
		}
		all = append(all, row)
	}
	return all
}

func TestTablesEqualTheReport(t *testing.T) {
	seeds, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "seed", "tabell*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if len(seeds) == 0 {
		t.Skip("the typed-off report is not here; the tables were compared with it when they were added")
	}
	if len(seeds) != 8 {
		t.Fatalf("%d tables, want 8", len(seeds))
	}
	for _, seed := range seeds {
		want, err := os.ReadFile(seed)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "data", filepath.Base(seed)))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not the report's (%v)", filepath.Base(seed), err)
		}
	}
}

// The report's Table 5 does not add up, and the example must keep that.
func TestTable5KeepsItsQuirks(t *testing.T) {
	sums := map[string]int{}
	for _, row := range facts(t, "tabell5_identifierade_sociala_foretag.csv") {
		if row["kommun"] == "Antal" {
			if row["projektstart"] != "30" || row["projektavslut"] != "86" {
				t.Errorf("stated totals %v", row)
			}
			continue
		}
		for _, column := range []string{"projektstart", "projektavslut"} {
			n, err := strconv.Atoi(row[column])
			if err != nil {
				if row["kommun"] != "Malmö" || column != "projektstart" || row[column] != "?" {
					t.Errorf("%s %s is %q", row["kommun"], column, row[column])
				}
				continue
			}
			sums[column] += n
		}
	}
	if sums["projektstart"] != 40 || sums["projektavslut"] != 87 {
		t.Errorf("rows add up to %v, want 40 and 87", sums)
	}
}

// The table with a row for each contract has as many rows as Table 7 counts, and exactly
// these contracts have made-up amounts.
func TestContractsAreThoseOfTable7(t *testing.T) {
	count, total := map[string]int{}, 0
	for _, row := range facts(t, "tabell7_upphandlingar_2021-2022.csv") {
		n, err := strconv.Atoi(row["upphandlingar"])
		if err != nil {
			t.Fatal(err)
		}
		if row["kommun"] == "Totalt antal" {
			total = n
			continue
		}
		count[row["kommun"]] += n
	}
	supplier := map[string]string{}
	for _, row := range facts(t, "avtal_ur_tabell7.csv") {
		count[row["kommun"]]--
		supplier[row["avtal"]] = row["leverantör"]
	}
	for town, left := range count {
		if left != 0 {
			t.Errorf("%s: Table 7 has %d more contracts than the list", town, left)
		}
	}
	planned := 0
	for _, town := range towns() {
		for _, c := range town.contracts {
			planned++
			if supplier[c.id] != c.supplier {
				t.Errorf("%s: supplier %q in the plan, %q in the list", c.id, c.supplier, supplier[c.id])
			}
		}
	}
	if planned != total || len(supplier) != total {
		t.Errorf("%d contracts planned, %d listed, Table 7 says %d", planned, len(supplier), total)
	}
}
