package effect

import "fmt"

// Prediction is what is expected of a further supplier.
type Prediction struct {
	Interval
	// SE includes the variance between suppliers. DF is their number less two.
	SE, DF float64
}

// NextContract returns the interval, at the level of the options, for the effect of a
// further supplier: it adds the variance between suppliers (DerSimonian & Laird 1986)
// and has t quantiles with two degrees of freedom less than there are suppliers (Higgins,
// Thompson & Spiegelhalter 2009).
func (e *Estimate) NextContract() (Prediction, error) {
	if e.Clusters < 3 {
		return Prediction{}, fmt.Errorf("%w: %d", ErrFewClusters, e.Clusters)
	}
	next := Prediction{SE: root(e.SE*e.SE + e.betweenVariance()), DF: float64(e.Clusters - 2)}
	half := quantile(0.5+e.opt.Level/2, next.DF) * next.SE
	next.Interval = Interval{e.ATT - half, e.ATT + half}
	return next, nil
}

// betweenVariance returns the variance of effects between suppliers, at least 0. The
// effect of a supplier with n_s of n treated persons deviates by the sum of their
// influence values times n/n_s; suppliers with one person tell no variance within and
// are left out.
func (e *Estimate) betweenVariance() float64 {
	names, sums, sizes := e.clusters()
	at := make(map[string]int)
	total := 0.0
	for i, name := range names {
		at[name] = i
		total += sizes[i]
	}
	within := make([]float64, len(names))
	for _, m := range e.members {
		if i := at[m.cluster]; m.treated {
			d := m.inflated - sums[i]/sizes[i]
			within[i] += d * d
		}
	}
	var weights, squares, deviations, mean, used float64
	part := func(visit func(w, deviation float64)) {
		for i, n := range sizes {
			scale := total / n
			if v := scale * scale * within[i] * n / (n - 1); n > 1 && v > 0 {
				visit(1/v, scale*sums[i])
			}
		}
	}
	part(func(w, d float64) { weights, squares, mean, used = weights+w, squares+w*w, mean+w*d, used+1 })
	if used < 2 {
		return 0
	}
	mean /= weights
	part(func(w, d float64) { deviations += w * (d - mean) * (d - mean) })
	return max(0, (deviations-(used-1))/(weights-squares/weights))
}
