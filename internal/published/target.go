package published

import (
	"context"

	"dubbelkrona"
)

// Targets returns the targets of figures that a snapshot has. A snapshot of an earlier
// version has none.
func Targets(ctx context.Context, s *Snapshot) ([]dubbelkrona.Target, error) {
	there, err := s.db.Collect(ctx, "SELECT 1 FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'metric' AND table_name = 'target'")
	if err != nil || len(there) == 0 {
		return []dubbelkrona.Target{}, err
	}
	return collect(ctx, s, func(t *dubbelkrona.Target) []any {
		return []any{&t.Metric, &t.Part, &t.PeriodGrain, &t.Period, &t.Grouping, &t.Municipality, &t.Dimensions, &t.Value, &t.Direction, &t.Decision, &t.Decided, &t.Synthetic}
	}, `SELECT metric, part, period_grain, period, "grouping", municipality, dimensions, value, direction, decision, decided, synthetic FROM metric.target WHERE problem = '' ORDER BY ALL`)
}
