package metrics_test

import (
	"context"
	"fmt"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Results on one to four persons lose all that was calculated; those on none,
// on five, and those that are not about persons lose nothing.
func TestReleasedResults(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db))
		must(t, db, "DELETE FROM metric.result")
		for i, persons := range []string{"NULL", "0", "1", "4", "5"} {
			must(t, db, fmt.Sprintf(`INSERT INTO metric.result (metric, part, value, low, high, persons, unit, grade, status, synthetic, warnings)
				VALUES ('m%d', '', 7, 6, 8, %s, 'SEK', 'uppmatt', 'ok', FALSE, 'w')`, i, persons))
		}
		rows, err := db.Collect(ctx, `SELECT metric || ' ' || coalesce(CAST(value AS INTEGER)::VARCHAR, '-') || coalesce(CAST(low AS INTEGER)::VARCHAR, '-')
			|| coalesce(CAST(high AS INTEGER)::VARCHAR, '-') || ' ' || coalesce(persons::VARCHAR, '-') || ' ' || status || ' ' || unit || warnings
			FROM (`+metrics.ReleasedResults("metric.result")+") ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		want := "[[m0 768 - ok SEKw] [m1 768 0 ok SEKw] [m2 --- - suppressed SEKw] [m3 --- - suppressed SEKw] [m4 768 5 ok SEKw]]"
		if got := fmt.Sprint(rows); got != want {
			t.Errorf("released\n%s, want\n%s", got, want)
		}
	})
}
