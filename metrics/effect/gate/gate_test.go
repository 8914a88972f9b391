package gate_test

import (
	"math"
	"slices"
	"testing"

	"dubbelkrona/metrics/effect/gate"
)

func at[T any](x T) *T { return &x }

// sound passes every check.
func sound() gate.Measures {
	return gate.Measures{
		Treated: 40, SourceDifference: at(0.02), SameLabourMarket: at(true),
		Matching: &gate.Matching{Converged: true, ESS: 60, Pruned: 0.05, Differences: []float64{0.02, -0.08}},
		History:  &gate.Placebo{Effect: 0.03, P: 0.01}, Panel: true, PreTrend: at(0.4), Loss: &gate.Loss{Treated: 0.08, Comparison: 0.06},
	}
}

func TestEachCheck(t *testing.T) {
	for name, c := range map[string]struct {
		change  func(*gate.Measures)
		verdict gate.Verdict
		check   gate.Check
		state   gate.State
	}{
		"sound":                    {func(*gate.Measures) {}, gate.Estimated, gate.Size, gate.Passed},
		"24 persons":               {func(m *gate.Measures) { m.Treated = 24 }, gate.TooFew, gate.Size, gate.Failed},
		"25 persons":               {func(m *gate.Measures) { m.Treated = 25 }, gate.Estimated, gate.Size, gate.Passed},
		"12 of at least 10":        {func(m *gate.Measures) { m.Treated, m.MinTreated = 12, 10 }, gate.Estimated, gate.Size, gate.Passed},
		"9 of at least 3":          {func(m *gate.Measures) { m.Treated, m.MinTreated = 9, 3 }, gate.TooFew, gate.Size, gate.Failed},
		"sources differ":           {func(m *gate.Measures) { m.SourceDifference = at(-0.06) }, gate.NotShown, gate.Source, gate.Failed},
		"sources unknown":          {func(m *gate.Measures) { m.SourceDifference = nil }, gate.NotShown, gate.Source, gate.NotRun},
		"another region":           {func(m *gate.Measures) { m.SameLabourMarket = at(false) }, gate.NotShown, gate.LabourMarket, gate.Failed},
		"region unknown":           {func(m *gate.Measures) { m.SameLabourMarket = nil }, gate.NotShown, gate.LabourMarket, gate.NotRun},
		"not converged":            {func(m *gate.Measures) { m.Matching = &gate.Matching{} }, gate.NotShown, gate.Overlap, gate.Failed},
		"no weights":               {func(m *gate.Measures) { m.Matching = nil }, gate.NotShown, gate.Overlap, gate.NotRun},
		"effective number 29.9":    {func(m *gate.Measures) { m.Matching.ESS = 29.9 }, gate.NotShown, gate.Overlap, gate.Failed},
		"pruned":                   {func(m *gate.Measures) { m.Matching.Pruned = 0.11 }, gate.NotShown, gate.Overlap, gate.Failed},
		"unbalanced":               {func(m *gate.Measures) { m.Matching.Differences[1] = -0.26 }, gate.NotShown, gate.Balance, gate.Failed},
		"nearly unbalanced":        {func(m *gate.Measures) { m.Matching.Differences[1] = -0.2 }, gate.Estimated, gate.Balance, gate.Marked},
		"history":                  {func(m *gate.Measures) { m.History = &gate.Placebo{Effect: -0.06, P: 0.04} }, gate.NotShown, gate.History, gate.Failed},
		"history, uncertain":       {func(m *gate.Measures) { m.History = &gate.Placebo{Effect: 0.2, P: 0.06} }, gate.Estimated, gate.History, gate.Passed},
		"history, in kronor":       {func(m *gate.Measures) { m.History, m.HistoryMargin = &gate.Placebo{Effect: 4000, P: 0}, 5000 }, gate.Estimated, gate.History, gate.Passed},
		"no history":               {func(m *gate.Measures) { m.History = nil }, gate.NotShown, gate.History, gate.NotRun},
		"trends differ":            {func(m *gate.Measures) { m.PreTrend = at(0.049) }, gate.NotShown, gate.PreTrend, gate.Failed},
		"trends unknown":           {func(m *gate.Measures) { m.PreTrend = nil }, gate.NotShown, gate.PreTrend, gate.NotRun},
		"no panel":                 {func(m *gate.Measures) { m.PreTrend, m.Panel = nil, false }, gate.Estimated, gate.PreTrend, gate.NotNeeded},
		"many lost":                {func(m *gate.Measures) { m.Loss = &gate.Loss{Treated: 0.15, Comparison: 0.21} }, gate.NotShown, gate.Attrition, gate.Failed},
		"lost differently":         {func(m *gate.Measures) { m.Loss = &gate.Loss{Treated: 0.02, Comparison: 0.13} }, gate.NotShown, gate.Attrition, gate.Failed},
		"lost a little other":      {func(m *gate.Measures) { m.Loss = &gate.Loss{Treated: 0.02, Comparison: 0.09} }, gate.Estimated, gate.Attrition, gate.Marked},
		"loss unknown":             {func(m *gate.Measures) { m.Loss = nil }, gate.NotShown, gate.Attrition, gate.NotRun},
		"difference not a number":  {func(m *gate.Measures) { m.Matching.Differences[0] = math.NaN() }, gate.NotShown, gate.Balance, gate.Failed},
		"ESS not a number":         {func(m *gate.Measures) { m.Matching.ESS = math.NaN() }, gate.NotShown, gate.Overlap, gate.Failed},
		"history not a number":     {func(m *gate.Measures) { m.History = &gate.Placebo{Effect: math.NaN(), P: math.NaN()} }, gate.NotShown, gate.History, gate.Failed},
		"loss not a number":        {func(m *gate.Measures) { m.Loss = &gate.Loss{Treated: math.NaN()} }, gate.NotShown, gate.Attrition, gate.Failed},
		"pre-trend not a number":   {func(m *gate.Measures) { m.PreTrend = at(math.NaN()) }, gate.NotShown, gate.PreTrend, gate.Failed},
		"source is not a number":   {func(m *gate.Measures) { m.SourceDifference = at(math.NaN()) }, gate.NotShown, gate.Source, gate.Failed},
		"pruned is not a number":   {func(m *gate.Measures) { m.Matching.Pruned = math.NaN() }, gate.NotShown, gate.Overlap, gate.Failed},
		"few before anything else": {func(m *gate.Measures) { *m = gate.Measures{} }, gate.TooFew, gate.Size, gate.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			m := sound()
			c.change(&m)
			d := gate.Decide(m)
			if f := d.Findings[c.check]; d.Verdict != c.verdict || f.Check != c.check || f.State != c.state {
				t.Errorf("%v, %v %v; want %v, %v %v", d.Verdict, f.Check, f.State, c.verdict, c.check, c.state)
			}
			switch {
			case d.Verdict == gate.Estimated && d.Closed != nil, d.Verdict != gate.Estimated && (d.Closed == nil || d.Closed.Check != c.check):
				t.Errorf("closed by %+v, want %v", d.Closed, c.check)
			}
		})
	}
}

