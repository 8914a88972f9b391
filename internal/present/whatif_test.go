package present_test

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/present"
)

// expectation is one of a plan that does more harm than good, whose follow-up would find
// an effect of 10 points.
func expectation(needed *float64, participants int) *dubbelkrona.Expectation {
	return &dubbelkrona.Expectation{Name: "park", Municipality: "2182", Year: 2027, Participants: participants, Effect: []float64{-0.2}, SE: 0.1, Basis: "borrowed",
		Source: "annan kommun", Figures: map[string]float64{"dv": -0.4, "cost": 1000}, Detectable: 0.1, Needed: needed, Least: 25, Reading: "no_delivery",
		Uncertainty: &dubbelkrona.Uncertainty{Low: -1, Median: -0.4, High: 0.2, Double: 0.002, Positive: 0.9996,
			Drivers: []dubbelkrona.Driver{{Input: "displacement", Low: -0.5, High: -0.3}}}}
}

func TestExpectationSaysWhatAFollowUpCanFind(t *testing.T) {
	large, small := 0.2, 0.05
	for _, tc := range []struct {
		needed       *float64
		participants int
		want, not    string
	}{
		{&large, 30, "The data can suffice", "will not"},
		{&small, 30, "needs 5 a year on average. The data will not suffice", "fewer than"},
		{&large, 24, "With fewer than 25 no effect is estimated. A double value of 2 needs 20 a year on average. The data will not suffice", "can suffice"},
		{nil, 30, "effects above 10 percentage points are seen", "suffice"},
	} {
		var b strings.Builder
		if err := present.Expectation(&b, "en", expectation(tc.needed, tc.participants)); err != nil {
			t.Fatal(err)
		}
		if text := b.String(); !strings.Contains(text, tc.want) || strings.Contains(text, tc.not) {
			t.Errorf("%s\nlacks %q or has %q", text, tc.want, tc.not)
		}
	}
}

func TestExpectationOfHarmIsNoRatio(t *testing.T) {
	var b strings.Builder
	if err := present.Expectation(&b, "sv", expectation(nil, 30)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Dubbla värdet: ingen nytta", "Antaget: utan referenspris läses tjänsten som värd vad den kostar", "P(DV ≥ 2) under 1 %, P(e > 0) över 99 %", "Lånad: annan kommun. Räkneexempel: så här blir det om den gäller här.", "undanträngningen  "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s\nlacks %q", b.String(), want)
		}
	}
}
