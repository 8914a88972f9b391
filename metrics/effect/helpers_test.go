package effect_test

import (
	"math"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect"
)

func sq(x float64) float64   { return x * x }
func root(x float64) float64 { return math.Sqrt(x) }

// near reports a value that is not the wanted one to 6 digits.
func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-6*math.Abs(want)) {
		t.Errorf("%s is %.10g, want %.10g", name, got, want)
	}
}

func sample(t *testing.T, rows []effect.Row, opt effect.Options) *effect.Sample {
	t.Helper()
	s, err := effect.New(rows, opt)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func of(t *testing.T, s *effect.Sample, outcome int) *effect.Estimate {
	t.Helper()
	e, err := s.Estimate(outcome)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// estimate returns the estimate of an outcome, with the standard errors that other
// programs have.
func estimate(t *testing.T, rows []effect.Row, outcome int, opt effect.Options) *effect.Estimate {
	t.Helper()
	opt.Variance = effect.Influence
	s, err := effect.New(rows, opt)
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.Estimate(outcome)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// regress returns the regression of an outcome on the treatment and the first columns.
func regress(t *testing.T, rows []effect.Row, outcome, columns int) *effect.Regression {
	t.Helper()
	var y []float64
	var x [][]float64
	for _, r := range rows {
		treated := 0.0
		if r.Treated {
			treated = 1
		}
		y, x = append(y, r.Y[outcome]), append(x, append([]float64{treated}, r.X[:columns]...))
	}
	reg, err := effect.Regress(y, x)
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// without returns rows with the first columns alone.
func without(rows []effect.Row, columns int) []effect.Row {
	out := slices.Clone(rows)
	for i := range out {
		out[i].X = out[i].X[:columns]
	}
	return out
}

func set(list []string) map[string]bool {
	all := make(map[string]bool)
	for _, s := range list {
		all[s] = true
	}
	return all
}
