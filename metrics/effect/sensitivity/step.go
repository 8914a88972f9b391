package sensitivity

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// step is an effect, and a difference of trends before the start that may be the
// largest.
type step struct {
	effect, size                             float64
	effectVariance, sizeVariance, covariance float64
	reach                                    float64 // how many times the size the trends may have moved
}

// interval returns the values of the effect that are not rejected if the step with this
// sign is the largest: those for which effect − value ≤ reach·size and
// value − effect ≤ reach·size are not.
func (s step) interval(sign, alpha float64) (Interval, bool) {
	size, covariance := sign*s.size, sign*s.covariance
	spread := s.reach * s.reach * s.sizeVariance
	above := root(s.effectVariance + spread - 2*s.reach*covariance)
	below := root(s.effectVariance + spread + 2*s.reach*covariance)
	correlation := -1.0
	if above > 0 && below > 0 {
		correlation = max(-1, min(1, (spread-s.effectVariance)/(above*below)))
	}
	first := leastFavourable(correlation, alpha/10)
	accepted := func(value float64) bool {
		t := [2]float64{ratio(s.effect-value-s.reach*size, above), ratio(value-s.effect-s.reach*size, below)}
		return !rejected(max(t[0], t[1]), min(t[0], t[1]), correlation, first, alpha)
	}
	return ends(accepted, s.effect, s.reach*math.Abs(size)+8*(above+below))
}

// ratio returns a t value; without variance it is 0 or infinite.
func ratio(value, se float64) float64 {
	if se > 0 {
		return value / se
	}
	switch {
	case value > 0:
		return math.Inf(1)
	case value < 0:
		return math.Inf(-1)
	}
	return 0
}

// rejected reports whether the larger of two t values rejects that both means are at
// most 0: at once above the first stage's limit, otherwise given that it is the larger
// and given the part of the other that does not depend on it.
func rejected(larger, smaller, correlation, first, alpha float64) bool {
	if larger > first {
		return true
	}
	if larger <= 0 {
		return false
	}
	from := math.Inf(-1)
	if correlation < 1-1e-9 {
		from = (smaller - correlation*larger) / (1 - correlation)
	}
	rest := (alpha - alpha/10) / (1 - alpha/10)
	// Upper tails, which are exact where the limits are large.
	a, b := distuv.UnitNormal.CDF(-from), distuv.UnitNormal.CDF(-first)
	if a <= b {
		return false
	}
	return larger > max(0, -distuv.UnitNormal.Quantile(b+rest*(a-b)))
}

// ends returns the first and last accepted values within reach of a centre.
func ends(accepted func(float64) bool, centre, reach float64) (Interval, bool) {
	const parts = 400
	at := func(k int) float64 { return centre + reach*(2*float64(k)/parts-1) }
	low, high := -1, -1
	for k := range parts + 1 {
		if accepted(at(k)) {
			if low < 0 {
				low = k
			}
			high = k
		}
	}
	if low < 0 {
		return Interval{}, false
	}
	edge := func(in, out float64) float64 {
		for range 60 {
			if middle := (in + out) / 2; accepted(middle) {
				in = middle
			} else {
				out = middle
			}
		}
		return in
	}
	return Interval{edge(at(low), at(max(low-1, 0))), edge(at(high), at(min(high+1, parts)))}, true
}

// leastFavourable returns the value that the larger of two standard normal variables
// exceeds with probability alpha.
func leastFavourable(correlation, alpha float64) float64 {
	low, high := 0.0, 10.0
	for range 60 {
		middle := (low + high) / 2
		if bothBelow(middle, correlation) < 1-alpha {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

// bothBelow returns the probability that two standard normal variables are below a
// value, by Simpson's rule over the first.
func bothBelow(value, correlation float64) float64 {
	switch {
	case correlation > 1-1e-9:
		return distuv.UnitNormal.CDF(value)
	case correlation < -1+1e-9:
		return max(0, 2*distuv.UnitNormal.CDF(value)-1)
	}
	const parts, from = 400, -9.0
	width, free := (value-from)/parts, math.Sqrt(1-correlation*correlation)
	sum := 0.0
	for k := range parts + 1 {
		z := from + width*float64(k)
		weight := 2.0 + 2*float64(k%2)
		if k == 0 || k == parts {
			weight = 1
		}
		sum += weight * distuv.UnitNormal.Prob(z) * distuv.UnitNormal.CDF((value-correlation*z)/free)
	}
	return sum * width / 3
}

func root(x float64) float64 { return math.Sqrt(max(x, 0)) }
