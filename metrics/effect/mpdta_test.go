package effect_test

import (
	"fmt"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/sensitivity"
)

var mpdtaYears = []int{2003, 2004, 2005, 2006, 2007}

// mpdtaUnits has counties with the logarithm of youth employment by year; X is that of
// the population.
func mpdtaUnits(t *testing.T) (units []effect.Unit) {
	t.Helper()
	index := make(map[string]int)
	for _, r := range records(t, "mpdta.csv") {
		at, ok := index[r["countyreal"]]
		if !ok {
			at = len(units)
			index[r["countyreal"]] = at
			u := effect.Unit{Person: r["countyreal"], Start: int(number(t, r["first.treat"])), X: []float64{number(t, r["lpop"])}, Y: make([]float64, len(mpdtaYears))}
			if u.Start == 0 {
				u.Start = effect.Never
			}
			units = append(units, u)
		}
		units[at].Y[int(number(t, r["year"]))-mpdtaYears[0]] = number(t, r["lemp"])
	}
	return units
}

// panel returns the effects by group and period, with standard errors as other programs
// have them, and with the covariate or without.
func panel(t *testing.T, units []effect.Unit, covariate bool, opt effect.PanelOptions) *effect.Panel {
	t.Helper()
	periods := mpdtaYears
	if len(units[0].Y) == len(sevenPeriods) {
		periods = sevenPeriods
	}
	if !covariate {
		units = slices.Clone(units)
		for i := range units {
			units[i].X = nil
		}
	}
	opt.Variance = effect.Influence
	p, err := effect.GroupTime(periods, units, opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Cells {
		if c.Err != nil {
			t.Fatalf("%d in %d: %v", c.Group, c.Time, c.Err)
		}
	}
	return p
}

func mpdtaFigures(t *testing.T) figures {
	units := mpdtaUnits(t)
	f := make(figures)
	for name, notYet := range map[string]bool{"never": false, "notyet": true} {
		mpdtaCells(t, f, "nocov_"+name, panel(t, units, false, effect.PanelOptions{NotYet: notYet, Short: true}))
		mpdtaCells(t, f, "lpop_DR_"+name, panel(t, units, true, effect.PanelOptions{NotYet: notYet, Short: true}))
	}
	for name := range f {
		// Another estimator, see leftOut.
		for _, part := range []string{"lpop_DR_never: SE", "lpop_DR_notyet: SE", "lpop_DR_never: pre-test", "lpop_DR_notyet: pre-test"} {
			if len(name) >= len(part) && name[:len(part)] == part {
				delete(f, name)
			}
		}
	}
	mpdtaUniversal(t, f, panel(t, units, false, effect.PanelOptions{}))
	averaged := panel(t, units, false, effect.PanelOptions{From: -4, To: -1})
	for _, c := range averaged.Cells {
		if c.Group == 2007 && c.Time == 2007 {
			f["plain DiD g=2007, all pre-years averaged"] = c.Estimate.ATT
		}
	}
	return f
}

// mpdtaCells adds cells and all means of them.
func mpdtaCells(t *testing.T, f figures, prefix string, p *effect.Panel) {
	add := func(name string, e *effect.Estimate, err error) *effect.Estimate {
		if err != nil {
			t.Fatal(prefix, name, err)
		}
		f[prefix+": "+name], f[prefix+": SE "+name] = e.ATT, e.SE
		return e
	}
	var cells, events []*effect.Estimate
	for _, c := range p.Cells {
		at := fmt.Sprintf("(%d,%d)", c.Group, c.Time)
		f[prefix+": ATT"+at], f[prefix+": SE"+at] = c.Estimate.ATT, c.Estimate.SE
		cells = append(cells, c.Estimate)
	}
	for _, d := range p.Events() {
		e, err := p.Event(d)
		events = append(events, add(fmt.Sprintf("event e=%d", d), e, err))
	}
	for _, g := range []int{2004, 2006, 2007} {
		e, err := p.OfGroup(g)
		add(fmt.Sprintf("group %d", g), e, err)
	}
	for name, of := range map[string]func() (*effect.Estimate, error){"dynamic overall": p.Dynamic, "group overall": p.Groups, "simple": p.Simple} {
		e, err := of()
		add(name, e, err)
	}
	for name, list := range map[string][]*effect.Estimate{"the 95% simultaneous band, 12 cells": cells, "the 95% band, event study": events} {
		c, err := effect.Band(list, 0.95, 5000, 1)
		if err != nil {
			t.Fatal(err)
		}
		f[prefix+": critical value of "+name] = c
	}
	w, err := p.PreTrend()
	if err != nil || w.DF != 5 {
		t.Fatal(w, err)
	}
	f[prefix+": pre-test Wald"], f[prefix+": pre-test p (chi2 5)"] = w.Statistic, w.P
}

// mpdtaUniversal adds the event study from one base period, and the bounds under
// different trends.
func mpdtaUniversal(t *testing.T, f figures, p *effect.Panel) {
	events, pre, err := p.EventStudy()
	if err != nil {
		t.Fatal(err)
	}
	study := sensitivity.EventStudy{Covariance: effect.Joint(events), Pre: pre}
	distances := p.Events()
	for i, e := range events {
		name := fmt.Sprintf("event e=%d", distances[i])
		f["nocov_never universal: "+name], f["nocov_never universal: SE "+name] = e.ATT, e.SE
		study.Effects = append(study.Effects, e.ATT)
	}
	for name, mbar := range map[string]float64{"original 95%": 0, "DeltaRM Mbar=0.5": 0.5, "DeltaRM Mbar=1": 1} {
		i, err := study.RelativeMagnitude(0, mbar, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		f["HonestDiD e=0 "+name+" low"], f["HonestDiD e=0 "+name+" high"] = i.Low, i.High
	}
}
