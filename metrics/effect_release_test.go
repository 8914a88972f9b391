package metrics_test

import (
	"context"
	"fmt"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics/effect/record"
)

// Estimates are released only of effects that are shown, and nothing that is counted or
// measured if fewer than five persons started or were compared, or if disclosure control
// does not release their numbers, as those of 2180.
func TestWhatOfAnEffectIsReleased(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		drawn(t, db)
		load(t, db, "core.participant", []byte("person,treated,municipality,education,birth_year\nh,true,2104,S1,1965\n"))
		evaluate(t, db, catalogue(t, db, own(drawnEffect)))
		counted := "SELECT 'drawn', unnest(['2104', '2182'])"
		released := func(table, columns string) string {
			t.Helper()
			rows, err := db.Collect(ctx, fmt.Sprintf("SELECT %s FROM (%s) AS r ORDER BY ALL", columns, record.Released(table, table, record.Verdict, counted)))
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(rows)
		}
		for _, c := range []struct{ table, columns, want string }{
			{record.Verdict, "scope, verdict, treated, text_sv IS NULL", "[[2104 for_fa <nil> true] [2180 for_fa <nil> true] [2182 skattad 40 false]]"},
			{record.Verdict, "scope, version_low IS NULL, version_high IS NULL", "[[2104 true true] [2180 true true] [2182 false false]]"},
			{record.Estimate, "scope, treated, comparison", "[[2182 <nil> <nil>]]"},
			{record.Covariance, "scope", "[[2182]]"},
			{record.Sensitivity, "DISTINCT scope", "[[2182]]"},
			{record.Finding, "DISTINCT scope", "[[2182]]"},
			{record.Weight, "DISTINCT scope", "[[2182]]"},
			{record.Definition, "effect", "[[drawn]]"},
			{record.Outcome, "outcome", "[[work]]"},
		} {
			if got := released(c.table, c.columns); got != c.want {
				t.Errorf("%s: released %s, want %s", c.table, got, c.want)
			}
		}
	})
}
