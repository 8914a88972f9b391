package published

import (
	"context"

	"dubbelkrona"
)

// Targets returns the targets of figures that a snapshot has. A snapshot of an earlier
// version has none.
func Targets(ctx context.Context, s *Snapshot) ([]dubbelkrona.Target, error) {
	there, err := hasColumns(ctx, s, "metric.target", "problem")
	if err != nil || !there {
		return []dubbelkrona.Target{}, err
	}
	return collect(ctx, s, func(t *dubbelkrona.Target) []any {
		return []any{&t.Metric, &t.Part, &t.PeriodGrain, &t.Period, &t.Grouping, &t.Municipality, &t.Dimensions, &t.Value, &t.Direction, &t.Decision, &t.Decided, &t.Synthetic}
	}, `SELECT metric, part, period_grain, period, "grouping", municipality, dimensions, value, direction, decision, decided, synthetic FROM metric.target WHERE problem = '' ORDER BY ALL`)
}
