package main

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// The worked example of the method was run by the version before, whose tax lacked two
// terms. The first run publishes the figures of the method: those that do not depend on
// the two terms are as before, and the state's and the participants' have changed by
// them. The rows in the lake have no column programme; they are read as they are. The
// ledger gets the tables of effects, which are empty.
func TestUpgradeCountsTheWholeTax(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-10.tar.gz")
	has(t, inProcess(t, exitUsage, "effects", "list", "--project", root), "its schema is version 10", "the next run brings it up to date")
	before := numbers(t, filepath.Join(filepath.Dir(root), "before.csv"), 0, 1)
	inProcess(t, exitDone, "run", "--project", root)
	db := openKept(t, root)
	after := make(map[string]float64)
	rows, err := db.Collect(t.Context(), `SELECT part, CAST(value AS DOUBLE) FROM metric.result
		WHERE metric = 'double_value' AND period_grain = 'all' AND "grouping" = '' AND value IS NOT NULL`)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		after[row[0].(string)] = row[1].(float64)
	}
	for _, part := range strings.Fields("e v dv_1 kr_c kr_g kr_v kr_kommun kr_region kr_social person_years break_even npv gross") {
		if math.Abs(after[part]-before[part]) > 0.02 {
			t.Errorf("%s is %v, was %v", part, after[part], before[part])
		}
	}
	for part, want := range map[string]float64{
		"kr_stat": -28514, "kr_individ": 442526, "kr_individ_participants": 590035, "kr_individ_displaced": -147509,
		"kr_kommun_after": 242843, "kr_region_after": 12509, "mvpf": 2.039,
	} {
		if got := after[part]; math.Abs(got-want) > 0.5 && part != "mvpf" || part == "mvpf" && math.Abs(got-want) > 0.0005 {
			t.Errorf("%s is %v, want %v", part, got, want)
		}
	}
	if got := askOf(t, db, "SELECT count(*), count(programme), sum(extent) FROM core.placement"); got != "[4 0 4]" {
		t.Errorf("placements: %s", got)
	}
	inProcess(t, exitDone, "verify", "--project", root)
	if got := askOf(t, db, "SELECT count(*) FROM effect.verdict"); got != "[0]" {
		t.Errorf("verdicts on effects: %s", got)
	}
	inProcess(t, exitDone, "effects", "list", "--project", root)
	if versions := effectVersions(t, root); len(versions) > 0 {
		t.Errorf("versions of effects: %+v", versions)
	}
}

// openKept opens the snapshot of a project, which has everything that was published and the
// rows about persons.
func openKept(t *testing.T, root string) *warehouse.DB {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "var", "snapshots", "*.duckdb"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no snapshot: %v", err)
	}
	db, err := warehouse.OpenReadOnly(t.Context(), slices.Max(paths), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// numbers reads a column of numbers by a column of names; empty cells are left out.
func numbers(t *testing.T, path string, name, number int) map[string]float64 {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]float64)
	for _, line := range lines[1:] {
		if line[number] == "" {
			continue
		}
		if all[line[name]], err = strconv.ParseFloat(line[number], 64); err != nil {
			t.Fatal(err)
		}
	}
	return all
}
