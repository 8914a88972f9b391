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
	var people roll
	for i, row := range w.treated {
		m := people.of(s.rows[row].Person)
		m.treated, m.cluster = true, s.rows[row].Cluster
		psi := w.v[i] * (treated[i] - fitT[i] - mean)
		m.psi += psi
		m.inflated += psi
		e.Weights[row] = w.v[i]
	}
	leverage := w.fitter.leverage()
	for i, row := range w.comparison {
		m := people.of(s.rows[row].Person)
		m.psi -= w.w[i] * (comparison[i] - fitC[i])
		m.inflated -= w.w[i] * inflated(comparison[i], fitC[i], e.ComparisonMean, leverage[i])
		m.weight += w.w[i]
		e.Weights[row] = w.w[i]
	}
	e.members = people.sorted()
	return e
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

// roll collects members by person.
type roll struct {
	members []member
	index   map[string]int
}

// of returns the member of a person; it is valid until the next call.
func (r *roll) of(person string) *member {
	i, ok := r.index[person]
	if !ok {
		if r.index == nil {
			r.index = make(map[string]int)
		}
		i = len(r.members)
		r.index[person] = i
		r.members = append(r.members, member{person: person})
	}
	return &r.members[i]
}

// sorted returns the members by name of the person, so that sums have one order.
func (r *roll) sorted() []member {
	slices.SortFunc(r.members, func(a, b member) int {
		if a.person < b.person {
			return -1
		}
		return 1
	})
	return r.members
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