// The first check in the order is named, whatever else closes.
func TestTheFirstCheckIsNamed(t *testing.T) {
	m := gate.Measures{Treated: 100, Panel: true}
	for _, step := range []struct {
		check gate.Check
		mend  func()
	}{
		{gate.Source, func() { m.SourceDifference = at(0.0) }},
		{gate.LabourMarket, func() { m.SameLabourMarket = at(true) }},
		{gate.Overlap, func() { m.Matching = &gate.Matching{Converged: true, ESS: 50, Differences: []float64{1}} }},
		{gate.Balance, func() { m.Matching.Differences = nil }},
		{gate.History, func() { m.History = &gate.Placebo{} }},
		{gate.PreTrend, func() { m.PreTrend = at(1.0) }},
		{gate.Attrition, func() { m.Loss = &gate.Loss{} }},
	} {
		if d := gate.Decide(m); d.Closed == nil || d.Closed.Check != step.check {
			t.Errorf("closed by %+v, want %v", d.Closed, step.check)
		}
		step.mend()
	}
	if d := gate.Decide(m); d.Verdict != gate.Estimated {
		t.Errorf("%v, closed by %+v", d.Verdict, d.Closed)
	}
}

// A substitute replaces a check that was not run, never one that failed.
func TestSubstitutes(t *testing.T) {
	m := sound()
	m.Substitutes = map[gate.Check]string{gate.History: "the earnings of 1975", gate.Balance: "none"}
	m.History = nil
	if d := gate.Decide(m); d.Verdict != gate.Estimated || d.Findings[gate.History].State != gate.Substituted || d.Findings[gate.History].Substitute != "the earnings of 1975" {
		t.Errorf("%v, %+v", d.Verdict, d.Findings[gate.History])
	}
	m.Matching.Differences[0] = 0.5
	if d := gate.Decide(m); d.Verdict != gate.NotShown || d.Closed.Check != gate.Balance {
		t.Errorf("%v, closed by %+v", d.Verdict, d.Closed)
	}
}

func TestFlags(t *testing.T) {
	quiet := gate.Remarks{MaxWeight: 0.2, Effect: 0.1, SE: 0.05, Other: 0.15, Robustness: 0.2, Strongest: 0.1, Second: 0.2, SecondSE: 0.05, Contamination: 0.3, Suppliers: 3}
	if got := gate.Flags(quiet); len(got) != 0 {
		t.Errorf("%v", got)
	}
	loud := gate.Remarks{MaxWeight: 0.21, Effect: 0.1, SE: 0.05, Other: 0.16, Robustness: 0.05, Strongest: 0.1, Second: 0.22, SecondSE: 0.05, Contamination: 0.31, Suppliers: 1}
	want := []gate.Flag{gate.LargeWeight, gate.EstimatorsDiffer, gate.WeakRobustness, gate.SecondComparison, gate.EarlierStart, gate.OneSupplier}
	if got := gate.Flags(loud); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	nan := math.NaN()
	unknown := gate.Remarks{MaxWeight: nan, Effect: 0.1, SE: 0.05, Other: nan, Robustness: nan, Strongest: 0.1, Second: nan, SecondSE: nan, Contamination: nan, Suppliers: 2}
	if got := gate.Flags(unknown); !slices.Equal(got, []gate.Flag{gate.FewSuppliers}) {
		t.Errorf("%v", got)
	}
}

func TestNames(t *testing.T) {
	var names []string
	for _, f := range gate.Decide(gate.Measures{}).Findings {
		names = append(names, f.Check.String()+" "+f.State.String())
	}
	want := []string{"size failed", "source not_run", "labour_market not_run", "overlap not_run", "balance not_run", "history not_run", "pre_trend not_needed", "attrition not_run"}
	if !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
	if got := []string{gate.NotShown.String(), gate.TooFew.String(), gate.Estimated.String()}; !slices.Equal(got, []string{"not_shown", "too_few", "estimated"}) {
		t.Errorf("%v", got)
	}
}
