package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// participantsOf writes a project's participants: a number for each municipality.
func participantsOf(t *testing.T, root string, numbers map[string]int) {
	t.Helper()
	var b strings.Builder
	b.WriteString("person;sex;municipality;treated\n")
	for _, code := range []string{"0360", "1280", "1283", "2182", "2184"} {
		for i := range numbers[code] {
			fmt.Fprintf(&b, "P%s-%d;K;%s;true\n", code, i, code)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "data/deltagare.csv"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// released returns what is released of each figure, by where it belongs.
func released(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := warehouse.OpenReadOnly(t.Context(), path, warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Collect(t.Context(), `SELECT concat_ws('|', metric, part, period_grain, period, "grouping", coalesce(municipality, ''), dimensions),
		concat_ws('|', coalesce(CAST(value AS VARCHAR), '-'), coalesce(CAST(low AS VARCHAR), '-'), coalesce(CAST(high AS VARCHAR), '-'), coalesce(CAST(persons AS VARCHAR), '-'), unit, grade, status)
		FROM metric.result`)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, row := range rows {
		all[row[0].(string)] = row[1].(string)
	}
	return all
}

// What plan lists is exactly what the run then changes of the published file: by new
// data, figures that are newly suppressed and ones that are revealed. The log has them,
// and nothing that was not released.
func TestThePlanIsWhatTheRunDoes(t *testing.T) {
	t.Parallel()
	root := project(t, "plan", `  - name: deltagare
    files: data/deltagare.csv
    tables:
      - table: participant
        columns:
          person: {column: person, as: other_id}
          sex: sex
          municipality: municipality
          treated: treated
`)
	participantsOf(t, root, map[string]int{"0360": 9, "1280": 12, "1283": 3, "2182": 8, "2184": 20})
	inProcess(t, exitDone, "run", "--project", root)
	kinds := make(map[string]int)
	for _, change := range []func(){
		func() {
			reconfigure(t, root, "    files:", "    volume: off\n    files:")
			participantsOf(t, root, map[string]int{"0360": 9, "1280": 30, "1283": 15, "2182": 2, "2184": 20})
		},
		func() { reconfigure(t, root, "publish: {", "publish: {threshold: 10, ") },
		func() { reconfigure(t, root, "threshold: 10", "threshold: 3") },
	} {
		planAndRun(t, root, change, kinds)
	}
	if kinds["changed"] == 0 || kinds["suppressed"] == 0 || kinds["revealed"] == 0 {
		t.Errorf("the changes are of the kinds %v only", kinds)
	}
	if got := ask(t, root, "SELECT string_agg(DISTINCT kind, ' ' ORDER BY kind) FROM meta.restatement"); got != "[revealed suppressed updated]" {
		t.Errorf("the log has %s", got)
	}
}

// reconfigure replaces a text of a project's configuration.
func reconfigure(t *testing.T, root, old, new string) {
	t.Helper()
	path := filepath.Join(root, "dubbelkrona.yaml")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), old) {
		t.Fatal(err, string(text))
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), old, new, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}

// planAndRun makes a change, plans and runs, and compares. It counts the kinds of changes.
func planAndRun(t *testing.T, root string, change func(), kinds map[string]int) {
	t.Helper()
	file := filepath.Join(root, "publish/impact.duckdb")
	before := released(t, file)
	change()
	var planned struct {
		Changes []struct {
			Metric, Part, Period, Grouping, Municipality, Kind string
			PeriodGrain                                        string `json:"period_grain"`
			Dimensions                                         json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(inProcess(t, exitDone, "plan", "--json", "--project", root)), &planned); err != nil {
		t.Fatal(err)
	}
	if unchanged := released(t, file); !maps.Equal(unchanged, before) {
		t.Error("plan changed the published file")
	}
	inProcess(t, exitDone, "run", "--project", root)
	after := released(t, file)

	got := make(map[string]bool)
	for _, c := range planned.Changes {
		var dimensions map[string]any
		if err := json.Unmarshal(c.Dimensions, &dimensions); err != nil {
			t.Fatal(err)
		}
		got[strings.Join([]string{c.Metric, c.Part, c.PeriodGrain, c.Period, c.Grouping, c.Municipality}, "|")+fmt.Sprint(dimensions)] = true
		kinds[c.Kind]++
	}
	want := make(map[string]bool)
	for key := range merged(before, after) {
		if before[key] == after[key] {
			continue
		}
		at := strings.LastIndex(key, "|")
		var dimensions map[string]any
		if err := json.Unmarshal([]byte(key[at+1:]), &dimensions); err != nil {
			t.Fatal(err)
		}
		want[key[:at]+fmt.Sprint(dimensions)] = true
	}
	if len(want) == 0 || !maps.Equal(got, want) {
		t.Errorf("planned %v\nchanged %v", got, want)
	}
	if missing := ask(t, root, `SELECT count(*) FROM meta.restatement AS r WHERE r.to_snapshot = (SELECT id FROM meta.snapshot) AND r.new_value IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM metric.result AS m WHERE m.metric = r.metric AND m.part = r.part AND m.period_grain = r.period_grain AND m.period = r.period
			AND m."grouping" = r."grouping" AND m.municipality IS NOT DISTINCT FROM r.municipality AND m.value = r.new_value)`); missing != "[0]" {
		t.Errorf("%s entries of the log have a value that is not released", missing)
	}
	for key, text := range after {
		if strings.HasSuffix(text, "|suppressed") && !strings.HasPrefix(text, "-|-|-|-|") {
			t.Errorf("%s is suppressed and has a number", key)
		}
	}
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}
