package effect_test

import (
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/sensitivity"
)

func TestAttritionIsThatOfAnotherProgram(t *testing.T) {
	s := sample(t, people(t), effect.Options{})
	e := of(t, s, 1)
	near(t, "loss of the treated", e.LossTreated, 1.0/6)
	near(t, "loss of the comparison", e.LossComparison, 12.0/70)
	if e.Response != effect.Calibrated {
		t.Errorf("response %d", e.Response)
	}
	treated, comparison, err := s.Sides(1, e)
	if err != nil {
		t.Fatal(err)
	}
	bounds, err := sensitivity.LeeBounds(sensitivity.Arm(treated), sensitivity.Arm(comparison))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", bounds.Low, 0.04870407803485455)
	near(t, "high", bounds.High, 0.05404890562106085)
}

func TestJointParts(t *testing.T) {
	s := sample(t, people(t), effect.Options{})
	work, wage := of(t, s, 0), of(t, s, 2)
	joint := effect.Joint([]*effect.Estimate{work, wage})
	near(t, "covariance", joint[0][1], 1000.6945438600907)
	near(t, "variance", joint[0][0], sq(work.SE))
	sum, err := effect.Combine([]float64{1, -1.0 / 500000}, []*effect.Estimate{work, wage})
	if err != nil {
		t.Fatal(err)
	}
	independent{0.0389715102, 0.0006239037776, 0.0001182801447, 0.02724305274, 23.47508393, 25.65915790, -0.00767999, 0.08562301, 0.1657472, 0.02593065655}.check(t, sum)
	next, err := of(t, sample(t, people(t), effect.Options{Design: effect.Lottery}), 0).NextContract()
	if err != nil {
		t.Fatal(err)
	}
	near(t, "next contract, low", next.Low, -0.42873224440573443)
	near(t, "next contract, high", next.High, 0.5350732503733389)
}

// Among 40,000 permutations in Python the share was 0.4781.
func TestPermutation(t *testing.T) {
	s := sample(t, people(t), effect.Options{Design: effect.Lottery})
	p, err := s.Permute(0, 20000, 1)
	if err != nil || math.Abs(p-0.4781) > 0.012 {
		t.Errorf("p is %v, %v", p, err)
	}
	if again, _ := s.Permute(0, 20000, 1); again != p {
		t.Errorf("the same seed gives %v and %v", p, again)
	}
}
