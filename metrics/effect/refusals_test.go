package effect_test

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/metrics/effect"
)

func TestRefusals(t *testing.T) {
	apart := func(r []effect.Row) []effect.Row {
		for i := range r {
			if r[i].Treated {
				r[i].X = []float64{200, 1}
			}
		}
		return r
	}
	for name, c := range map[string]struct {
		change func([]effect.Row) []effect.Row
		opt    effect.Options
		want   error
	}{
		"no rows": {func(r []effect.Row) []effect.Row { return nil }, effect.Options{}, effect.ErrTooFew},
		"nobody starts": {func(r []effect.Row) []effect.Row {
			return slices.DeleteFunc(r, func(r effect.Row) bool { return r.Treated })
		}, effect.Options{}, effect.ErrTooFew},
		"no comparison": {func(r []effect.Row) []effect.Row {
			return slices.DeleteFunc(r, func(r effect.Row) bool { return !r.Treated })
		}, effect.Options{}, effect.ErrTooFew},
		"apart":         {apart, effect.Options{}, effect.ErrNoOverlap},
		"apart, strata": {apart, effect.Options{Estimator: effect.Coarsened}, effect.ErrNoOverlap},
		"apart by a column without variation": {func(r []effect.Row) []effect.Row {
			for i := range r {
				if r[i].X[1] = 0; r[i].Treated {
					r[i].X[1] = 1
				}
			}
			return r
		}, effect.Options{Estimator: effect.LeastSquares}, effect.ErrNoOverlap},
		"in a risk set after the start": {func(r []effect.Row) []effect.Row {
			for i := range r {
				if r[i].Treated && r[i].Group == 1 {
					r[i].Treated, r[i].Group = false, 3
					again := r[i]
					again.Treated, again.Group = true, 2
					return append(r, again)
				}
			}
			return r
		}, effect.Options{}, effect.ErrAlreadyStarted},
		"twice":                {func(r []effect.Row) []effect.Row { return append(r, r[0]) }, effect.Options{}, effect.ErrDuplicate},
		"covariate not known":  {func(r []effect.Row) []effect.Row { r[5].H[1] = math.NaN(); return r }, effect.Options{}, effect.ErrNotFinite},
		"outcome not a number": {func(r []effect.Row) []effect.Row { r[5].Y[0] = math.NaN(); return r }, effect.Options{}, effect.ErrNotFinite},
		"ragged":               {func(r []effect.Row) []effect.Row { r[5].X = nil; return r }, effect.Options{}, effect.ErrRagged},
		"bins":                 {slices.Clone[[]effect.Row], effect.Options{Bins: [][]float64{{1}}}, effect.ErrOption},
		"level":                {slices.Clone[[]effect.Row], effect.Options{Level: 1.5}, effect.ErrOption},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := effect.New(c.change(people(t)), c.opt)
			if err == nil {
				_, err = s.Estimate(0)
			}
			if !errors.Is(err, c.want) {
				t.Errorf("%v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "p0") {
				t.Errorf("%v names a person", err)
			}
		})
	}
}

// Comparison persons lie on the parabola (x, x²) at 0, 1, 2 and 3, so the mean of the
// treated can be reached from above its chord at 1.5, which is 2.5. A millionth below,
// the weights come close and do not converge.
func TestUnconvergedWeightsAreNotReturned(t *testing.T) {
	at := func(height float64) error {
		var rows []effect.Row
		for i := range 40 {
			x := float64(i % 4)
			rows = append(rows, effect.Row{Person: string(rune('a' + i)), Treated: i < 10, X: []float64{x, x * x}, Y: []float64{x}})
			if i < 10 {
				rows[i].X = []float64{1.5, height}
			}
		}
		_, err := sample(t, rows, effect.Options{}).Estimate(0)
		return err
	}
	for height, want := range map[float64]error{2.6: nil, 2.5 - 1e-6: effect.ErrNotConverged, 2: effect.ErrNoOverlap} {
		if err := at(height); !errors.Is(err, want) {
			t.Errorf("at %v: %v, want %v", height, err, want)
		}
	}
}
