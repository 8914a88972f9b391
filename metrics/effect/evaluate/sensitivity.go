package evaluate

import (
	"math"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
	"dubbelkrona/metrics/effect/sensitivity"
)

// defaultICC is the share of the variance that is expected between suppliers.
const defaultICC = 0.05

// level is that of intervals.
const level = 0.90

// measured collects measures by name. What is not a number is left out.
type measured []Measure

func (m *measured) add(name string, value float64) {
	if x := finite(value); x != nil {
		*m = append(*m, Measure{name, *x})
	}
}

// get returns a measure, and NaN if there is none.
func (m measured) get(name string) float64 {
	for _, x := range m {
		if x.Name == name {
			return x.Value
		}
	}
	return math.NaN()
}

// sensitivity returns the measures of the primary outcome.
func (s *scope) sensitivity(d gate.Measures) (m measured) {
	p := s.plan
	o, b := p.Primary.Outcome, s.blocks[p.Primary.Block]
	if b.ols != nil {
		m.add("ols", b.ols.ATT)
	}
	if b.cem != nil {
		m.add("cem", b.cem.ATT)
	}
	if s.second != nil {
		m.add("second", s.second.ATT)
		m.add("second_se", s.second.SE)
	}
	if c, err := b.confounders(o); err == nil {
		m.add("robustness", sensitivity.Robustness(c.T, c.DF))
		m.add("robustness_strongest", c.Strongest)
	}
	if f := b.fits[o]; f != nil {
		if x, ok := sensitivity.EValue(f.TreatedMean / f.ComparisonMean); ok && p.Outcomes[o].Unit == Share && p.Design != effect.Change {
			m.add("e_value", x)
		}
		if bounds, err := b.bounds(o); err == nil {
			m.add("lee_low", bounds.Low)
			m.add("lee_high", bounds.High)
		}
	}
	if x, err := b.detectable(o); err == nil {
		m.add("mde", x)
	}
	s.trends(&m)
	if d.History != nil {
		m.add("history_effect", d.History.Effect)
		m.add("history_p", d.History.P)
	}
	if d.PreTrend != nil {
		m.add("pretrend_p", *d.PreTrend)
	}
	return m
}

// trends adds the bounds of a panel if trends may have differed.
func (s *scope) trends(m *measured) {
	study, err := s.eventStudy()
	if err != nil {
		return
	}
	post := s.plan.Primary.Block
	for _, bound := range []struct {
		mbar      float64
		low, high string
	}{{0.5, "rm_low_0.5", "rm_high_0.5"}, {1, "rm_low_1", "rm_high_1"}} {
		if i, err := study.RelativeMagnitude(post, bound.mbar, level); err == nil {
			m.add(bound.low, i.Low)
			m.add(bound.high, i.High)
		}
	}
	if x, err := study.Breakdown(post, level); err == nil {
		m.add("breakdown", x)
	}
}

// confounders returns what covariates explain, in all rows of the block.
func (b *block) confounders(outcome int) (effect.Confounders, error) {
	opt := b.table.plan.options()
	opt.Design = effect.Matched // all start months at once
	s, err := effect.New(b.table.data, opt)
	if err != nil {
		return effect.Confounders{}, err
	}
	return s.Confounders(outcome)
}

// detectable returns the smallest effect that can be detected, from the standard
// deviation within the weighted groups. Without weights it is a lower bound, as if every
// comparison person counted in full.
func (b *block) detectable(outcome int) (float64, error) {
	size := sensitivity.Size{Treated: float64(b.treated), ESS: float64(b.comparison), Clusters: float64(max(1, b.suppliers)), ICC: b.table.plan.ICC}
	if size.ICC == 0 {
		size.ICC = defaultICC
	}
	if f := b.fits[outcome]; f != nil {
		size.Treated, size.ESS = float64(f.about.Treated), f.about.ESS
	}
	if size.SD = b.deviation(outcome); !(size.SD > 0) {
		return 0, effect.ErrTooFew
	}
	return sensitivity.Detectable(size)
}

// deviation returns the standard deviation of an outcome within the weighted groups, the
// mean of the two variances being taken.
func (b *block) deviation(outcome int) float64 {
	var sum, squares, mean [2]float64
	weights := b.weights(outcome)
	visit := func(do func(side int, w, y float64)) {
		for i, w := range weights {
			side := 0
			if b.table.data[i].Treated {
				side = 1
			}
			if w != 0 {
				do(side, w, b.table.data[i].Y[outcome])
			}
		}
	}
	visit(func(side int, w, y float64) { mean[side] += w * y })
	visit(func(side int, w, y float64) {
		sum[side] += w * (y - mean[side]) * (y - mean[side])
		squares[side] += w * w
	})
	return math.Sqrt((sum[0]/(1-squares[0]) + sum[1]/(1-squares[1])) / 2)
}

// flags returns the remarks beside the verdict.
func (s *scope) flags(m measured) []gate.Flag {
	o, b := s.plan.Primary.Outcome, s.blocks[s.plan.Primary.Block]
	f := b.fits[o]
	if f == nil {
		return nil
	}
	return gate.Flags(gate.Remarks{
		MaxWeight: f.about.MaxWeight, Effect: f.ATT, SE: f.SE, Other: m.get("ols"),
		Robustness: m.get("robustness"), Strongest: m.get("robustness_strongest"),
		Second: m.get("second"), SecondSE: m.get("second_se"), Contamination: f.about.Contamination, Suppliers: b.suppliers,
	})
}
