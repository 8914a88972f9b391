package evaluate_test

import (
	"testing"
	"time"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
)

// BenchmarkScope evaluates 50,000 rows with six covariates, six outcomes and two blocks,
// and prints how many times as long it takes as one estimate.
func BenchmarkScope(b *testing.B) {
	rows := people(1, 50000)
	var one []effect.Row
	for _, r := range rows {
		one = append(one, r.Row)
	}
	var all, single time.Duration
	for b.Loop() {
		start := time.Now()
		if r := evaluate.Scope(plan(), rows); r.Err != nil {
			b.Fatal(r.Err)
		}
		middle := time.Now()
		s, err := effect.New(one, effect.Options{})
		if err == nil {
			_, err = s.Estimate(0)
		}
		if err != nil {
			b.Fatal(err)
		}
		all, single = all+middle.Sub(start), single+time.Since(middle)
	}
	b.ReportMetric(all.Seconds()/single.Seconds(), "x-estimate")
}
