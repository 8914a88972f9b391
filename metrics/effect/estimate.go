package effect

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is a range of values.
type Interval struct{ Low, High float64 }

// Estimate is a mean effect on the treated.
type Estimate struct {
	// ATT is the effect: TreatedMean less ComparisonMean, which are weighted.
	ATT, TreatedMean, ComparisonMean float64
	// SE is the standard error, DF its degrees of freedom (+Inf with the rule
	// Influence).
	SE, DF float64
	// VarianceTreated and VarianceComparison are the parts of SE².
	VarianceTreated, VarianceComparison float64
	// Clusters is the number of suppliers. With one there is no variance between
	// suppliers, and the estimate holds for that one alone; with two it cannot be
	// generalised either.
	Clusters int
	// EffectiveClusters is (Σn_s)²/Σn_s², n_s the treated persons of supplier s.
	EffectiveClusters float64
	// Persons are all that have a part in the estimate, by name, and Psi their influence
	// values.
	Persons []string
	Psi     []float64
	// Weights are those of the rows of the sample, each group with the sum 1. A row
	// without an outcome, or that was pruned, has 0. Nil for combinations.
	Weights []float64
	// Diagnostics describe the comparison. They are empty for combinations.
	Diagnostics

	opt     Options
	members []member // in the order of Persons
}

// Interval returns the interval at the level of the options.
func (e *Estimate) Interval() Interval { return e.at(e.opt.Level, e.SE) }

// At returns the interval at a level between 0 and 1.
func (e *Estimate) At(level float64) Interval { return e.at(level, e.SE) }

// Published returns the interval at the level of the options with an allowance for bias
// that no check sees, as its standard deviation: SE² becomes SE² + allowance².
func (e *Estimate) Published(allowance float64) Interval {
	return e.at(e.opt.Level, root(e.SE*e.SE+allowance*allowance))
}

func (e *Estimate) at(level, se float64) Interval {
	half := quantile(0.5+level/2, e.DF) * se
	return Interval{e.ATT - half, e.ATT + half}
}

// P returns the two-sided p value of no effect.
func (e *Estimate) P() float64 { return twoSided(e.ATT, e.SE, e.DF) }

// twoSided returns the p value of a value with a standard error. Without variation any
// value but 0 has the p value 0.
func twoSided(value, se, df float64) float64 {
	switch {
	case value == 0:
		return 1
	case se == 0:
		return 0
	}
	t := -math.Abs(value / se)
	if df > largeDF {
		return 2 * distuv.UnitNormal.CDF(t)
	}
	return min(1, 2*distuv.StudentsT{Sigma: 1, Nu: df}.CDF(t))
}

// largeDF is the number of degrees of freedom from which t is the normal distribution.
const largeDF = 1e6

// quantile returns a quantile of Student's t.
func quantile(p, df float64) float64 {
	if df > largeDF {
		return distuv.UnitNormal.Quantile(p)
	}
	return distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(p)
}

// Estimate returns the effect on outcome k. Outcomes that are known in the same rows
// have the same weights. It is not for use by several goroutines at once.
func (s *Sample) Estimate(k int) (*Estimate, error) {
	known, err := s.observed(k)
	if err != nil {
		return nil, err
	}
	w := s.last
	if w == nil || !same(known, s.known) {
		if w, err = s.weigh(known); err != nil {
			return nil, err
		}
		s.known, s.last = known, w
	}
	e := s.influence(w, k)
	e.Diagnostics = s.diagnose(w, known, e.members)
	e.vary()
	return e, nil
}
