package effect

import (
	"math"
	"slices"
)

// member is the part of one person in an estimate, summed over the person's rows.
type member struct {
	person, cluster string
	treated         bool    // in one of the risk sets
	psi             float64 // influence value
	inflated        float64 // the same with the parts in the comparison divided by 1 − leverage
	weight          float64 // in the comparison
}

// influence returns the estimate with the influence values of the persons.
func (s *Sample) influence(w *weighting, k int) *Estimate {
	value := func(rows []int) []float64 {
		y := make([]float64, len(rows))
		for i, row := range rows {
			y[i] = s.rows[row].Y[k]
		}
		return y
	}
	treated, comparison := value(w.treated), value(w.comparison)
	e := &Estimate{TreatedMean: dot(w.v, treated), ComparisonMean: dot(w.w, comparison), opt: s.opt, Weights: make([]float64, len(s.rows))}
	e.ATT = e.TreatedMean - e.ComparisonMean
	fitT, fitC := w.fitter.fit(comparison)
	mean := e.TreatedMean - dot(w.v, fitT)
	people, used := make([]member, len(s.names)), make([]bool, len(s.names))
	of := func(row int) *member {
		used[s.person[row]] = true
		return &people[s.person[row]]
	}
	for i, row := range w.treated {
		m := of(row)
		m.treated, m.cluster = true, s.rows[row].Cluster
		psi := w.v[i] * (treated[i] - fitT[i] - mean)
		m.psi += psi
		m.inflated += psi
		e.Weights[row] = w.v[i]
	}
	leverage := w.fitter.leverage()
	for i, row := range w.comparison {
		m := of(row)
		m.psi -= w.w[i] * (comparison[i] - fitC[i])
		m.inflated -= w.w[i] * inflated(comparison[i], fitC[i], e.ComparisonMean, leverage[i])
		m.weight += w.w[i]
		e.Weights[row] = w.w[i]
	}
	e.members = s.members(people, used)
	return e
}

// members returns those of the persons that are used, by name, so that sums have one
// order.
func (s *Sample) members(people []member, used []bool) []member {
	list := make([]member, 0, len(people))
	for i, name := range s.names {
		if used[i] {
			people[i].person = name
			list = append(list, people[i])
		}
	}
	return list
}

// inflated returns the residual of y divided by 1 − leverage. A row that alone
// determines its fit has the residual 0 whatever its outcome; its distance from the
// weighted mean of the comparison is taken in its place.
func inflated(y, fitted, mean, leverage float64) float64 {
	if leverage > 1-1e-9 {
		return y - mean
	}
	return (y - fitted) / (1 - leverage)
}

// counts returns the numbers of treated and of other persons.
func counts(members []member) (treated, comparison int) {
	for _, m := range members {
		if m.treated {
			treated++
		} else {
			comparison++
		}
	}
	return treated, comparison
}

// ess returns the effective number of comparison persons, (Σw)²/Σw².
func ess(members []member) float64 {
	sum, squares := 0.0, 0.0
	for _, m := range members {
		sum += m.weight
		squares += m.weight * m.weight
	}
	if squares == 0 {
		return 0
	}
	return sum * sum / squares
}

func sq(x float64) float64   { return x * x }
func root(x float64) float64 { return math.Sqrt(max(x, 0)) }

func same(a, b []bool) bool { return slices.Equal(a, b) }
