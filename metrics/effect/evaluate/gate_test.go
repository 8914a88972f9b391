package evaluate_test

import (
	"errors"
	"math"
	"testing"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/evaluate"
	"dubbelkrona/metrics/effect/gate"
)

// Each check closes for what it is for, and is named.
func TestEachCheckCloses(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*evaluate.Plan, []evaluate.Row)
		check  gate.Check
		state  gate.State
	}{
		"too few": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for _, i := range starters(rows)[24:] {
				rows[i].Due[1] = false
			}
		}, gate.Size, gate.Failed},
		// A tenth of the treated, and no comparison person, has another source.
		"sources differ": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for k, i := range starters(rows) {
				if k%10 == 0 {
					rows[i].Source = "interviews"
				}
			}
		}, gate.Source, gate.Failed},
		"no source": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for i := range rows {
				rows[i].Source = ""
			}
		}, gate.Source, gate.NotRun},
		"another region": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for i := range rows {
				if !rows[i].Treated && i%20 == 0 {
					rows[i].Region = "FA2"
				}
			}
		}, gate.LabourMarket, gate.Failed},
		"a region unknown": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for i := range rows {
				if !rows[i].Treated && i%20 == 0 {
					rows[i].Region = ""
				}
			}
		}, gate.LabourMarket, gate.NotRun},
		// No comparison person is as old as the treated.
		"no overlap": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for _, i := range starters(rows) {
				rows[i].X[1] += 100
			}
		}, gate.Overlap, gate.Failed},
		"history not declared": {func(p *evaluate.Plan, rows []evaluate.Row) { p.HeldOut = nil }, gate.History, gate.NotRun},
		// The treated worked a month a year more, two and three years before.
		"history": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for _, i := range starters(rows) {
				rows[i].H[0] += 0.08
				rows[i].H[1] += 0.08
			}
		}, gate.History, gate.Failed},
		"lost": {func(p *evaluate.Plan, rows []evaluate.Row) {
			for k, i := range starters(rows) {
				if k%8 == 0 {
					rows[i].Known[1] = 0.79
				}
			}
		}, gate.Attrition, gate.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			p, rows := plan(), people(3, 1500)
			c.change(&p, rows)
			r := evaluate.Scope(p, rows)
			verdict := gate.NotShown
			if c.check == gate.Size {
				verdict = gate.TooFew
			}
			if r.Verdict != verdict || r.Closed == nil || r.Closed.Check != c.check || r.Closed.State != c.state {
				t.Errorf("%v, closed by %+v, want %v %v", r.Verdict, r.Closed, c.check, c.state)
			}
			if e := r.Estimates[1]; e.Verdict != verdict || (e.Figures == nil) != (c.check == gate.Overlap) {
				t.Errorf("the primary estimate is %v with %+v", e.Verdict, e.Figures)
			}
		})
	}
}

func TestSubstitutesAndDeclarations(t *testing.T) {
	p, rows := plan(), people(3, 600)
	for i := range rows {
		if rows[i].Source = ""; !rows[i].Treated {
			rows[i].Region = "FA2"
		}
	}
	p.OtherRegion, p.Substitutes = true, map[gate.Check]string{gate.Source: "one register"}
	r := evaluate.Scope(p, rows)
	if f := r.Findings[gate.Source]; r.Verdict != gate.Estimated || f.State != gate.Substituted || f.Substitute != "one register" {
		t.Errorf("%v, closed by %+v; %+v", r.Verdict, r.Closed, f)
	}
}

// The outcome of persons without recent work is balanced by the history before, so that
// with the weights of the estimate an effect on that history is 0 by construction, however
// much the groups differ there. The check fits weights without it, and finds it.
func TestTheHistoryCheckRefitsItsWeights(t *testing.T) {
	p, rows := plan(), people(4, 1500)
	for _, i := range starters(rows) {
		rows[i].H[0] += 0.08
		rows[i].H[1] += 0.08
	}
	r := evaluate.Scope(p, rows)
	for _, b := range r.Balance {
		near(t, b.Column+" after weighting", *b.After, 0, 1e-8)
	}
	if x := measure(t, r, "history_effect"); !(x > 0.06 && x < 0.1) || r.Closed == nil || r.Closed.Check != gate.History {
		t.Errorf("the effect on the history is %v, closed by %+v", x, r.Closed)
	}
}

