package effect

import (
	"fmt"
	"math"
)

// Limits of the balancing.
const (
	maxImbalance = 1e-8 // of a standard deviation, in what is returned
	aimImbalance = 1e-11
	maxSteps     = 200
	maxHalvings  = 60
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
	steps := 0
	for ; steps < maxSteps; steps++ {
		gradient, hessian := d.derivatives()
		if largest(gradient) < aimImbalance {
			break
		}
		next, v, ok := d.search(lambda, value, gradient, hessian)
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
	b := balance{d.w, steps, largest(means(t, d.w))}
	if !(b.imbalance < maxImbalance) {
		return balance{}, fmt.Errorf("%w: imbalance of %.3g standard deviations after %d steps", ErrNotConverged, b.imbalance, steps)
	}
	return b, nil
}

// surrounded reports a column whose values are all above the mean of the treated, or
// all below.
func surrounded(t table) error {
	for j := range t.columns {
		low, high := math.Inf(1), math.Inf(-1)
		for i := range t.rows {
			low, high = min(low, t.row(i)[j]), max(high, t.row(i)[j])
		}
		if low > maxImbalance || high < -maxImbalance {
			return fmt.Errorf("%w: column %d", ErrNoOverlap, j)
		}
	}
	return nil
}

// search returns the point on the Newton direction at which the value has fallen enough
// (Armijo's rule), with the weights of d at that point. It returns false if there is
// none, which is so at the minimum.
func (d *dual) search(lambda []float64, value float64, gradient, hessian []float64) ([]float64, float64, bool) {
	direction := factorise(hessian, d.t.columns).solve(gradient)
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
		if v := d.weigh(next); v <= value-1e-4*step*slope+1e-14*(1+math.Abs(value)) {
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
	mean := make([]float64, t.columns)
	for i := range t.rows {
		for j, x := range t.row(i) {
			mean[j] += w[i] * x
		}
	}
	return mean
}
