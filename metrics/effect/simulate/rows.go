package simulate

import (
	"fmt"

	"dubbelkrona/metrics/effect"
)

// rows returns the estimation table.
func (pop *population) rows(of Comparison) (rows []effect.Row) {
	for i := range pop.persons {
		p := &pop.persons[i]
		switch {
		case of == RiskSets:
			rows = append(rows, pop.riskSets(i)...)
		case p.start != 0:
			rows = append(rows, pop.row(i, p.start, of))
		case of != NeverOut || !p.work[pop.pseudo[i]-1]:
			rows = append(rows, pop.row(i, pop.pseudo[i], of))
		}
	}
	return rows
}

// riskSets returns the rows of a person in all start months before which the person is
// without work and has not started.
func (pop *population) riskSets(i int) (rows []effect.Row) {
	p := &pop.persons[i]
	for g := history; g <= lastStart && (p.start == 0 || g <= p.start); g += betweenStarts {
		if !p.work[g-1] {
			rows = append(rows, pop.row(i, g, RiskSets))
		}
	}
	return rows
}

// row returns a person in the risk set of start month g, with the history in months
// −36…−25, −24…−13, −12…−7 and −6…−1.
func (pop *population) row(i, g int, of Comparison) effect.Row {
	p := &pop.persons[i]
	r := effect.Row{
		Person: fmt.Sprintf("%06d", i), Group: g, Treated: p.start == g, StartsLater: p.start > g,
		X: []float64{p.age, p.schooling}, Y: []float64{pop.outcome(p, g)},
	}
	if of != NeverBaseline {
		r.H = []float64{p.share(g-36, g-24), p.share(g-24, g-12), p.share(g-12, g-6), p.share(g-6, g)}
	}
	if r.Treated {
		r.Cluster = fmt.Sprint(p.supplier)
	}
	return r
}
