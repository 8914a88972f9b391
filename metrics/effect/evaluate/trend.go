package evaluate

import (
	"fmt"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/sensitivity"
)

// changes returns the model of a panel whose outcomes are levels less the base.
func (t *table) changes(levels func(*Row) []float64) *model {
	rows := make([]effect.Row, len(t.data))
	for i, r := range t.rows {
		all := levels(r)
		rows[i] = t.data[i]
		rows[i].Y, rows[i].Known = make([]float64, len(all)), make([]float64, len(all))
		for k, level := range all {
			if x := finite(level - r.Base); x != nil {
				rows[i].Y[k], rows[i].Known[k] = *x, 1
			}
		}
	}
	return newModel(t, rows, t.plan.options())
}

// before returns the effects of a panel on the periods before the start, on those who are
// due in the primary block.
func (s *scope) before() ([]*effect.Estimate, error) {
	p := s.plan
	if p.Design != effect.Change || len(p.Before) == 0 {
		return nil, fmt.Errorf("%w: no periods before the start", effect.ErrOption)
	}
	m := s.blocks[p.Primary.Block].table.changes(func(r *Row) []float64 { return r.Before })
	var effects []*effect.Estimate
	for k := range p.Before {
		f, err := m.estimate(of(k))
		if err != nil {
			return nil, err
		}
		effects = append(effects, f.Estimate)
	}
	return effects, nil
}

// preTrend tests that nothing differs before the start.
func (s *scope) preTrend() (effect.Wald, error) {
	effects, err := s.before()
	if err != nil {
		return effect.Wald{}, err
	}
	return effect.JointTest(effects)
}

// eventStudy returns the effects before the start and those on the primary outcome up to
// the primary block, which is the last. Every step is taken to be one block.
func (s *scope) eventStudy() (sensitivity.EventStudy, error) {
	effects, err := s.before()
	if err != nil {
		return sensitivity.EventStudy{}, err
	}
	study := sensitivity.EventStudy{Pre: len(effects)}
	for _, b := range s.blocks[:s.plan.Primary.Block+1] {
		f := b.fits[s.plan.Primary.Outcome]
		if f == nil {
			return study, effect.ErrTooFew
		}
		effects = append(effects, f.Estimate)
	}
	for _, e := range effects {
		study.Effects = append(study.Effects, e.ATT)
	}
	study.Covariance = effect.Joint(effects)
	return study, nil
}
