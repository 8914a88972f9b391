package evaluate

import (
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
	"dubbelkrona/metrics/effect/sensitivity"
)

// permutations are the draws behind a p value where chance decided who started.
const permutations = 1999

// estimates returns every outcome and block. The verdict of each is that of the scope if
// nothing is shown there, and otherwise its own.
func (s *scope) estimates(m gate.Measures, scope gate.Decision) (list []Estimate) {
	for o := range s.plan.Outcomes {
		for k, b := range s.blocks {
			e := Estimate{Cell: Cell{o, k}, Verdict: scope.Verdict, Treated: b.treated, Comparison: b.comparison, Err: b.errs[o]}
			e.Primary = e.Cell == s.plan.Primary
			own := gate.Decide(b.measure(m, o))
			if scope.Verdict == gate.Estimated {
				e.Verdict = own.Verdict
			}
			if f := b.fits[o]; f != nil {
				e.Treated, e.Comparison = f.about.Treated, f.about.Comparison
				e.Figures = b.figures(o, own.Findings[gate.Attrition].State == gate.Marked)
			}
			list = append(list, e)
		}
	}
	adjust(list)
	return list
}

// figures returns the numbers of an estimate. Bounded reports whether the groups lost so
// different shares that bounds are published.
func (b *block) figures(outcome int, bounded bool) *Figures {
	f, p := b.fits[outcome], b.table.plan
	out := &Figures{
		ATT: f.ATT, TreatedMean: f.TreatedMean, ComparisonMean: f.ComparisonMean, SE: f.SE, DF: f.DF,
		Interval: f.Interval(), P: finite(f.P()), ESS: f.about.ESS, Clusters: f.Clusters,
	}
	if next, err := f.NextContract(); err == nil && finite(next.SE) != nil {
		out.Next = &next
	}
	if p.Design.Drawn() {
		out.P = b.permuted(outcome)
	}
	if out.Allowance = finite(p.allowance(p.Outcomes[outcome].Unit)); out.Allowance != nil {
		out.Published = b.published(outcome, *out.Allowance, bounded)
	}
	return out
}

// permuted returns the p value of a draw, nil if no batch has both groups.
func (b *block) permuted(outcome int) *float64 {
	p, err := b.fits[outcome].pieces[0].part.sample.Permute(outcome, permutations, b.table.plan.Seed)
	if err != nil {
		return nil
	}
	return &p
}

// published returns the interval with the allowance. Where bounds are published, it goes
// from the lower bound less its half width to the upper one plus that, and so covers all
// effects between the bounds (Horowitz & Manski 2000).
func (b *block) published(outcome int, allowance float64, bounded bool) *effect.Interval {
	f := b.fits[outcome]
	i := f.Published(allowance)
	if bounded {
		bounds, err := b.bounds(outcome)
		if err != nil {
			return nil
		}
		half := (i.High - i.Low) / 2
		i = effect.Interval{Low: bounds.Low - half, High: bounds.High + half}
	}
	return &i
}

// bounds returns the bounds of an effect under attrition.
func (b *block) bounds(outcome int) (sensitivity.Interval, error) {
	var arms [2]sensitivity.Arm
	lostT, lostC, _ := b.table.loss(outcome)
	arms[0].Response, arms[1].Response = 1-lostT, 1-lostC
	for _, c := range b.fits[outcome].pieces {
		treated, comparison, err := c.part.sample.Sides(outcome, c.of)
		if err != nil {
			return sensitivity.Interval{}, err
		}
		for k, side := range []effect.Side{treated, comparison} {
			arms[k].Y = append(arms[k].Y, side.Y...)
			for _, w := range side.Weights {
				arms[k].Weights = append(arms[k].Weights, c.share*w)
			}
		}
	}
	return sensitivity.LeeBounds(arms[0], arms[1])
}
