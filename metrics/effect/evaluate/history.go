package evaluate

import (
	"fmt"

	"dubbelkrona/metrics/effect"
)

// history returns the effect on the part of the history that is held out. It can only be
// 0 if the groups are comparable. The weights are fitted again without that part: with
// those of the estimate, the check would test what they had balanced. A panel
// balances no history, and the outcome is that part less the base.
func (t *table) history() (*fit, error) {
	if len(t.plan.HeldOut) == 0 {
		return nil, fmt.Errorf("%w: nothing is held out", effect.ErrOption)
	}
	if t.plan.Design == effect.Change {
		return t.changes(func(r *Row) []float64 {
			held, _ := t.plan.split(r)
			return []float64{held}
		}).estimate(of(0))
	}
	rows := make([]effect.Row, len(t.data))
	for i, r := range t.rows {
		held, rest := t.plan.split(r)
		rows[i] = t.data[i]
		rows[i].H = append(append([]float64(nil), rest...), held)
	}
	return newModel(t, rows, t.plan.options()).estimate(func(s *effect.Sample) (*effect.Estimate, error) {
		return s.HeldOut(len(rows[0].H) - 1)
	})
}

// split returns the mean of what is held out, weighted by months, and the rest of the
// history.
func (p *Plan) split(r *Row) (held float64, rest []float64) {
	inside, outside := p.heldOut()
	if outside > 0 {
		for _, x := range r.HeldOut {
			held += x / float64(outside)
		}
		return held, r.H
	}
	months := 0.0
	for j, x := range r.H[:inside] {
		held += x * float64(p.HistoryMonths[j])
		months += float64(p.HistoryMonths[j])
	}
	return held / months, r.H[inside:]
}
