package effect

import (
	"fmt"
	"math"
	"slices"
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
	for i, e := range estimates {
		products[i] = make([]float64, n)
		for j := range i + 1 {
			products[i][j] = product(e, estimates[j])
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

// product returns the sum of the products of two estimates' influence values, over the
// persons in both.
func product(a, b *Estimate) (sum float64) {
	j := 0
	for i, person := range a.Persons {
		for j < len(b.Persons) && b.Persons[j] < person {
			j++
		}
		if j < len(b.Persons) && b.Persons[j] == person {
			sum += a.Psi[i] * b.Psi[j]
		}
	}
	return sum
}
