package effect_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect"
)

// designs are options that use every estimator.
var designs = map[string]effect.Options{
	"entropy": {}, "least squares": {Estimator: effect.LeastSquares}, "lottery": {Design: effect.Lottery},
	"coarsened": {Estimator: effect.Coarsened, Bins: [][]float64{{30, 45}, nil, {}, {}, {}, {0.2}}}, "coarsened by rule": {Estimator: effect.Coarsened, Bins: [][]float64{{}, nil, {}, {}, {}, nil}},
}

func everyDesign(t *testing.T, check func(*testing.T, effect.Options)) {
	for name, opt := range designs {
		t.Run(name, func(t *testing.T) { check(t, opt) })
	}
}

func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	everyDesign(t, func(t *testing.T, opt effect.Options) {
		want := of(t, sample(t, people(t), opt), 1)
		rows := people(t)
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		if got := of(t, sample(t, rows, opt), 1); !reflect.DeepEqual(got, want) {
			t.Errorf("%+v\n%+v", got, want)
		}
	})
}

// A risk set in which nobody starts has nobody to compare with. A person of a bin in
// which nobody starts has nobody either.
func TestPersonsWhoCannotBeComparedDoNotMatter(t *testing.T) {
	everyDesign(t, func(t *testing.T, opt effect.Options) {
		want := of(t, sample(t, people(t), opt), 0)
		rows := people(t)
		other := rows[0]
		other.Person, other.Group, other.Treated, other.Cluster = "zz", 9, false, ""
		rows = append(rows, other)
		if opt.Estimator == effect.Coarsened {
			other.Person, other.Group, other.X = "zy", 2, []float64{40, 7}
			rows = append(rows, other)
		}
		got := of(t, sample(t, rows, opt), 0)
		if got.ATT != want.ATT || got.SE != want.SE || got.DF != want.DF || !slices.Equal(got.Psi, want.Psi) {
			t.Errorf("ATT %v ± %v, want %v ± %v", got.ATT, got.SE, want.ATT, want.SE)
		}
	})
}

// Neither units and origins of covariates nor columns that are combinations of others
// change an estimate.
func TestUnitsAndCombinationsDoNotMatter(t *testing.T) {
	for name, opt := range map[string]effect.Options{"entropy": {}, "least squares": {Estimator: effect.LeastSquares}} {
		t.Run(name, func(t *testing.T) {
			want := of(t, sample(t, people(t), opt), 0)
			rows := people(t)
			for i := range rows {
				r := &rows[i]
				r.X = []float64{1e6 + 365*r.X[0], -0.001 * r.X[1], 5, r.X[0] + 3*r.X[1], r.X[0]}
			}
			got := of(t, sample(t, rows, opt), 0)
			for what, pair := range map[string][2]float64{"ATT": {got.ATT, want.ATT}, "SE": {got.SE, want.SE}, "df": {got.DF, want.DF}} {
				if math.Abs(pair[0]-pair[1]) > 1e-7*(1+math.Abs(pair[1])) {
					t.Errorf("%s is %v, want %v", what, pair[0], pair[1])
				}
			}
			if !slices.Equal(got.Dropped, []int{2, 3, 4}) {
				t.Errorf("dropped %v, want the constant and the combinations", got.Dropped)
			}
		})
	}
}

// The weighted comparison has the means of all treated, with an outcome or without, and
// so have the treated with one.
func TestWeightsHaveTheMeansOfTheTreated(t *testing.T) {
	for name, opt := range map[string]effect.Options{"entropy": {}, "least squares": {Estimator: effect.LeastSquares}} {
		for outcome := range 2 {
			s := sample(t, people(t), opt)
			e := of(t, s, outcome)
			if e.Imbalance > 1e-8 {
				t.Errorf("%s: imbalance %g", name, e.Imbalance)
			}
			for j := range 6 {
				var all, weighted, known, n float64
				for i, r := range s.Rows() {
					x := append(slices.Clone(r.X), r.H...)[j]
					if r.Treated {
						all, n, known = all+x, n+1, known+e.Weights[i]*x
					} else {
						weighted += e.Weights[i] * x
					}
				}
				if off := max(math.Abs(weighted-all/n), math.Abs(known-all/n)); off > 1e-8*max(1, math.Abs(all/n)) {
					t.Errorf("%s, outcome %d, column %d: means differ by %g", name, outcome, j, off)
				}
			}
		}
	}
}

// The mean of influence values is 0 within the treated and, with a regression that has
// an intercept, within the comparison.
func TestInfluenceValuesSumToZero(t *testing.T) {
	everyDesign(t, func(t *testing.T, opt effect.Options) {
		e := of(t, sample(t, people(t), opt), 0)
		sum := 0.0
		for _, x := range e.Psi {
			sum += x
		}
		if opt.Estimator != effect.LeastSquares && math.Abs(sum) > 1e-12 {
			t.Errorf("the sum is %g", sum)
		}
	})
}
