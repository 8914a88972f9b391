package effect_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dubbelkrona/metrics/effect"
)

// BenchmarkEntropy balances 100,000 comparison rows with 12 columns, with all that an
// estimate has.
func BenchmarkEntropy(b *testing.B) {
	source := rand.New(rand.NewPCG(1, 1))
	var rows []effect.Row
	for i := range 101000 {
		r := effect.Row{Person: fmt.Sprintf("%06d", i), Treated: i < 1000, X: make([]float64, 12), Y: []float64{source.Float64()}}
		for j := range r.X {
			r.X[j] = source.NormFloat64()
			if r.Treated {
				r.X[j] = 0.3 + 0.8*r.X[j]
			}
		}
		rows = append(rows, r)
	}
	for b.Loop() {
		s, err := effect.New(rows, effect.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Estimate(0); err != nil {
			b.Fatal(err)
		}
	}
}
