package effect_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"testing"

	"dubbelkrona/metrics/effect"
)

// Rounding grows with the number of rows: balancing still ends after a few steps, and a
// column that is the same for all does not differ. The number of processors changes no bit.
func TestManyRows(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 3))
	rows := make([]effect.Row, 300_000)
	for i := range rows {
		treated := i < 300
		x := float64(r.IntN(12)) / 12
		rows[i] = effect.Row{Person: fmt.Sprint(i), Treated: treated, X: []float64{1, x, float64(2018 + r.IntN(4)), 0.1 * float64(r.IntN(3)), 0.1 + r.Float64()/7, r.ExpFloat64()}, H: []float64{r.Float64(), x * r.Float64()}, Y: []float64{r.Float64()}}
	}
	estimate := func(processors int) *effect.Estimate {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors))
		s, err := effect.New(rows, effect.Options{})
		if err != nil {
			t.Fatal(err)
		}
		e, err := s.Estimate(0)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	e := estimate(2)
	if one := estimate(1); !reflect.DeepEqual(one.Weights, e.Weights) || one.ATT != e.ATT || one.SE != e.SE {
		t.Errorf("%v ± %v with one processor, %v ± %v with two", one.ATT, one.SE, e.ATT, e.SE)
	}
	if constant := e.Balance[0]; constant.Before != 0 || constant.After != 0 {
		t.Errorf("a constant column has the balance %+v", constant)
	}
	if e.Steps > 20 || e.Imbalance > 1e-10 {
		t.Errorf("imbalance %v after %d steps", e.Imbalance, e.Steps)
	}
}
