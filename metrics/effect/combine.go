package effect

import (
	"fmt"
	"math"
)

// Combine returns the sum of estimates, each multiplied by its coefficient. A person's
// influence value is the same sum, so what is common to the estimates is counted once.
// The options are those of the first. ESS is the smallest of the parts, and the treated
// are those of any part.
func Combine(coefficients []float64, estimates []*Estimate) (*Estimate, error) {
	if len(estimates) == 0 || len(coefficients) != len(estimates) {
		return nil, fmt.Errorf("%w: %d coefficients for %d estimates", ErrOption, len(coefficients), len(estimates))
	}
	sum := &Estimate{opt: estimates[0].opt}
	sum.ESS = math.Inf(1)
	var people roll
	for k, e := range estimates {
		c := coefficients[k]
		if math.IsNaN(c) || math.IsInf(c, 0) {
			return nil, fmt.Errorf("%w: coefficient %d", ErrNotFinite, k)
		}
		sum.ATT += c * e.ATT
		sum.TreatedMean += c * e.TreatedMean
		sum.ComparisonMean += c * e.ComparisonMean
		sum.ESS = min(sum.ESS, e.ESS)
		for i := range e.members {
			people.add(c, &e.members[i])
		}
	}
	sum.members = people.sorted()
	sum.Diagnostics.Treated, sum.Diagnostics.Comparison = counts(sum.members)
	sum.vary()
	return sum, nil
}

// add adds a multiple of a member to that of the same person.
func (r *roll) add(c float64, part *member) {
	m := r.of(part.person)
	if part.treated && !m.treated {
		m.treated, m.cluster = true, part.cluster
	}
	m.psi += c * part.psi
	m.inflated += c * part.inflated
	m.weight += c * part.weight
}

// Joint returns the covariances of estimates, row by row. The correlations are those of
// the influence values, summed by person; the variances are SE².
func Joint(estimates []*Estimate) [][]float64 {
	n := len(estimates)
	products := make([][]float64, n)
	parts := make([]map[string]float64, n)
	for i, e := range estimates {
		products[i] = make([]float64, n)
		parts[i] = make(map[string]float64, len(e.Persons))
		for k, person := range e.Persons {
			parts[i][person] = e.Psi[k]
		}
	}
	for i, e := range estimates {
		for j := range i + 1 {
			for k, person := range e.Persons {
				products[i][j] += e.Psi[k] * parts[j][person]
			}
			products[j][i] = products[i][j]
		}
	}
	unit := make([]float64, n)
	for i, e := range estimates {
		if p := products[i][i]; p > 0 {
			unit[i] = e.SE / math.Sqrt(p)
		}
	}
	for i := range n {
		for j := range n {
			products[i][j] *= unit[i] * unit[j]
		}
	}
	return products
}
