package metrics_test

import (
	"context"
	"fmt"
	"os"
	"testing/fstest"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// reserved is a metric of a project: a header, and a SELECT that runs in any DuckDB
// client.
const reserved = `/*
title: {sv: Andel reserverade köp, en: Share of purchases that were reserved}
unit:  share
value: CAST(sum(reserved) AS DOUBLE) / sum(amount)
by:    [year]
*/
SELECT year, amount, CASE WHEN is_reserved THEN amount END AS reserved
FROM (VALUES (2021, 300, true), (2021, 100, false), (2022, 500, true), (2022, 1500, false)) AS purchase (year, amount, is_reserved)
`

// A definition is loaded, resolved against the tables that it may read, and
// run. Its value is computed from the rows of each group and of the total: a ratio
// is never the mean of ratios.
func ExampleCatalogue() {
	catalogue, faults := metrics.Load(metrics.Source{FS: fstest.MapFS{"metrics/reserved.sql": {Data: []byte(reserved)}}})
	err := inFolder(func(ctx context.Context, db *warehouse.DB) error {
		faults = append(faults, catalogue.Resolve(ctx, db, tables())...)
		report, err := catalogue.Run(ctx, db, metrics.Snapshot{ID: "2026-01-01"})
		if err != nil {
			return err
		}
		for _, fault := range append(faults, report.Failures...) {
			fmt.Println(fault)
		}
		rows, err := db.Collect(ctx, "SELECT grouping, dimensions, round(value, 2) FROM metric.result ORDER BY grouping, dimensions")
		for _, row := range rows {
			fmt.Println(row...)
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	//  {} 0.33
	// year {"year":"2021"} 0.75
	// year {"year":"2022"} 0.25
}

// A fault of a definition has its file, line and column.
func ExampleLoad() {
	_, faults := metrics.Load(metrics.Source{Prefix: "queries/", FS: fstest.MapFS{
		"metrics/cost.sql": {Data: []byte("/*\ntitle: {sv: Kostnad, en: Cost}\nunit: SEK\nvalues: sum(amount)\n*/\nSELECT 1 AS amount")},
	}})
	for _, fault := range faults {
		fmt.Println(fault)
	}
	// Output:
	// queries/metrics/cost.sql:2:1: value is missing: the aggregate expression of the figure
	// queries/metrics/cost.sql:4:1: unknown key "values"; known: agenda2030, by, contribution, denominator, doc, format, grade, high, let, low, numerator, owner, parts, per, period, persons, protect, publish, replaces, status, title, unit, value
}

// inFolder runs steps on a snapshot without rows.
func inFolder(steps func(ctx context.Context, db *warehouse.DB) error) error {
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	_, err = warehouse.Build(context.Background(), warehouse.Spec{Dir: dir, Lake: dir}, func(ctx context.Context, db *warehouse.DB) error {
		if _, err := db.Exec(ctx, "CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)"); err != nil {
			return err
		}
		return steps(ctx, db)
	})
	return err
}
