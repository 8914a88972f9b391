package evaluate_test

import (
	"fmt"
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

func panelPlan() evaluate.Plan {
	return evaluate.Plan{
		Design: effect.Change, Base: true, Before: []string{"work_36", "work_30"},
		History: []string{"work_36"}, HistoryMonths: []int{6}, HeldOut: []string{"work_36"},
		Outcomes: []evaluate.Outcome{{Name: "work", Unit: evaluate.Share}, {Name: "wage", Unit: evaluate.SEK}}, Blocks: 1,
		Substitutes: map[gate.Check]string{gate.Source: "one", gate.LabourMarket: "one"},
	}
}

// panel returns two start months, with 20 and 40 treated and as many others. All work less
// than the others by a fifth before; the others change by 0.1 and 0.2, the treated by
// 0.1 and 0.4 more. Persons deviate by −0.05, 0 and 0.05 in turn, or nearly.
func panel() (rows []evaluate.Row) {
	for g, n := range []int{20, 40} {
		for i := range 2 * n {
			noise := 0.05 * float64(i/2%5-2) / 2
			row := evaluate.Row{Due: []bool{true}}
			row.Person, row.Group, row.Treated = fmt.Sprint(g, " ", i), g, i%2 == 0
			level, change := 0.5, 0.1*float64(g+1)
			if row.Treated {
				level, change = 0.3, change+[]float64{0.1, 0.4}[g]
				row.Cluster = fmt.Sprint(i % 7)
			}
			wobble := 0.03 * float64(i/2%3-1)
			row.Base, row.Y = level, []float64{level + change + noise, 1000}
			row.Before = []float64{level + wobble, level + 0.02*(float64(i/2%4)-1.5)}
			row.H = row.Before[:1]
			rows = append(rows, row)
		}
	}
	return rows
}

// The effect is the mean of 0.1 for 20 and 0.4 for 40, whatever the levels.
func TestAPanelByHand(t *testing.T) {
	r := evaluate.Scope(panelPlan(), panel())
	e := at(t, r, 0, 0)
	near(t, "effect", e.ATT, (20*0.1+40*0.4)/60, 1e-12)
	near(t, "comparison", e.ComparisonMean, (20*0.1+40*0.2)/60, 1e-12)
	if r.Verdict != gate.Estimated || r.Treated != 60 || r.Comparison != 60 {
		t.Errorf("%v of %d and %d, closed by %+v", r.Verdict, r.Treated, r.Comparison, r.Closed)
	}
	// Everybody has the same weight within a start month: 1/60.
	near(t, "ESS", *r.ESS, 60, 1e-9)
	if x := measure(t, r, "pretrend_p"); !(x > 0.05) {
		t.Errorf("p of the trends before is %v", x)
	}
	half, one := measure(t, r, "rm_low_0.5"), measure(t, r, "rm_low_1")
	if !(one < half && half < e.ATT && e.ATT < measure(t, r, "rm_high_0.5") && measure(t, r, "breakdown") > 1) {
		t.Errorf("bounds from %v and %v, breakdown %v", half, one, measure(t, r, "breakdown"))
	}
	// Nothing is lost, so the bounds are the effect.
	near(t, "lower bound", measure(t, r, "lee_low"), e.ATT, 1e-12)
	near(t, "upper bound", measure(t, r, "lee_high"), e.ATT, 1e-12)
	// Amounts have no base.
	if wage := r.Estimates[1]; wage.Figures != nil || wage.Err == nil {
		t.Errorf("wage %+v", wage.Figures)
	}
}

// A start month with one treated has no estimate: that person is one without a comparison.
func TestAStartMonthWithoutAnEstimateIsLeftOut(t *testing.T) {
	rows := panel()
	for i := range 3 {
		row := clone(rows)[i]
		row.Person, row.Group, row.Treated = fmt.Sprint("late ", i), 9, i == 0
		rows = append(rows, row)
	}
	r := evaluate.Scope(panelPlan(), rows)
	near(t, "effect", at(t, r, 0, 0).ATT, 0.3, 1e-12)
	if r.Treated != 61 || at(t, r, 0, 0).Treated != 60 || r.Verdict != gate.Estimated {
		t.Errorf("%d treated, %d with a part in the estimate", r.Treated, at(t, r, 0, 0).Treated)
	}
	// Of ten in a hundred and more the gate says so.
	for i := range rows {
		if rows[i].Group == 0 && rows[i].Treated && i > 1 {
			rows[i].Group = 100 + i
			alone := clone(rows)[i+1]
			alone.Person, alone.Group = fmt.Sprint("alone ", i), 100+i
			rows = append(rows, alone)
		}
	}
	if r := evaluate.Scope(panelPlan(), rows); r.Verdict != gate.NotShown || r.Closed.Check != gate.Overlap || !(r.Closed.Value > 0.3) {
		t.Errorf("%v, closed by %+v", r.Verdict, r.Closed)
	}
}

func TestTrendsBeforeTheStartClose(t *testing.T) {
	rows := panel()
	for i := range rows {
		if rows[i].Treated {
			rows[i].Before[1] += 0.03
		}
	}
	p := panelPlan()
	r := evaluate.Scope(p, rows)
	if r.Verdict != gate.NotShown || r.Closed.Check != gate.PreTrend || r.Closed.State != gate.Failed {
		t.Errorf("%v, closed by %+v", r.Verdict, r.Closed)
	}
	p.Before = nil
	for i := range rows {
		rows[i].Before = nil
	}
	if r := evaluate.Scope(p, rows); r.Closed == nil || r.Closed.Check != gate.PreTrend || r.Closed.State != gate.NotRun {
		t.Errorf("without periods before: closed by %+v", r.Closed)
	}
}

// A panel without a base is a fault of the definition.
func TestAPanelNeedsABase(t *testing.T) {
	p := panelPlan()
	p.Base = false
	if r := evaluate.Scope(p, panel()); r.Err == nil || r.Verdict != gate.NotShown {
		t.Errorf("%v, %v", r.Err, r.Verdict)
	}
	rows := panel()
	for i := range rows {
		rows[i].Base = math.NaN()
	}
	if r := evaluate.Scope(panelPlan(), rows); r.Err != nil || r.Verdict != gate.NotShown || r.Closed.Check != gate.Overlap {
		t.Errorf("%v, %v, closed by %+v", r.Err, r.Verdict, r.Closed)
	}
}
