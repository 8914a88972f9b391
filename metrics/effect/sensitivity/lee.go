package sensitivity

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Arm has the outcomes of one group that are known.
type Arm struct {
	Y []float64
	// Weights are those of Y; nil: all the same.
	Weights []float64
	// Response is the share of the group whose outcome is known.
	Response float64
}

// LeeBounds returns bounds of the effect on those whose outcome would be known in either
// group, if the treatment changes only in one direction whether it is (Lee 2009): in the
// group with more known, the surplus is cut off at the top or at the bottom. Where it
// ends among equal outcomes, part of their weight is cut.
func LeeBounds(treated, comparison Arm) (Interval, error) {
	for _, a := range []Arm{treated, comparison} {
		if len(a.Y) == 0 || a.Weights != nil && len(a.Weights) != len(a.Y) || !(a.Response > 0 && a.Response <= 1) {
			return Interval{}, fmt.Errorf("%w: %d outcomes, response %v", ErrOption, len(a.Y), a.Response)
		}
	}
	cutT := max(0, 1-comparison.Response/treated.Response)
	cutC := max(0, 1-treated.Response/comparison.Response)
	lowT, highT := treated.trimmed(cutT)
	lowC, highC := comparison.trimmed(cutC)
	bounds := Interval{lowT - highC, highT - lowC}
	if math.IsNaN(bounds.Low) || math.IsNaN(bounds.High) {
		return Interval{}, fmt.Errorf("%w: weights or outcomes", ErrOption)
	}
	return bounds, nil
}

// trimmed returns the means without a share at the top, and without one at the bottom.
func (a Arm) trimmed(share float64) (low, high float64) {
	order := make([]int, len(a.Y))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a.Y[i], a.Y[j]) })
	low = a.mean(order, 1-share)
	slices.Reverse(order)
	return low, a.mean(order, 1-share)
}

// mean returns the mean of the first share of the weights, in an order.
func (a Arm) mean(order []int, share float64) float64 {
	weight := func(i int) float64 {
		if a.Weights == nil {
			return 1
		}
		return max(0, a.Weights[i])
	}
	total := 0.0
	for _, i := range order {
		total += weight(i)
	}
	left, sum := share*total, 0.0
	for _, i := range order {
		w := min(weight(i), left)
		left -= w
		sum += w * a.Y[i]
	}
	return sum / (share * total)
}
