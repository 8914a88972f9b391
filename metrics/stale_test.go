package metrics_test

import (
	"context"
	"slices"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A stale source marks the figures based on its rows, and no others.
func TestStaleSourcesMarkTheirFigures(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.contract", []byte("contract_id,municipality,reserved,value,_source\nA,2182,true,7,register\n"))
		load(t, db, "core.participant", []byte("person,treated,_source\n0123456789abcdef,true,case_system\n"))
		must(t, db, "INSERT INTO meta.source VALUES ('register', FALSE, TRUE, TIMESTAMP '2026-11-24 01:31:07', TIMESTAMP '2026-11-20 01:31:07'), ('case_system', FALSE, FALSE, TIMESTAMP '2026-11-25 01:31:07', TIMESTAMP '2026-11-25 01:31:07'), ('empty', FALSE, TRUE, NULL, NULL)")
		c, faults := metrics.Load(builtIn())
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...))
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1"})
		if err != nil {
			t.Fatal(err)
		}
		expectFaults(t, report.Failures)
		marked, err := db.Collect(ctx, `SELECT metric, bool_and(list_contains(string_split(warnings, ','), 'stale_source')) AS every, bool_or(list_contains(string_split(warnings, ','), 'stale_source')) AS some
			FROM metric.result WHERE metric IN ('contracts', 'participants') GROUP BY metric ORDER BY metric`)
		if err != nil {
			t.Fatal(err)
		}
		want := [][]any{{"contracts", true, true}, {"participants", false, false}}
		if !slices.EqualFunc(marked, want, slices.Equal) {
			t.Errorf("marked are %v, want %v", marked, want)
		}
		for _, check := range report.Checks {
			if check.Name == "stale_source" && (check.Offending != 2 || check.Sample.EN != "Source empty last delivered something new – and was last read completely – (UTC); Source register last delivered something new 2026-11-20 01:31:07 and was last read completely 2026-11-24 01:31:07 (UTC)") {
				t.Errorf("%+v", check)
			}
		}
	})
}
