package evaluate

import (
	"cmp"
	"math"
	"slices"

	"dubbelkrona/metrics/effect"
)

// table has the rows that are due in one block, in start months in which somebody starts,
// sorted by start month and person, and the same for package effect, with one outcome
// for each of the plan.
type table struct {
	plan *Plan
	rows []*Row
	data []effect.Row
}

// sorted returns rows by start month and person.
func sorted(rows []Row) []*Row {
	list := make([]*Row, len(rows))
	for i := range rows {
		list[i] = &rows[i]
	}
	slices.SortStableFunc(list, func(a, b *Row) int {
		return cmp.Or(cmp.Compare(a.Group, b.Group), cmp.Compare(a.Person, b.Person))
	})
	return list
}

// newTable returns the table of a block from all rows, sorted.
func newTable(p *Plan, all []*Row, block int) *table {
	t := &table{plan: p}
	starts := make(map[int]bool)
	for _, r := range all {
		if r.Due[block] && r.Treated {
			starts[r.Group] = true
		}
	}
	for _, r := range all {
		if r.Due[block] && starts[r.Group] {
			t.rows = append(t.rows, r)
			t.data = append(t.data, p.row(r, block))
		}
	}
	t.shareKronor()
	return t
}

// row returns a row with the outcomes of one block. In a panel they are changes, and the
// history is not balanced.
func (p *Plan) row(r *Row, block int) effect.Row {
	out := r.Row
	out.Y, out.Known = make([]float64, len(p.Outcomes)), make([]float64, len(p.Outcomes))
	for o := range p.Outcomes {
		at := o*p.Blocks + block
		out.Y[o], out.Known[o] = r.Y[at], 1
		if r.Known != nil {
			out.Known[o] = r.Known[at]
		}
		if p.Design == effect.Change {
			out.Y[o] = p.change(r, o, at)
		}
		if finite(out.Y[o]) == nil || finite(out.Known[o]) == nil {
			out.Known[o] = 0
		}
	}
	if p.Design == effect.Change {
		out.H = nil
	}
	return out
}

// change returns an outcome less the base, which is a level of the primary outcome's
// unit. Outcomes of another unit have no base.
func (p *Plan) change(r *Row, outcome, at int) float64 {
	if p.Outcomes[outcome].Unit != p.Outcomes[p.Primary.Outcome].Unit {
		return math.NaN()
	}
	return r.Y[at] - r.Base
}

// shareKronor makes all amounts known in the same rows, so that they have the same
// weights and their effects add up as the amounts do. Amounts that no row has are left
// out of this.
func (t *table) shareKronor() {
	var amounts []int
	for o, outcome := range t.plan.Outcomes {
		has := func(r effect.Row) bool { return r.Known[o] >= known }
		if outcome.Unit == SEK && slices.ContainsFunc(t.data, has) {
			amounts = append(amounts, o)
		}
	}
	for i := range t.data {
		least := 1.0
		for _, o := range amounts {
			least = min(least, t.data[i].Known[o])
		}
		for _, o := range amounts {
			t.data[i].Known[o] = least
		}
	}
}

// persons counts the treated persons and the others.
func (t *table) persons() (treated, comparison int) {
	is := make(map[string]bool)
	for _, r := range t.rows {
		is[r.Person] = is[r.Person] || r.Treated
	}
	for _, started := range is {
		if started {
			treated++
		} else {
			comparison++
		}
	}
	return treated, comparison
}

// loss returns the shares of rows of the treated and the comparison without an outcome.
// It is false if there are no rows of one group.
func (t *table) loss(outcome int) (treated, comparison float64, ok bool) {
	var lost, all [2]float64
	for i := range t.data {
		side := 0
		if t.data[i].Treated {
			side = 1
		}
		all[side]++
		if t.data[i].Known[outcome] < known {
			lost[side]++
		}
	}
	if all[0] == 0 || all[1] == 0 {
		return 0, 0, false
	}
	return lost[1] / all[1], lost[0] / all[0], true
}

// equal returns weights of the rows with an outcome: each group has the sum 1.
func (t *table) equal(outcome int) []float64 {
	weights, n := make([]float64, len(t.data)), [2]float64{}
	visit := func(do func(i, side int)) {
		for i := range t.data {
			if side := 0; t.data[i].Known[outcome] >= known {
				if t.data[i].Treated {
					side = 1
				}
				do(i, side)
			}
		}
	}
	visit(func(_, side int) { n[side]++ })
	visit(func(i, side int) { weights[i] = 1 / n[side] })
	return weights
}

// suppliers counts those of the treated; all without one are one. It is 0 if none has
// one.
func (t *table) suppliers() int {
	names, named := make(map[string]bool), false
	for _, r := range t.rows {
		if r.Treated {
			names[r.Cluster] = true
			named = named || r.Cluster != ""
		}
	}
	if !named {
		return 0
	}
	return len(names)
}
