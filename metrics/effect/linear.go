package effect

import (
	"fmt"
	"math"
)

// linear is a weighted regression on the comparison: of an intercept and columns, with
// weights that sum to 1.
type linear struct {
	treated, comparison table
	weights             []float64
	centre              []float64 // weighted means of the comparison
	gram                *gram     // of the centred columns
	columns             int
}

// newLinear factorises the regression on rows of the comparison.
func newLinear(treated, comparison table, weights []float64) *linear {
	n := comparison.columns
	l := &linear{treated, comparison, weights, means(comparison, weights), nil, n}
	products := make([]float64, n*n)
	x := make([]float64, n)
	for i, w := range weights {
		l.centred(x, comparison, i)
		for j, xj := range x {
			wx := w * xj
			for k := range j + 1 {
				products[j*n+k] += wx * x[k]
			}
		}
	}
	l.gram = factorise(products, n)
	return l
}

// centred sets x to a row's columns less the centre.
func (l *linear) centred(x []float64, t table, i int) {
	if l.columns == 0 {
		return
	}
	for j, v := range t.row(i) {
		x[j] = v - l.centre[j]
	}
}

// fit returns fitted values of the treated and the comparison from y of the comparison.
func (l *linear) fit(y []float64) (treated, comparison []float64) {
	mean := dot(l.weights, y)
	right := make([]float64, l.columns)
	x := make([]float64, l.columns)
	for i, w := range l.weights {
		l.centred(x, l.comparison, i)
		for j := range x {
			right[j] += w * x[j] * (y[i] - mean)
		}
	}
	slopes := l.gram.solve(right)
	values := func(t table) []float64 {
		fitted := make([]float64, t.rows)
		for i := range fitted {
			l.centred(x, t, i)
			fitted[i] = mean + dot(slopes, x)
		}
		return fitted
	}
	return values(l.treated), values(l.comparison)
}

// leverage returns how much each row of the comparison determines its own fit.
func (l *linear) leverage() []float64 {
	h := make([]float64, len(l.weights))
	x := make([]float64, l.columns)
	for i, w := range l.weights {
		l.centred(x, l.comparison, i)
		h[i] = w * (1 + l.gram.quadratic(x))
	}
	return h
}

// weightsAtOrigin returns the weights of the comparison by which the fit at the mean of
// the treated, which is the origin, is a weighted mean of y: x̄'(X'X)⁻¹x_i.
func (l *linear) weightsAtOrigin() ([]float64, error) {
	origin := make([]float64, l.columns)
	for j := range origin {
		origin[j] = -l.centre[j]
	}
	at := l.gram.solve(origin)
	w := make([]float64, len(l.weights))
	x := make([]float64, l.columns)
	for i, r := range l.weights {
		l.centred(x, l.comparison, i)
		w[i] = r * (1 + dot(at, x))
	}
	// A dropped column has other weighted means than the treated if the combination
	// that holds in the comparison does not hold among them.
	if off := largest(means(l.comparison, w)); !(off < maxImbalance) {
		return nil, fmt.Errorf("%w: a column that does not vary by itself in the comparison differs by %.3g standard deviations", ErrNoOverlap, off)
	}
	if math.IsNaN(dot(w, w)) {
		return nil, ErrNotConverged
	}
	return w, nil
}
