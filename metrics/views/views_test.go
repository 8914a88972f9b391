package views_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/views"
)

// sold is a metric with every kind of column: two grains, an unknown date, an unknown
// municipality, and dimensions and parts whose names the view has columns of.
const sold = `/*
title: {sv: Det såldas värde, en: Value of what's sold}
unit: SEK
value: sum(amount)
persons: count(DISTINCT person)
parts:
  value: count(*)
  order: {value: min(amount), unit: kr, title: {sv: Minst, en: Least}}
  part_value: max(amount)
by: [municipality, kind, status]
period: {column: day, grains: [year, month]}
format: {decimals: 1}
*/
SELECT municipality, kind, status, day, amount, person FROM (VALUES
    ('2182', 'a', 'x', DATE '2022-05-01', 10, 1), ('2182', 'b', 'y', DATE '2022-06-01', 20, 2), ('0360', 'a', 'y', DATE '2023-06-01', 40, 3),
    (NULL, 'a''"', 'x', NULL, 80, 4)) AS sale (municipality, kind, status, day, amount, person)
`

const plainMetric = "/*\ntitle: {sv: Ett, en: One}\nunit: st\nvalue: sum(n)\n*/\nSELECT 7 AS n\n"

// inViews runs steps on a snapshot without rows but those of the metrics, by name, and
// their views.
func inViews(t *testing.T, files map[string]string, change []string, steps func(ctx context.Context, db *warehouse.DB, all []views.View)) {
	t.Helper()
	source := make(fstest.MapFS)
	for name, text := range files {
		source["metrics/"+name+".sql"] = &fstest.MapFile{Data: []byte(text)}
	}
	catalogue, faults := metrics.Load(metrics.Source{FS: source})
	built, err := warehouse.Build(t.Context(), warehouse.Spec{Dir: t.TempDir()}, func(ctx context.Context, db *warehouse.DB) error {
		faults = append(faults, catalogue.Resolve(ctx, db, nil)...)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		sources := warehouse.TableDef{Name: "meta.source", Columns: []warehouse.ColumnDef{{Name: "name", Type: "VARCHAR"}, {Name: "synthetic", Type: "BOOLEAN"}, {Name: "stale", Type: "BOOLEAN"}}}
		if err := db.CreateTable(ctx, sources); err != nil {
			return err
		}
		report, err := catalogue.Run(ctx, db, metrics.Snapshot{ID: "test"})
		if err != nil {
			return err
		}
		if len(report.Failures) > 0 {
			t.Fatal(report.Failures)
		}
		for _, statement := range change {
			if _, err := db.Exec(ctx, statement); err != nil {
				t.Fatal(statement, err)
			}
		}
		all := views.All(catalogue, []views.Relation{{Name: "core.spend", Title: dubbelkrona.Label{SV: "Post", EN: "Posting"}}, {Name: "core.not_there"}})
		if err := views.Create(ctx, db, all); err != nil {
			return err
		}
		steps(ctx, db, all)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := built.Discard(); err != nil {
		t.Fatal(err)
	}
}

func collect(t *testing.T, db *warehouse.DB, query string) (rows []string) {
	t.Helper()
	all, err := db.Collect(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	for _, row := range all {
		rows = append(rows, strings.TrimSpace(fmt.Sprintln(row...)))
	}
	return rows
}

// Every number of the long table is in the wide view, in the column of its part.
func TestWideViewHasTheNumbersOfTheLongTable(t *testing.T) {
	inViews(t, map[string]string{"sold": sold}, nil, func(_ context.Context, db *warehouse.DB, _ []views.View) {
		for part, column := range map[string]string{"": "value", "value": "part_value", "order": `"order"`, "part_value": "part_part_value"} {
			const long = `SELECT period_grain, period, "grouping", coalesce(municipality, '?'), coalesce(json_extract_string(dimensions, '$.kind'), '?'),
				coalesce(json_extract_string(dimensions, '$.status'), '?'), %s FROM metric.result WHERE part = '%s' ORDER BY ALL`
			const wide = `SELECT period_grain, period, "grouping", coalesce(municipality, '?'), coalesce(kind, '?'), coalesce(by_status, '?'), %s FROM sold ORDER BY ALL`
			want := collect(t, db, fmt.Sprintf(long, "CAST(value AS VARCHAR), persons, unit", part))
			got := collect(t, db, fmt.Sprintf(wide, "CAST("+column+" AS VARCHAR), persons, "+map[string]string{`"order"`: "'kr'"}[column]+map[bool]string{true: "unit"}[column != `"order"`]))
			if strings.Join(want, "\n") != strings.Join(got, "\n") || len(want) < 40 {
				t.Errorf("part %q: %d rows, the view has %d:\n%s\n\n%s", part, len(want), len(got), strings.Join(want, "\n"), strings.Join(got, "\n"))
			}
		}
	})
}

// The leaf rows add up to the total, and so do the single rows of one dimension.
func TestLevelsAddUp(t *testing.T) {
	inViews(t, map[string]string{"sold": sold}, nil, func(_ context.Context, db *warehouse.DB, _ []views.View) {
		for condition, want := range map[string]string{
			"level = 'total'":                                     "1 150.000000",
			"level = 'leaf'":                                      "4 150.000000",
			"level = 'single' AND grouping = 'kind'":              "3 150.000000",
			"level = 'single' AND period_grain = 'year'":          "3 150.000000",
			"level = 'single' AND grouping LIKE '%,%'":            "0 <nil>",
			"level = 'between' AND period_grain = 'all'":          "16 600.000000",
			"level = 'leaf' AND period_grain <> 'month'":          "0 <nil>",
			"level NOT IN ('total', 'single', 'leaf', 'between')": "0 <nil>",
		} {
			if got := collect(t, db, "SELECT count(*), CAST(sum(value) AS VARCHAR) FROM sold WHERE "+condition); got[0] != want {
				t.Errorf("%s: %s, want %s", condition, got[0], want)
			}
		}
		got := collect(t, db, "SELECT DISTINCT period_grain, period, CAST(period_start AS VARCHAR) FROM sold WHERE grouping = '' ORDER BY ALL")
		want := "all <nil>|month 2022-05 2022-05-01|month 2022-06 2022-06-01|month 2023-06 2023-06-01|month unknown <nil>|year 2022 2022-01-01|year 2023 2023-01-01|year unknown <nil>"
		if text := strings.ReplaceAll(strings.Join(got, "|"), "  ", " "); text != want {
			t.Errorf("periods: %s", text)
		}
	})
}

// A figure is shown as .. if it is suppressed, – if it is unknown and 0 if it is 0.
func TestShown(t *testing.T) {
	change := []string{
		"UPDATE metric.result SET value = NULL, low = NULL, high = NULL, persons = NULL, status = 'suppressed', warnings = '' WHERE municipality = '2182'",
		"UPDATE metric.result SET value = NULL, status = 'unknown', warnings = 'one,two' WHERE municipality = '0360'",
		`UPDATE metric.result SET value = 0 WHERE "grouping" = ''`,
	}
	inViews(t, map[string]string{"sold": sold}, change, func(_ context.Context, db *warehouse.DB, _ []views.View) {
		got := collect(t, db, "SELECT shown, len(warnings), persons, part_value, status FROM sold WHERE grouping IN ('', 'municipality') AND period_grain = 'all' ORDER BY municipality NULLS FIRST, grouping")
		want := "0.0 0 4 0 ok|80.0 0 1 1 ok|– 2 1 <nil> unknown|.. 0 <nil> <nil> suppressed"
		if text := strings.Join(got, "|"); text != want {
			t.Errorf("shown: %s, want %s", text, want)
		}
		for query, want := range map[string]string{
			"SELECT count(DISTINCT check_name) FROM warnings":                                         "2",
			"SELECT count(*) - 2 * (SELECT count(*) FROM sold WHERE len(warnings) > 0) FROM warnings": "0",
		} {
			if got := collect(t, db, query); got[0] != want {
				t.Errorf("%s: %s", query, got[0])
			}
		}
	})
}

// Names that a query would have to quote, names of other views and of schemas, and very
// many parts do not break a build; start_here says what the views are called.
func TestNamesThatCollide(t *testing.T) {
	parts := "parts:\n"
	for i := range 200 {
		parts += fmt.Sprintf("  p%d: sum(n) + %d\n", i, i)
	}
	files := map[string]string{"many": strings.Replace(plainMetric, "*/", parts+"*/", 1)}
	for _, name := range []string{"order", "warnings", "warnings_", "start_here", "sources_of_result", "core", "duckdb_tables", "sqlite_master"} {
		files[name] = plainMetric
	}
	inViews(t, files, nil, func(ctx context.Context, db *warehouse.DB, all []views.View) {
		for _, v := range all {
			if len(collect(t, db, "SELECT 1 FROM "+v.Name+" LIMIT 1")) == 0 && v.Name != "warnings" && v.Name != "sources_of_result" {
				t.Errorf("%s is empty", v.Name)
			}
		}
		if got := collect(t, db, "SELECT p0, p199 FROM many"); got[0] != "7 206" {
			t.Errorf("parts: %s", got)
		}
		rows, err := db.Collect(ctx, "SELECT relation, example FROM start_here")
		if err != nil || len(rows) != len(files)+3 {
			t.Fatalf("start_here has %d rows: %v, %v", len(rows), rows, err)
		}
		for _, row := range rows {
			collect(t, db, "SELECT 1 FROM ("+strings.TrimSuffix(row[1].(string), ";")+")")
		}
		if got := collect(t, db, "SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal AND coalesce(comment, '') = ''"); got[0] != "0" {
			t.Errorf("%s columns have no comment", got[0])
		}
	})
}

// The list of reserved words has those of this version of DuckDB.
func TestReservedWordsOfDuckDB(t *testing.T) {
	db, err := warehouse.OpenEmpty(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Collect(t.Context(), "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')")
	if err != nil || len(rows) < 50 {
		t.Fatalf("%d words, %v", len(rows), err)
	}
	files := make(fstest.MapFS)
	for _, row := range rows {
		files["metrics/"+row[0].(string)+".sql"] = &fstest.MapFile{Data: []byte(plainMetric)}
	}
	catalogue, faults := metrics.Load(metrics.Source{FS: files})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, v := range views.All(catalogue, nil) {
		if _, reserved := files["metrics/"+v.Name+".sql"]; reserved {
			t.Errorf("%s is a reserved word", v.Name)
		}
	}
}
