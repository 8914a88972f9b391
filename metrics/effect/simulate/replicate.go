package simulate

import (
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// checks are those of the gate that the simulations can close. The others would need
// data that are not simulated, and pass.
var checks = [...]gate.Check{gate.Overlap, gate.Balance, gate.History}

// replication is what came out of one population.
type replication struct {
	// estimated reports whether there are weights. Without there is no estimate.
	estimated               bool
	truth, att, ess         float64
	covers, coversPublished bool
	closed                  [len(checks)]bool // by each of checks
	shown                   bool
}

// replicate draws a population and estimates its effect.
func replicate(s Scenario, c Cell, seed uint64, n int) replication {
	pop := draw(s, c, seed, n)
	out := replication{truth: pop.truth(s)}
	zero, same := 0.0, true
	m := gate.Measures{Treated: c.Treated, SourceDifference: &zero, SameLabourMarket: &same, Matching: &gate.Matching{}, Loss: &gate.Loss{}}
	sample, err := effect.New(pop.rows(s.Comparison), effect.Options{})
	if err == nil {
		out.estimate(sample, &m)
	}
	d := gate.Decide(m)
	for i, check := range checks {
		state := d.Findings[check].State
		out.closed[i] = state == gate.Failed || state == gate.NotRun
	}
	out.shown = d.Verdict == gate.Estimated
	return out
}

// estimate sets the estimate, and what the gate looks at.
func (out *replication) estimate(sample *effect.Sample, m *gate.Measures) {
	e, err := sample.Estimate(0)
	if err != nil {
		return
	}
	out.estimated, out.att, out.ess = true, e.ATT, e.ESS
	out.covers = contains(e.Interval(), out.truth)
	out.coversPublished = contains(e.Published(effect.Matched.Allowance()), out.truth)
	m.Matching = &gate.Matching{Converged: true, ESS: e.ESS, Pruned: e.PrunedShare}
	for _, b := range e.Balance {
		m.Matching.Differences = append(m.Matching.Differences, b.After)
	}
	// The weights are fitted again on the last year alone.
	if held, err := sample.HeldOut(0, 1); err == nil {
		m.History = &gate.Placebo{Effect: held.ATT, P: held.P()}
	}
}

func contains(i effect.Interval, x float64) bool { return i.Low <= x && x <= i.High }
