package main

import (
	"errors"
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
			r.StartsLater = p.treated() && p.start() > g && p.start() < g+12*blocks
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

// baseline returns the columns of the built-in effect that differ between persons here.
func baseline(p *person, g month) []float64 {
	age, without := float64(g.year()-p.birth), 0
	for m := g - 1; m >= firstMonth && !p.at(m).works(); m-- {
		without++
	}
	return []float64{
		number(p.sex == "Kvinna"), age, age * age, number(p.education == 2), number(p.education == 3),
		number(without >= 7 && without <= 12), number(without >= 13 && without <= 24), number(without >= 25), float64(g) / 12,
	}
}

func number(is bool) float64 {
	if is {
		return 1
	}
	return 0
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
	estimates [blocks]*effect.Estimate // of unsubsidised work; nil without a comparison
	held      *effect.Estimate         // of the history that was held out
}

// judge estimates the effects of a town as the pipeline does, from the persons
// themselves. All outcomes are from one source and one labour market.
func judge(t *testing.T, pop *population) (v verdict) {
	t.Helper()
	zero, same := 0.0, true
	m := gate.Measures{SourceDifference: &zero, SameLabourMarket: &same, Matching: &gate.Matching{}}
	for _, p := range pop.persons {
		m.Treated += int(number(p.treated()))
	}
	s, err := effect.New(riskSets(pop), effect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for b := range v.estimates {
		if v.estimates[b], err = s.Estimate(b); err != nil && !errors.Is(err, effect.ErrNoOverlap) && !errors.Is(err, effect.ErrNotConverged) {
			t.Fatal(err)
		}
	}
	if v.held, err = s.HeldOut(0, 1); err == nil {
		m.History = &gate.Placebo{Effect: v.held.ATT, P: v.held.P()}
	}
	if e := v.estimates[1]; e != nil {
		m.Treated, m.Loss = e.Treated, &gate.Loss{Treated: e.LossTreated, Comparison: e.LossComparison}
		m.Matching = &gate.Matching{Converged: true, ESS: e.ESS, Pruned: e.PrunedShare}
		for _, b := range e.Balance {
			m.Matching.Differences = append(m.Matching.Differences, b.After)
		}
	}
	v.Decision = gate.Decide(m)
	return v
}

// Each verdict is there once, with a margin to the limits of the gate.
func TestVerdicts(t *testing.T) {
	for town, closed := range map[string]gate.Check{"Hudiksvall": gate.Overlap, "Malmö": gate.Size} {
		if v := judge(t, made().population(t, town)); v.Verdict == gate.Estimated || v.Closed.Check != closed || v.Closed.State != gate.Failed {
			t.Errorf("%s: %v, closed by %+v, want %v", town, v.Verdict, v.Closed, closed)
		}
	}
	v := judge(t, made().population(t, "Söderhamn"))
	if v.Verdict != gate.Estimated {
		t.Fatalf("Söderhamn: %v, closed by %+v", v.Verdict, v.Closed)
	}
	e := v.estimates[1]
	if e.Treated < 60 || e.Clusters < 3 || e.ESS < 60 || e.Contamination > 0.25 || v.held.P() < 0.25 {
		t.Errorf("%d treated, %d suppliers, %v comparison persons in effect, %v start later, p of the history %v", e.Treated, e.Clusters, e.ESS, e.Contamination, v.held.P())
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
