package sensitivity

import (
	"fmt"
	"math"
)

// EventStudy has effects at each distance from the start, ordered by time, with one base
// period between those before the start and the others, in which the effect is 0 by
// definition.
type EventStudy struct {
	Effects []float64
	// Covariance has a row for each effect.
	Covariance [][]float64
	// Pre is the number of effects before the base.
	Pre int
}

// RelativeMagnitude returns an interval for the effect at index post if trends may have
// differed: between two periods after the start by at most mbar times the largest
// difference before it (Rambachan & Roth 2023, ΔRM).
//
// The difference of trends adds up to at most mbar·(post+1)·D after post+1 steps, where
// D is the largest step before. For each step and sign that may be the largest, an
// interval follows from two inequalities by the conditional test with a least favourable
// first stage of a tenth of the level; the union of the intervals is returned.
func (s EventStudy) RelativeMagnitude(post int, mbar, level float64) (Interval, error) {
	steps, err := s.steps(post)
	if err != nil {
		return Interval{}, err
	}
	if !(mbar >= 0) || math.IsInf(mbar, 0) || !(level > 0 && level < 1) {
		return Interval{}, fmt.Errorf("%w: M̄ %v, level %v", ErrOption, mbar, level)
	}
	union := Interval{math.Inf(1), math.Inf(-1)}
	for _, step := range steps {
		step.reach = mbar * float64(post+1)
		for _, sign := range []float64{1, -1} {
			if i, ok := step.interval(sign, 1-level); ok {
				union = Interval{min(union.Low, i.Low), max(union.High, i.High)}
			}
		}
	}
	if union.Low > union.High {
		return Interval{}, fmt.Errorf("%w: effect %d", ErrEmpty, post)
	}
	return union, nil
}

// MaxBreakdown is the largest breakdown value that is looked for.
const MaxBreakdown = 10

// Breakdown returns the largest M̄ at which the interval does not include 0: 0 if it
// always does, and MaxBreakdown if it does not up to there.
func (s EventStudy) Breakdown(post int, level float64) (float64, error) {
	excludes := func(mbar float64) (bool, error) {
		i, err := s.RelativeMagnitude(post, mbar, level)
		return i.Low > 0 || i.High < 0, err
	}
	low, high := 0.0, float64(MaxBreakdown)
	for _, end := range []float64{low, high} {
		out, err := excludes(end)
		if err != nil || out == (end == high) {
			return end, err
		}
	}
	for high-low > 1e-4 {
		middle := (low + high) / 2
		out, err := excludes(middle)
		if err != nil {
			return 0, err
		}
		if out {
			low = middle
		} else {
			high = middle
		}
	}
	return low, nil
}

// steps returns the steps before the start, each with the effect in question.
func (s EventStudy) steps(post int) ([]step, error) {
	n := len(s.Effects)
	if post < 0 || s.Pre < 1 || s.Pre+post >= n || len(s.Covariance) != n {
		return nil, fmt.Errorf("%w: effect %d after the start of %d, %d before", ErrOption, post, n-s.Pre, s.Pre)
	}
	of := s.Pre + post
	effect := func(i int) float64 {
		if i == s.Pre {
			return 0 // the base
		}
		return s.Effects[i]
	}
	covariance := func(i, j int) float64 {
		if i == s.Pre || j == s.Pre {
			return 0
		}
		return s.Covariance[i][j]
	}
	var steps []step
	for i := range s.Pre {
		steps = append(steps, step{
			effect: s.Effects[of], size: effect(i+1) - effect(i),
			effectVariance: s.Covariance[of][of],
			sizeVariance:   covariance(i+1, i+1) + covariance(i, i) - 2*covariance(i+1, i),
			covariance:     s.with(of, i+1) - s.with(of, i),
		})
	}
	return steps, nil
}

// with returns the covariance of an effect with the one at place i before the start.
func (s EventStudy) with(of, i int) float64 {
	if i == s.Pre {
		return 0
	}
	return s.Covariance[of][i]
}
