package disclose_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona/internal/disclose"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// outcomes counts persons and those with an education by municipality and year.
const outcomes = `/*
title: {sv: Deltagare, en: Participants}
unit: share
value: CAST(count(DISTINCT CASE WHEN education = 'a' THEN person END) AS DOUBLE) / nullif(count(DISTINCT person), 0)
persons: count(DISTINCT person)
protect: ratio
numerator: count(DISTINCT CASE WHEN education = 'a' THEN person END)
by: [municipality, sex, education]
period: {column: day, grains: [year]}
*/
SELECT person, municipality, sex, education, make_date(CAST(birth_year AS INTEGER), 1, 1) AS day FROM core.participant`

// The default groupings of two metrics, for the municipalities of a county and ten years:
// the first release, and one with the memory of it.
func BenchmarkControl(b *testing.B) {
	for _, size := range []struct{ municipalities, persons int }{{33, 20_000}, {290, 100_000}} {
		b.Run(fmt.Sprint(size.municipalities), func(b *testing.B) {
			dir := b.TempDir()
			l, err := ledger.Open(filepath.Join(dir, "ledger.db"), ledger.Options{})
			if err != nil {
				b.Fatal(err)
			}
			defer l.Close()
			source := metrics.Source{FS: fstest.MapFS{"metrics/taking.sql": {Data: []byte(taking)}, "metrics/outcomes.sql": {Data: []byte(outcomes)}}}
			build := func(limits warehouse.Limits, measure func(context.Context, *warehouse.DB, *metrics.Catalogue) error) *warehouse.Built {
				built, err := warehouse.Build(b.Context(), warehouse.Spec{Dir: dir, Lake: dir, Limits: limits}, func(ctx context.Context, db *warehouse.DB) error {
					for _, statement := range []string{
						"CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)",
						fmt.Sprintf(`INSERT INTO core.participant (person, municipality, education, sex, birth_year, _source, _segment, _row)
							SELECT encode(CAST(i AS VARCHAR)), printf('%%04d', CAST(floor(%d * pow((i * 7919 %% 100003) / 100003.0, 2)) AS INTEGER)), CASE WHEN i %% 3 = 0 THEN 'a' ELSE 'b' END,
								CASE WHEN i %% 2 = 0 THEN 'K' ELSE 'M' END, 2010 + i * 31 %% 10, 'x', 1, i FROM range(%d) AS of(i)`, size.municipalities, size.persons),
					} {
						if _, err := db.Exec(ctx, statement); err != nil {
							return err
						}
					}
					c, faults := metrics.Load(source)
					faults = append(faults, c.Resolve(ctx, db, []string{"meta.source", "core.participant"})...)
					report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s"})
					if err == nil && len(faults)+len(report.Failures) > 0 {
						err = fmt.Errorf("%v %v", faults, report.Failures)
					}
					if err != nil {
						return err
					}
					return measure(ctx, db, c)
				})
				if err != nil {
					b.Fatal(err)
				}
				return built
			}
			options := disclose.Options{Threshold: 5, Dominant: 10, Today: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)}
			for b.Loop() {
				var first, second time.Duration
				var report disclose.Report
				control := func(ctx context.Context, db *warehouse.DB, c *metrics.Catalogue) (took time.Duration, err error) {
					begun := time.Now()
					report, err = disclose.Control(ctx, db, c, l.Releases, options)
					return time.Since(begun), err
				}
				built := build(warehouse.Limits{}, func(ctx context.Context, db *warehouse.DB, c *metrics.Catalogue) (err error) {
					first, err = control(ctx, db, c)
					return err
				})
				begun := time.Now()
				db, err := warehouse.OpenReadOnly(b.Context(), built.Path, warehouse.Limits{})
				if err != nil {
					b.Fatal(err)
				}
				if err := disclose.Record(b.Context(), db, l.Releases, "s"); err != nil {
					b.Fatal(err)
				}
				db.Close()
				recorded := time.Since(begun)
				build(warehouse.Limits{}, func(ctx context.Context, db *warehouse.DB, c *metrics.Catalogue) (err error) {
					second, err = control(ctx, db, c)
					return err
				})
				b.ReportMetric(first.Seconds(), "first-s")
				b.ReportMetric(recorded.Seconds(), "record-s")
				b.ReportMetric(second.Seconds(), "second-s")
				b.ReportMetric(float64(report.Released+report.Suppressed+report.Frozen), "cells")
				b.ReportMetric(float64(report.Suppressed), "suppressed")
			}
		})
	}
}
