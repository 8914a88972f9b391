package simulate

import (
	"fmt"
	"math"
)

// Target is what the results should be, and what they are.
type Target struct {
	Text string
	// Low and High are the smallest and the largest result. Misses are the cells in
	// which the target is not met, and Cells the number of all.
	Low, High float64
	Cells     int
	Misses    []string
}

// rule is a target before the results.
type rule struct {
	text  string
	of    func(Result) bool // the results that it is for
	value func(Result) float64
	met   func(float64) bool
}

func between(low, high float64) func(float64) bool {
	return func(x float64) bool { return low <= x && x <= high }
}

func bias(r Result) float64      { return r.Bias }
func coverage(r Result) float64  { return r.Coverage }
func published(r Result) float64 { return r.Published }
func alarm(r Result) float64     { return r.History }

// sound chooses where the assumptions hold, with suppliers between whom there is a
// variance; alone chooses the others.
func sound(r Result) bool { return r.Scenario.holds() && r.Cell.Suppliers >= 3 }
func alone(r Result) bool { return r.Scenario.holds() && r.Cell.Suppliers == 1 }

func is(s Scenario) func(Result) bool {
	return func(r Result) bool { return r.Scenario == s }
}

var rules = []rule{
	{"assumptions hold, 3 suppliers or more: bias under 1 point", sound, bias, func(x float64) bool { return math.Abs(x) < 0.01 }},
	{"the same: coverage of the 90 % interval 86–96 %", sound, coverage, between(0.86, 0.96)},
	{"the same with one supplier, whose own effect is the truth", alone, coverage, between(0.86, 0.96)},
	{"assumptions hold: false alarm of the held-out history at most 8 %", func(r Result) bool { return r.Scenario.holds() }, alarm, between(0, 0.08)},
	{"risk sets, no effect: bias under 1 point", is(noEffect), bias, func(x float64) bool { return math.Abs(x) < 0.01 }},
	{"never-treated at a random pseudo-start, weights on the baseline: bias beyond −15 points", is(neverBaseline), bias, func(x float64) bool { return x < -0.15 }},
	{"unobserved trait: bias 4–6 points", is(unobserved), bias, between(0.04, 0.06)},
	{"unobserved trait: coverage without the allowance falls to 46–77 %", is(unobserved), coverage, between(0.46, 0.77)},
	{"unobserved trait: coverage with the allowance at least 90 %", is(unobserved), published, between(0.90, 1)},
	{"motivation after the start: bias 4–6 points", is(motivation), bias, between(0.04, 0.06)},
	{"motivation after the start: coverage with the allowance at least 90 %", is(motivation), published, between(0.90, 1)},
}

// Targets compares results with the targets.
func Targets(results []Result) (targets []Target) {
	for _, rule := range rules {
		t := Target{Text: rule.text, Low: math.Inf(1), High: math.Inf(-1)}
		for _, r := range results {
			if !rule.of(r) {
				continue
			}
			x := rule.value(r)
			t.Low, t.High = min(t.Low, x), max(t.High, x)
			t.Cells++
			if !rule.met(x) {
				t.Misses = append(t.Misses, fmt.Sprintf("%s at N %d, suppliers %d", points(x), r.Cell.Treated, r.Cell.Suppliers))
			}
		}
		targets = append(targets, t)
	}
	return targets
}
