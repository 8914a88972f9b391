package metrics_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// watched is a database that fails at a statement, and notes which statements ran within
// the memory limit.
type watched struct {
	*warehouse.DB
	within   bool
	limited  map[string]bool // by the first words of a statement, whether within the limit
	verdicts int             // how many inserts of verdicts succeed; −1 is any number
}

func (w *watched) Exec(ctx context.Context, query string, args ...any) (int64, error) {
	for _, words := range []string{"CREATE TABLE effect.sample", "INSERT INTO effect.verdict"} {
		if strings.HasPrefix(query, words) {
			w.limited[words] = w.within
		}
	}
	if strings.HasPrefix(query, "INSERT INTO effect.verdict") {
		if w.verdicts == 0 {
			return 0, errors.New("the disk is full")
		}
		w.verdicts--
	}
	return w.DB.Exec(ctx, query, args...)
}

func (w *watched) memory(work func() error) error {
	w.within = true
	defer func() { w.within = false }()
	return work()
}

// An effect that fails after its first municipality leaves no row, and what reads it fails
// too.
func TestAnEffectThatFailsLeavesNothing(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		drawn(t, db)
		w := &watched{DB: db, limited: make(map[string]bool), verdicts: 1}
		report, err := catalogue(t, db, own(drawnEffect)).Run(ctx, w, metrics.Snapshot{ID: "s1"})
		if err != nil || len(report.Failures) != 2 || len(report.Effects) != 0 {
			t.Fatalf("%+v, %v", report, err)
		}
		for _, table := range []string{"verdict", "estimate", "covariance", "finding", "definition"} {
			rows, err := db.Collect(ctx, "SELECT count(*) FROM effect."+table)
			if err != nil || rows[0][0] != int64(0) {
				t.Errorf("effect.%s has %v rows, %v", table, rows, err)
			}
		}
	})
}

// The SELECT of an effect is within the memory limit of definitions; the estimation, which
// is not DuckDB's, is not.
func TestMemoryLimitOfAnEffect(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		drawn(t, db)
		w := &watched{DB: db, limited: make(map[string]bool), verdicts: -1}
		report, err := catalogue(t, db, own(drawnEffect)).Run(ctx, w, metrics.Snapshot{ID: "s1", Limits: metrics.Limits{Memory: w.memory}})
		if err != nil || len(report.Failures) > 0 {
			t.Fatal(report.Failures, err)
		}
		if got := fmt.Sprint(w.limited); got != "map[CREATE TABLE effect.sample:true INSERT INTO effect.verdict:false]" {
			t.Error(got)
		}
	})
}

// A split model that fails in a later part leaves no table.
func TestASplitModelThatFailsLeavesNoTable(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		must(t, db, "INSERT INTO core.outcome (person, month, _source, _segment, _row) SELECT unhex(md5(CAST(i AS VARCHAR))), DATE '2022-01-01', 'a', 1, i FROM range(300) AS t(i)")
		c := catalogue(t, db, own(`
-- models/half.sql --
/*
title: {sv: H, en: H}
materialized: table
split: person
*/
SELECT person, CAST(CASE WHEN hex(person) > 'C' THEN 'x' ELSE '1' END AS INTEGER) AS n FROM core.outcome
`))
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1", Limits: metrics.Limits{Rows: 30}})
		if err != nil || len(report.Failures) != 1 {
			t.Fatal(report, err)
		}
		left, err := db.Collect(ctx, "SELECT table_name FROM duckdb_tables() WHERE table_name = 'half'")
		if err != nil || len(left) > 0 {
			t.Errorf("%v is left, %v", left, err)
		}
	})
}