// Half a year and a whole year are held out: the year counts double. In a draw without
// covariates the check is a difference of means: 0.1 and 0.4 more are 0.3 more.
func TestHeldOutMonthsAreWeighted(t *testing.T) {
	var rows []evaluate.Row
	for i := range 80 {
		row := evaluate.Row{Due: []bool{true}}
		row.Person, row.Treated = string(rune('A'+i)), i%2 == 0
		row.H, row.Y = []float64{0.2, 0.3}, []float64{float64(i % 5)}
		if row.Treated {
			row.H = []float64{0.3, 0.7}
		}
		rows = append(rows, row)
	}
	p := evaluate.Plan{Design: effect.Lottery, History: []string{"half", "year"}, HistoryMonths: []int{6, 12}, HeldOut: []string{"half", "year"},
		Outcomes: []evaluate.Outcome{{Name: "work", Unit: evaluate.Share}}, Blocks: 1, Allowance: math.NaN()}
	near(t, "effect on the history", measure(t, evaluate.Scope(p, rows), "history_effect"), (6*0.1+12*0.4)/18, 1e-12)

	// A column outside the history, with the history balanced.
	p.History, p.HistoryMonths, p.HeldOut = nil, nil, []string{"before"}
	for i := range rows {
		rows[i].H, rows[i].HeldOut = nil, []float64{float64(i % 2)}
	}
	near(t, "effect on a column outside", measure(t, evaluate.Scope(p, rows), "history_effect"), -1, 1e-12)
}

// A person who is in a risk set after having started makes the comparison one that was
// chosen by what happened later. That is a fault, whether the row is due or not.
func TestAComparisonChosenByWhatHappenedLaterIsRefused(t *testing.T) {
	rows := people(3, 600)
	var again evaluate.Row
	for _, i := range starters(rows) {
		if rows[i].Group == 24000 {
			again = clone(rows)[i]
		}
	}
	again.Group, again.Treated, again.Due = 24002, false, []bool{false, false}
	r := evaluate.Scope(plan(), append(rows, again))
	if !errors.Is(r.Err, effect.ErrAlreadyStarted) || r.Verdict != gate.NotShown || len(r.Estimates) != 0 {
		t.Errorf("%v, %v, %d estimates", r.Err, r.Verdict, len(r.Estimates))
	}
}

// The treated are a millionth below the chord of a parabola on which the comparison lies,
// so that weights come close and do not converge. There is no estimate then, from other
// weights either.
func TestUnconvergedWeightsGiveNoEstimate(t *testing.T) {
	var rows []evaluate.Row
	for i := range 120 {
		x := float64(i % 4)
		row := evaluate.Row{Region: "FA1", Source: "register", Due: []bool{true}}
		row.Person, row.Treated, row.X, row.Y = string(rune('A'+i)), i < 40, []float64{x, x * x}, []float64{x}
		if row.Treated {
			row.X = []float64{1.5, 2.5 - 1e-6}
		}
		rows = append(rows, row)
	}
	r := evaluate.Scope(evaluate.Plan{Baseline: []string{"a", "b"}, Outcomes: []evaluate.Outcome{{Name: "work", Unit: evaluate.Share}}, Blocks: 1}, rows)
	e := r.Estimates[0]
	if r.Verdict != gate.NotShown || r.Closed.Check != gate.Overlap || e.Figures != nil || !errors.Is(e.Err, effect.ErrNotConverged) || r.ESS != nil || r.Weights != nil {
		t.Errorf("%v, closed by %+v; %+v, %v", r.Verdict, r.Closed, e.Figures, e.Err)
	}
	if len(r.Balance) != 2 || r.Balance[0].After != nil {
		t.Errorf("balance %+v", r.Balance)
	}
}
