package metrics_test

import (
	"context"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// BenchmarkDefaultMemory evaluates all definitions, with an effect in one municipality, in
// the memory that DuckDB has by default. It fails if a definition fails. The number of
// person-months is DUBBELKRONA_PERSON_MONTHS, a million unless it is set.
func BenchmarkDefaultMemory(b *testing.B) {
	inSnapshotWith(b, warehouse.Limits{Threads: 2}, func(ctx context.Context, db *warehouse.DB) {
		population(b, db, personMonths()/120)
		must(b, db, "UPDATE core.outcome SET first_day = month, last_day = month + INTERVAL 1 MONTH - INTERVAL 1 DAY")
		must(b, db, "CHECKPOINT")
		c := catalogue(b, db, builtIn())
		for b.Loop() {
			report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1"})
			if err != nil {
				b.Fatal(err)
			}
			for _, f := range report.Failures {
				b.Error(f)
			}
		}
		rows, err := db.Collect(ctx, "SELECT (SELECT count(*) FROM metric.risk_set), treated, comparison FROM effect.verdict WHERE verdict = 'skattad'")
		if err != nil || len(rows) != 1 {
			b.Fatalf("%v, %v: want one effect that is shown", rows, err)
		}
		b.ReportMetric(float64(rows[0][0].(int64)), "rows")
	})
}
