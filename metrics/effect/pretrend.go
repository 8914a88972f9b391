package effect

import (
	"fmt"

	"gonum.org/v1/gonum/stat/distuv"
)

// Wald is a test that several effects are 0.
type Wald struct {
	Statistic, P float64
	// DF is the number of effects, less those that are combinations of others.
	DF int
}

// PreTrend tests that there is no effect in the periods before the start, those of
// anticipation left out.
func (p *Panel) PreTrend() (Wald, error) {
	var parts []*Estimate
	for i := range p.Cells {
		if c := &p.Cells[i]; c.pre && c.Estimate != nil {
			parts = append(parts, c.Estimate)
		}
	}
	return JointTest(parts)
}

// JointTest tests that all effects are 0, by their joint covariance.
func JointTest(estimates []*Estimate) (Wald, error) {
	n := len(estimates)
	t, correlation := make([]float64, n), make([]float64, n*n)
	for i, row := range Joint(estimates) {
		for j := range row {
			if scale := estimates[i].SE * estimates[j].SE; scale > 0 {
				correlation[i*n+j] = row[j] / scale
			}
		}
		if estimates[i].SE > 0 {
			t[i] = estimates[i].ATT / estimates[i].SE
		}
	}
	g := factorise(correlation, n)
	w := Wald{Statistic: g.quadratic(t), DF: g.rank()}
	if w.DF == 0 {
		return Wald{}, fmt.Errorf("%w: no effect with a standard error", ErrTooFew)
	}
	w.P = distuv.ChiSquared{K: float64(w.DF)}.Survival(w.Statistic)
	return w, nil
}

// EventStudy returns the effects at each distance from the start and the number of those
// before it, for bounds under different trends. The panel should have one base period
// and no Short ones.
func (p *Panel) EventStudy() (effects []*Estimate, pre int, err error) {
	for _, d := range p.Events() {
		e, err := p.Event(d)
		if err != nil {
			return nil, 0, err
		}
		if effects = append(effects, e); d < 0 {
			pre++
		}
	}
	return effects, pre, nil
}
