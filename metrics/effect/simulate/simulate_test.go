package simulate

import (
	"math"
	"testing"
)

// few are 20 replications in each of six cells, together. Their means are of about 120
// estimates, so that limits are wide: three and a half standard errors.
func few(s Scenario) Result {
	sum := Result{Scenario: s}
	cells := 0.0
	for _, c := range Cells() {
		if c.Treated == 150 || c.Suppliers == 1 || c.Suppliers == 5 {
			continue
		}
		r := Run(s, c, 7, 20)
		cells++
		sum.Replications, sum.Estimated = sum.Replications+20, sum.Estimated+r.Estimated
		sum.Bias, sum.Error = sum.Bias+r.Bias, math.Hypot(sum.Error, r.Error)
		sum.Coverage, sum.Published = sum.Coverage+r.Coverage, sum.Published+r.Published
		sum.History, sum.Truth = sum.History+r.History, sum.Truth+r.Truth
	}
	for _, x := range []*float64{&sum.Bias, &sum.Error, &sum.Coverage, &sum.Published, &sum.History, &sum.Truth} {
		*x /= cells
	}
	return sum
}

// chance is how far a share of n draws may be from p.
func chance(p float64, n int) float64 { return 3.5 * math.Sqrt(p*(1-p)/float64(n)) }

func TestWhereTheAssumptionsHold(t *testing.T) {
	for _, s := range []Scenario{noEffect, anEffect} {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			r := few(s)
			n := r.Estimated
			if !(math.Abs(r.Bias) < 0.01+3.5*r.Error) || !(r.Error < 0.01) {
				t.Errorf("the bias is %.3f with the error %.3f", r.Bias, r.Error)
			}
			if r.Coverage < 0.86-chance(0.86, n) || r.Coverage > min(0.96+chance(0.96, n), 0.995) {
				t.Errorf("the interval covers the truth in %.3f of %d", r.Coverage, n)
			}
			if r.Published < r.Coverage {
				t.Errorf("the allowance lowers the coverage from %.3f to %.3f", r.Coverage, r.Published)
			}
			if r.History > 0.08+chance(0.08, n) {
				t.Errorf("the held-out history closes %.3f of %d without reason", r.History, n)
			}
		})
	}
}

// The usual comparison is far below zero where the risk sets of the same persons are not.
func TestNeverTreatedAreNoComparison(t *testing.T) {
	t.Parallel()
	never, history, out, sets := few(neverBaseline), few(neverHistory), few(neverOut), few(noEffect)
	if never.Bias > -0.15 {
		t.Errorf("never-treated have the bias %.3f, not below −0.15", never.Bias)
	}
	if !(never.Bias < history.Bias && history.Bias < out.Bias && out.Bias < sets.Bias-0.01) {
		t.Errorf("biases %.3f, %.3f, %.3f, %.3f do not come closer to 0", never.Bias, history.Bias, out.Bias, sets.Bias)
	}
	if never.Coverage > 0.5 {
		t.Errorf("the interval with never-treated covers the truth in %.3f", never.Coverage)
	}
}

func TestWhatIsUnobserved(t *testing.T) {
	t.Parallel()
	clean, trait, wish := few(noEffect), few(unobserved), few(motivation)
	for _, r := range []Result{trait, wish} {
		if r.Bias < 0.04-3.5*r.Error || r.Bias > 0.06+3.5*r.Error || r.Bias < 3.5*r.Error {
			t.Errorf("%s: the bias is %.3f with the error %.3f", r.Scenario.Name, r.Bias, r.Error)
		}
		if r.Coverage > clean.Coverage-0.02 {
			t.Errorf("%s: coverage is %.3f, and %.3f without it", r.Scenario.Name, r.Coverage, clean.Coverage)
		}
		if r.Published < 0.90-chance(0.90, r.Estimated) || r.Published < r.Coverage+0.05 {
			t.Errorf("%s: the allowance raises coverage from %.3f to %.3f", r.Scenario.Name, r.Coverage, r.Published)
		}
	}
	if trait.History < 2*clean.History+0.1 {
		t.Errorf("the held-out history finds a trait in %.3f, and closes %.3f without", trait.History, clean.History)
	}
	if math.Abs(wish.History-clean.History) > 0.1 {
		t.Errorf("the held-out history closes %.3f where nothing shows before, and %.3f without", wish.History, clean.History)
	}
}

// Many persons with few suppliers is where an interval without the variance between
// suppliers covers far too little: about 65 % here.
func TestSuppliersAreInTheInterval(t *testing.T) {
	t.Parallel()
	const n = 100
	r := Run(noEffect, Cell{150, 3}, 7, n)
	if r.Coverage < 0.86-chance(0.86, n) {
		t.Errorf("the interval covers the truth in %.2f", r.Coverage)
	}
}
