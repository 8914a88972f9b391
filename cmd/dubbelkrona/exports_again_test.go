package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/warehouse"
)

// again are the sources that take exports in, each mapped into the table indicator.
func again() string {
	const mapping = `
    tables:
      - table: indicator
        columns: {indicator: metric, area: municipality, period: period, value: value, unit: unit, status: status, text_value: grade, comment: warnings}
`
	var b strings.Builder
	for _, source := range []struct{ name, file, settings string }{
		{"csv", "metrics.csv", "decimal: dot"},
		{"excel", "metrics.excel.csv", "decimal: comma"},
		{"parquet", "metrics.parquet", "decimal: dot"},
		{"json", "metrics.json", "decimal: dot"},
		{"workbook", "metrics.xlsx", "format: {kind: xlsx, sheet: Resultat}\n    decimal: dot\n    nulls: [\"..\", \"–\"]"},
	} {
		fmt.Fprintf(&b, "  - name: %s\n    files: data/%s\n    %s%s", source.name, source.file, source.settings, mapping)
	}
	return b.String()
}

// exported are results with codes that begin with 0, numbers in and out of range of
// binary floating point, and numbers that are not there.
func exported(t *testing.T) (rows []dubbelkrona.Result) {
	t.Helper()
	for i, text := range []string{"0", "0.1", "-14250.5", "1234567.123456", "0.333333", "-0.000001", "99999999999.5", "", ""} {
		value, err := dubbelkrona.ParseNumber(text)
		if err != nil {
			t.Fatal(err)
		}
		status := "ok"
		if text == "" {
			status = []string{"unknown", dubbelkrona.Suppressed}[i%2]
		}
		rows = append(rows, dubbelkrona.Result{Metric: fmt.Sprintf("metric_%d", i), PeriodGrain: "year", Period: fmt.Sprint(2015 + i), Grouping: "municipality", Municipality: "0586",
			Value: value, Unit: "SEK/SEK", Grade: "åäö; \"antagen\"", Status: status, Warnings: "a,b", Fresh: "2026-02-28", Definition: "d", Snapshot: "s"})
	}
	return rows
}

// Exported results are sources of the pipeline itself: what is taken in from each format
// is what was exported.
func TestExportsAreTakenInAgain(t *testing.T) {
	t.Parallel()
	rows := exported(t)
	root := lightProject(t, "igen", again())
	document := &export.Document{Header: export.Header{Snapshot: "s", Language: "sv"}, Rows: published.Each(rows)}
	if _, err := export.WriteSet(t.Context(), filepath.Join(root, "data"), sinks(), nil, document, export.FileOptions{}); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "run", "--project", root)
	var want []string
	for _, r := range rows {
		want = append(want, fmt.Sprint(r.Metric, " ", r.Municipality, " ", r.Period, " ", r.Value, " ", r.Unit, " ", r.Status, " ", r.Grade, " ", r.Warnings))
	}
	err := openPublished(root, func(db *warehouse.DB) error {
		for _, source := range []string{"csv", "excel", "parquet", "json", "workbook"} {
			got, err := takenIn(t, db, source)
			if err != nil {
				return err
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("from %s:\n%s\nwant\n%s", source, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func takenIn(t *testing.T, db *warehouse.DB, source string) (rows []string, err error) {
	all, err := db.Collect(t.Context(), `SELECT indicator, area, strftime(period, '%Y'), coalesce(CAST(value AS VARCHAR), ''), unit, status, text_value, comment
		FROM core.indicator WHERE _source = ? ORDER BY indicator`, source)
	for _, r := range all {
		value, broken := dubbelkrona.ParseNumber(r[3].(string))
		if broken != nil {
			return nil, broken
		}
		r[3] = value
		rows = append(rows, strings.TrimSuffix(fmt.Sprintln(r...), "\n"))
	}
	return rows, err
}
