package published

import (
	"context"

	"dubbelkrona"
)

// undertakingsMetric has how suppliers fulfil their undertakings.
const undertakingsMetric = "requirement_fulfilment"

// Steering returns what the released part of a snapshot says of undertakings and targets.
func Steering(ctx context.Context, s *Snapshot) (dubbelkrona.Steering, error) {
	return steering(ctx, s, "metric.result")
}

// SteeringDuring is Steering of a snapshot that is being built, and for which it is decided
// what may be released.
func SteeringDuring(ctx context.Context, s *Snapshot) (dubbelkrona.Steering, error) {
	return steering(ctx, s, released())
}

// steering reads a table like metric.result. A snapshot of an earlier version has no targets.
func steering(ctx context.Context, s *Snapshot, from string) (all dubbelkrona.Steering, err error) {
	all.Undertakings, err = Collect(s.results(ctx, dubbelkrona.ResultColumns(), from, `metric = ? AND period_grain = 'all'
		AND ("grouping" IN ('', 'municipality') OR "grouping" = 'municipality,contract' AND part = 'late' AND value > 0)`, undertakingsMetric))
	if err != nil {
		return all, err
	}
	there, err := hasColumns(ctx, s, "metric.result", "target")
	if err != nil || !there {
		return all, err
	}
	all.Targeted, err = Collect(s.results(ctx, dubbelkrona.ResultColumns(), from, "target IS NOT NULL"))
	return all, err
}
