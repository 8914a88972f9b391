package sensitivity_test

import (
	"errors"
	"math"
	"testing"

	"dubbelkrona/metrics/effect/sensitivity"
)

// study has two effects before the start, two after, all independent with the same
// standard error.
func study(se float64, effects ...float64) sensitivity.EventStudy {
	s := sensitivity.EventStudy{Effects: effects, Pre: 2}
	for i := range effects {
		row := make([]float64, len(effects))
		row[i] = se * se
		s.Covariance = append(s.Covariance, row)
	}
	return s
}

// If trends do not differ at all, the interval is the usual one.
func TestEqualTrendsHaveTheUsualInterval(t *testing.T) {
	s := study(0.1, 0.05, -0.02, 0.7, 0.4)
	for post, effect := range []float64{0.7, 0.4} {
		i, err := s.RelativeMagnitude(post, 0, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "low", i.Low, effect-0.196, 0.002)
		near(t, "high", i.High, effect+0.196, 0.002)
	}
}

// Without uncertainty the bounds are exact: the largest step before is 0.05 (from 0.03 to
// −0.02), so the effect may be off by M̄·0.05 after one step and M̄·0.10 after two.
func TestBoundsWithoutUncertaintyAreExact(t *testing.T) {
	s := study(1e-9, 0.03, -0.02, 0.7, 0.4)
	for post, effect := range []float64{0.7, 0.4} {
		for _, mbar := range []float64{0.5, 1, 2} {
			i, err := s.RelativeMagnitude(post, mbar, 0.95)
			if err != nil {
				t.Fatal(err)
			}
			off := mbar * 0.05 * float64(post+1)
			near(t, "low", i.Low, effect-off, 1e-6)
			near(t, "high", i.High, effect+off, 1e-6)
		}
	}
	// 0.4 is explained by M̄ = 0.4/0.10.
	b, err := s.Breakdown(1, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "breakdown", b, 4, 1e-3)
	b, err = s.Breakdown(0, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "breakdown beyond the range", b, sensitivity.MaxBreakdown, 0)
}

func TestBoundsWiden(t *testing.T) {
	s := study(0.1, 0.05, -0.02, 0.7, 0.4)
	last := sensitivity.Interval{Low: math.Inf(1), High: math.Inf(-1)}
	for _, mbar := range []float64{0, 0.25, 0.5, 1, 2, 5} {
		i, err := s.RelativeMagnitude(0, mbar, 0.90)
		if err != nil || i.Low >= last.Low || i.High <= last.High {
			t.Errorf("M̄ %v: %+v after %+v, %v", mbar, i, last, err)
		}
		last = i
	}
	b, err := s.Breakdown(0, 0.90)
	if err != nil || !(b > 0 && b < 10) {
		t.Fatal(b, err)
	}
	below, _ := s.RelativeMagnitude(0, b-0.01, 0.90)
	above, _ := s.RelativeMagnitude(0, b+0.01, 0.90)
	if below.Low <= 0 || above.Low > 0 {
		t.Errorf("at the breakdown %v the interval goes from %+v to %+v", b, below, above)
	}
	if b, err := study(0.5, 0.05, -0.02, 0.7, 0.4).Breakdown(0, 0.90); b != 0 || err != nil {
		t.Errorf("an effect that does not differ from 0 breaks down at %v, %v", b, err)
	}
}

func TestBoundsRefuse(t *testing.T) {
	s := study(0.1, 0.05, -0.02, 0.7)
	for name, of := range map[string]func() (sensitivity.Interval, error){
		"no such effect": func() (sensitivity.Interval, error) { return s.RelativeMagnitude(1, 1, 0.9) },
		"below 0":        func() (sensitivity.Interval, error) { return s.RelativeMagnitude(0, -1, 0.9) },
		"level":          func() (sensitivity.Interval, error) { return s.RelativeMagnitude(0, 1, 1) },
		"nothing before": func() (sensitivity.Interval, error) {
			return sensitivity.EventStudy{Effects: []float64{1}, Covariance: [][]float64{{1}}}.RelativeMagnitude(0, 1, 0.9)
		},
	} {
		if _, err := of(); !errors.Is(err, sensitivity.ErrOption) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
