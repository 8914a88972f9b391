package sensitivity_test

import (
	"errors"
	"math"
	"testing"

	"dubbelkrona/metrics/effect/sensitivity"
)

func near(t *testing.T, name string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.8g, want %.8g", name, got, want)
	}
}

// With a standard deviation of 0.30, 5 % of the variance between suppliers, five of them
// and two comparison persons a participant.
func TestDetectableEffects(t *testing.T) {
	for treated, want := range map[float64]float64{10: 0.26, 25: 0.17, 50: 0.13, 100: 0.10, 150: 0.09, 300: 0.08} {
		got, err := sensitivity.Detectable(sensitivity.Size{Treated: treated, ESS: 2 * treated, SD: 0.30, ICC: 0.05, Clusters: 5})
		if err != nil {
			t.Fatal(err)
		}
		near(t, "detectable effect", got, want, 0.005)
	}
	for _, s := range []sensitivity.Size{{}, {Treated: 10, ESS: math.NaN(), SD: 1, Clusters: 1}, {Treated: 10, ESS: 10, SD: 1}, {Treated: 10, ESS: 10, SD: 1, Clusters: 1, ICC: 2}} {
		if _, err := sensitivity.Detectable(s); !errors.Is(err, sensitivity.ErrOption) {
			t.Errorf("%+v: %v", s, err)
		}
	}
}

// The example of Cinelli & Hazlett (2020): direct harm in Darfur, an estimate of 0.0973
// with a standard error of 0.0232 and 783 degrees of freedom, has a robustness value of
// 13.9 %, one of 7.6 % at the 5 % level, and explains 2.2 %.
func TestRobustnessIsThatOfThePaper(t *testing.T) {
	const estimate, se, df = 0.097315819, 0.023256537, 783
	near(t, "robustness value", sensitivity.Robustness(estimate/se, df), 0.139, 0.0005)
	near(t, "robustness value at 5 %", sensitivity.RobustnessAt(-estimate/se, df, 0.05), 0.076, 0.0005)
	near(t, "partial R²", sensitivity.PartialR2(estimate/se, df), 0.022, 0.0005)
	near(t, "without an effect", sensitivity.Robustness(0, df), 0, 0)
	near(t, "not significant", sensitivity.RobustnessAt(1, df, 0.05), 0, 0)
	near(t, "without uncertainty", sensitivity.Robustness(math.Inf(1), df), 1, 0)
	near(t, "without freedom", sensitivity.Robustness(3, 0), 0, 0)
}

// VanderWeele & Ding (2017): a risk ratio of 3.9 has the E-value 7.26, and one of 0.80
// has 1.81.
func TestEValueIsThatOfThePaper(t *testing.T) {
	for ratio, want := range map[float64]float64{3.9: 7.26, 0.80: 1.81, 1: 1} {
		got, ok := sensitivity.EValue(ratio)
		near(t, "E-value", got, want, 0.005)
		if !ok {
			t.Errorf("%v: not ok", ratio)
		}
	}
	for _, ratio := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if got, ok := sensitivity.EValue(ratio); got != 1 || ok {
			t.Errorf("%v: %v, %v", ratio, got, ok)
		}
	}
}

// Of ten treated, all are known: 1 to 10. Of the comparison half are. So half of the
// treated are cut: the bounds are means of 1–5 and of 6–10, less the mean of the
// comparison, 4.
func TestLeeBounds(t *testing.T) {
	treated := sensitivity.Arm{Y: []float64{10, 1, 9, 2, 8, 3, 7, 4, 6, 5}, Response: 1}
	comparison := sensitivity.Arm{Y: []float64{3, 5, 4}, Response: 0.5}
	b, err := sensitivity.LeeBounds(treated, comparison)
	if err != nil || b != (sensitivity.Interval{Low: 3 - 4, High: 8 - 4}) {
		t.Errorf("%+v, %v", b, err)
	}
	// The other way round, the comparison is cut.
	b, err = sensitivity.LeeBounds(comparison, treated)
	if err != nil || b != (sensitivity.Interval{Low: 4 - 8, High: 4 - 3}) {
		t.Errorf("%+v, %v", b, err)
	}
	// Half of a weight is cut: (1·1 + 2·½)/1.5 and (2·1 + 1·½)/1.5.
	b, err = sensitivity.LeeBounds(sensitivity.Arm{Y: []float64{1, 2}, Weights: []float64{0.5, 0.5}, Response: 0.8}, sensitivity.Arm{Y: []float64{0}, Response: 0.6})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "low", b.Low, 2.0/1.5, 1e-12)
	near(t, "high", b.High, 2.5/1.5, 1e-12)
	// Nothing is cut where both respond alike.
	b, err = sensitivity.LeeBounds(sensitivity.Arm{Y: []float64{0, 1}, Response: 0.9}, sensitivity.Arm{Y: []float64{0, 0}, Response: 0.9})
	if err != nil || b != (sensitivity.Interval{Low: 0.5, High: 0.5}) {
		t.Errorf("%+v, %v", b, err)
	}
	for _, a := range []sensitivity.Arm{{}, {Y: []float64{1}}, {Y: []float64{1}, Response: 2}, {Y: []float64{math.NaN()}, Response: 1}, {Y: []float64{1}, Weights: []float64{0}, Response: 1}} {
		if _, err := sensitivity.LeeBounds(a, comparison); !errors.Is(err, sensitivity.ErrOption) {
			t.Errorf("%+v: %v", a, err)
		}
	}
}

// 0.01·4, then 0.02·3, then 0.03·2 which may not be below it, and 0.5.
func TestHolm(t *testing.T) {
	got := sensitivity.Holm([]float64{0.5, 0.01, 0.03, 0.02})
	for i, want := range []float64{0.5, 0.04, 0.06, 0.06} {
		near(t, "adjusted p", got[i], want, 1e-12)
	}
}
