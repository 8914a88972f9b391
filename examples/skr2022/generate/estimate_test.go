package main

import (
	"strconv"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// riskSets returns the estimation table of a town: in each month with places, all who
// were without work the month before and had not started. The outcomes are the shares of
// months in unsubsidised work by block.
func riskSets(pop *population) (rows []effect.Row) {
	for g := range pop.offers {
		for _, p := range pop.listed() {
			if p.at(g-1).works() || p.treated() && p.start() < g {
				continue
			}
			r := effect.Row{Person: p.id, Group: int(g), Treated: p.treated() && p.start() == g, X: baseline(p, g)}
			r.StartsLater = p.treated() && p.start() > g && p.start() < g+24
			if r.Treated {
				r.Cluster = p.placements[0].contract.supplier
			}
			for _, h := range [][2]month{{36, 24}, {24, 12}, {12, 6}, {6, 0}} {
				r.H = append(r.H, shareOf(p, g-h[0], g-h[1], life.works))
			}
			for b := range month(blocks) {
				from := g + 12*b
				r.Y = append(r.Y, shareOf(p, from, from+12, func(l life) bool { return l.works() && !l.subsidised }))
				known := 1.0
				if moved := p.leaves.moved; moved != 0 {
					known = float64(min(max(moved-from, 0), 12)) / 12
				}
				r.Known = append(r.Known, known)
			}
			rows = append(rows, r)
		}
	}
	return rows
}

func baseline(p *person, g month) []float64 {
	x := []float64{float64(g.year() - p.birth), 0, 0}
	if p.sex == "Kvinna" {
		x[1] = 1
	}
	if p.education < 2 {
		x[2] = 1
	}
	return x
}

// shareOf returns the share of months for which is holds.
func shareOf(p *person, from, to month, is func(life) bool) float64 {
	n := 0
	for m := from; m < to; m++ {
		if is(p.at(m)) {
			n++
		}
	}
	return float64(n) / float64(to-from)
}

// verdict is what the gate says of a town, with what it looks at.
type verdict struct {
	gate.Decision
	estimates [blocks]*effect.Estimate // of unsubsidised work
	held      *effect.Estimate         // of the history that was held out
}

// judge estimates the effects of a town as the pipeline does, from the persons
// themselves. All outcomes are from one source and one labour market.
func judge(t *testing.T, pop *population) (v verdict) {
	t.Helper()
	s, err := effect.New(riskSets(pop), effect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for b := range v.estimates {
		if v.estimates[b], err = s.Estimate(b); err != nil {
			t.Fatal(err)
		}
	}
	if v.held, err = s.HeldOut(0, 1); err != nil {
		t.Fatal(err)
	}
	e, zero, same := v.estimates[1], 0.0, true
	m := gate.Measures{
		Treated: e.Treated, SourceDifference: &zero, SameLabourMarket: &same,
		Matching: &gate.Matching{Converged: true, ESS: e.ESS, Pruned: e.PrunedShare},
		History:  &gate.Placebo{Effect: v.held.ATT, P: v.held.P()},
		Loss:     &gate.Loss{Treated: e.LossTreated, Comparison: e.LossComparison},
	}
	for _, b := range e.Balance {
		m.Matching.Differences = append(m.Matching.Differences, b.After)
	}
	v.Decision = gate.Decide(m)
	return v
}

// Each verdict is there once, with a margin to the limits of the gate.
func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		town    string
		verdict gate.Verdict
		closed  gate.Check
		treated [2]int // at least and at most
	}{
		{"Söderhamn", gate.Estimated, 0, [2]int{60, 72}},
		{"Hudiksvall", gate.NotShown, gate.History, [2]int{30, 34}},
		{"Malmö", gate.TooFew, gate.Size, [2]int{10, 14}},
	} {
		v := judge(t, made().population(t, c.town))
		e := v.estimates[1]
		if v.Verdict != c.verdict || v.Closed != nil && v.Closed.Check != c.closed {
			t.Errorf("%s: %v, closed by %+v", c.town, v.Verdict, v.Closed)
		}
		if e.Treated < c.treated[0] || e.Treated > c.treated[1] {
			t.Errorf("%s: %d treated, want %v", c.town, e.Treated, c.treated)
		}
		if c.verdict != gate.TooFew && (e.ESS < 50 || e.Contamination > 0.27) {
			t.Errorf("%s: %v comparison persons in effect, of whom %v start later", c.town, e.ESS, e.Contamination)
		}
		if p := v.held.P(); c.verdict == gate.Estimated && p < 0.25 || c.closed == gate.History && (p > 0.001 || v.held.ATT > -0.15) {
			t.Errorf("%s: effect %v on the history that was held out, p %v", c.town, v.held.ATT, p)
		}
		if c.verdict == gate.Estimated && e.Clusters < 3 {
			t.Errorf("%s: %d suppliers", c.town, e.Clusters)
		}
	}
}

// The published interval of each block covers the effect that the persons are drawn
// with.
func TestEstimatesFindTheTruth(t *testing.T) {
	v := judge(t, made().population(t, "Söderhamn"))
	truths := 0
	for _, row := range records(t, "generate/truth.csv") {
		if row["scope"] != "2182" || row["outcome"] != "unsubsidised_work" {
			continue
		}
		truths++
		b, _ := strconv.Atoi(row["block"])
		e := v.estimates[b-1]
		truth, published := amount(t, row["effect"]).InexactFloat64(), e.Published(effect.Matched.Allowance())
		if truth < published.Low || truth > published.High {
			t.Errorf("block %d: truth %v, estimate %v, published %+v", b, truth, e.ATT, published)
		}
		if b == 2 && published.Low < 0.03 {
			t.Errorf("an effect of %v, published %+v, is hardly told from 0", e.ATT, published)
		}
	}
	if truths != blocks {
		t.Errorf("%d blocks of the truth, want %d", truths, blocks)
	}
}
