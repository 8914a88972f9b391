package effect_test

import (
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// On the data of Dehejia & Wahba (1999) with a comparison from a survey, the difference
// of means and coarse strata are not to be believed, and entropy balancing is. The
// earnings of 1975 are the history that is held out, with a margin of 5 % of the mean
// earnings of the treated afterwards; what these data do not have is substituted.
func TestVerdictsOnPublishedData(t *testing.T) {
	rows, _ := lalondeRows(t)
	for i := range rows {
		rows[i].X, rows[i].H = rows[i].X[:7], rows[i].X[7:8]
	}
	one := []float64{}
	for _, c := range []struct {
		name    string
		opt     effect.Options
		verdict gate.Verdict
		closed  gate.Check
	}{
		{"difference of means", effect.Options{Design: effect.Randomised}, gate.NotShown, gate.Balance},
		{"strata", effect.Options{Estimator: effect.Coarsened, Bins: [][]float64{{20, 30, 40}, one, nil, nil, nil, nil, {0}, {0}}}, gate.NotShown, gate.Overlap},
		{"entropy balancing", effect.Options{}, gate.Estimated, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := sample(t, rows, c.opt)
			e := of(t, s, 0)
			d := gate.Decide(measured(t, s, e))
			if d.Verdict != c.verdict {
				t.Fatalf("verdict %v, closed by %+v", d.Verdict, d.Closed)
			}
			if d.Closed != nil && (d.Closed.Check != c.closed || d.Closed.State != gate.Failed) {
				t.Errorf("closed by %+v, want %v", d.Closed, c.closed)
			}
			if i := e.Interval(); c.verdict == gate.Estimated && (i.Low > 0 || i.High < 0) {
				t.Errorf("the interval %+v does not include 0", i)
			}
			bare := measured(t, s, e)
			bare.Substitutes = nil
			if d := gate.Decide(bare); d.Verdict != gate.NotShown || d.Closed.Check != gate.Source || d.Closed.State != gate.NotRun {
				t.Errorf("without substitutes: %v, closed by %+v", d.Verdict, d.Closed)
			}
		})
	}
}

// measured returns what the gate looks at.
func measured(t *testing.T, s *effect.Sample, e *effect.Estimate) gate.Measures {
	t.Helper()
	m := gate.Measures{
		Treated: e.Treated, Matching: &gate.Matching{Converged: true, ESS: e.ESS, Pruned: e.PrunedShare},
		Loss: &gate.Loss{Treated: e.LossTreated, Comparison: e.LossComparison},
		Substitutes: map[gate.Check]string{gate.Source: "one survey each, of the same years",
			gate.LabourMarket: "the whole country"},
		HistoryMargin: 0.05 * e.TreatedMean,
	}
	for _, b := range e.Balance {
		m.Matching.Differences = append(m.Matching.Differences, b.After)
	}
	held, err := s.HeldOut(0)
	if err != nil {
		t.Fatal(err)
	}
	m.History = &gate.Placebo{Effect: held.ATT, P: held.P()}
	return m
}
