package effect

import (
	"fmt"
	"math"
)

// Limits of the balancing.
const (
	maxImbalance = 1e-8 // of a standard deviation, in what is returned
	aimImbalance = 1e-11
	// Below this, steps that do not halve the imbalance are rounding.
	settled     = 1e-9
	maxSteps    = 200
	maxHalvings = 60
)

// balance is a solution of entropy balancing.
type balance struct {
	weights   []float64
	steps     int
	imbalance float64 // the largest, in standard deviations
}

// entropy returns the weights that have mean 0 in every column and are closest to equal
// ones, Σ w·log w being least (Hainmueller 2012). They are w ∝ exp(λ'x), and λ makes
// log(Σ exp(λ'x)/n) least, which is convex: Newton steps with a line search find it.
// What is returned was checked against the weights themselves.
func entropy(t table) (balance, error) {
	if err := surrounded(t); err != nil {
		return balance{}, err
	}
	d := newDual(t)
	lambda := make([]float64, t.columns)
	value := d.weigh(lambda)
	b := balance{weights: d.w}
	for before := math.Inf(1); ; b.steps++ {
		gradient := means(t, d.w)
		b.imbalance = largest(gradient)
		if b.imbalance < aimImbalance || b.steps == maxSteps || b.imbalance < settled && b.imbalance > before/2 {
			break
		}
		before = b.imbalance
		next, v, ok := d.search(lambda, value, gradient)
		if !ok {
			break
		}
		// The least value is minus the divergence of the weights from equal ones, which
		// is at most log n. Below it there are no such weights.
		if v < -math.Log(float64(t.rows))-1e-9 {
			return balance{}, fmt.Errorf("%w: %d rows", ErrNoOverlap, t.rows)
		}
		lambda, value = next, v
	}
	if !(b.imbalance < maxImbalance) {
		return balance{}, fmt.Errorf("%w: imbalance of %.3g standard deviations after %d steps", ErrNotConverged, b.imbalance, b.steps)
	}
	return b, nil
}

// surrounded reports a column whose values are all above the mean of the treated, or
// all below.
func surrounded(t table) error {
	below, above := make([]bool, t.columns), make([]bool, t.columns)
	for i, all := 0, false; i < t.rows && !all; i++ {
		all = true
		for j, x := range t.row(i) {
			below[j] = below[j] || x <= maxImbalance
			above[j] = above[j] || x >= -maxImbalance
			all = all && below[j] && above[j]
		}
	}
	for j := range t.columns {
		if !below[j] || !above[j] {
			return fmt.Errorf("%w: column %d", ErrNoOverlap, j)
		}
	}
	return nil
}

// search returns the point on the Newton direction at which the value has fallen enough
// (Armijo's rule), with the weights of d at that point. It returns false if there is
// none, which is so at the minimum.
func (d *dual) search(lambda []float64, value float64, gradient []float64) ([]float64, float64, bool) {
	direction := factorise(d.hessian(gradient), d.t.columns).solve(gradient)
	slope := dot(gradient, direction) // of going against the direction, negative
	if !(slope > 0) {
		return nil, 0, false
	}
	next := make([]float64, len(lambda))
	for step, halvings := 1.0, 0; halvings < maxHalvings; step, halvings = step/2, halvings+1 {
		for j := range next {
			next[j] = lambda[j] - step*direction[j]
		}
		// Near the minimum differences of the value are rounding.
		if v := d.weigh(next); v <= value-1e-4*step*slope+1e-12*(1+math.Abs(value)) {
			return next, v, true
		}
	}
	d.weigh(lambda)
	return nil, 0, false
}

// largest returns the largest absolute value.
func largest(list []float64) (most float64) {
	for _, x := range list {
		most = max(most, math.Abs(x)) // NaN stays NaN
	}
	return most
}

// means returns the weighted means of the columns.
func means(t table, w []float64) []float64 {
	parts := make([][]float64, chunks(t.rows))
	inChunks(t.rows, func(place, from, to int) {
		parts[place] = make([]float64, t.columns)
		for i := from; i < to; i++ {
			for j, x := range t.row(i) {
				parts[place][j] += w[i] * x
			}
		}
	})
	return added(parts)
}
