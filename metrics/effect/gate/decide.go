package gate

import "math"

// Decide returns the verdict. All checks run; the first that closes decides.
func Decide(m Measures) Decision {
	var d Decision
	d.Verdict = Estimated
	for _, run := range []func(Measures) Finding{size, source, labourMarket, overlap, balance, history, preTrend, attrition} {
		f := run(m)
		if name := m.Substitutes[f.Check]; f.State == NotRun && name != "" {
			f.State, f.Substitute = Substituted, name
		}
		d.Findings = append(d.Findings, f)
		if f.State.closes() && d.Closed == nil {
			d.Closed = &f
			d.Verdict = NotShown
			if f.Check == Size {
				d.Verdict = TooFew
			}
		}
	}
	return d
}

// finding returns what a check found of a value that may be at most limit. A value that
// is not a number closes.
func finding(c Check, value, limit float64) Finding {
	f := Finding{Check: c, State: Failed, Value: value, Limit: limit}
	if value <= limit {
		f.State = Passed
	}
	return f
}

func size(m Measures) Finding {
	least := defaultTreated
	if m.MinTreated != 0 {
		least = max(m.MinTreated, fewestTreated)
	}
	f := Finding{Size, Failed, float64(m.Treated), float64(least), ""}
	if m.Treated >= least {
		f.State = Passed
	}
	return f
}

func source(m Measures) Finding {
	if m.SourceDifference == nil {
		return Finding{Check: Source}
	}
	return finding(Source, math.Abs(*m.SourceDifference), maxSource)
}

func labourMarket(m Measures) Finding {
	f := Finding{Check: LabourMarket}
	if m.SameLabourMarket != nil {
		if f.State = Failed; *m.SameLabourMarket {
			f.State = Passed
		}
	}
	return f
}

func overlap(m Measures) Finding {
	w := m.Matching
	switch {
	case w == nil:
		return Finding{Check: Overlap}
	case !w.Converged:
		return Finding{Check: Overlap, State: Failed}
	case !(w.ESS >= minESS):
		return Finding{Overlap, Failed, w.ESS, minESS, ""}
	}
	if f := finding(Overlap, w.Pruned, maxPruned); f.State == Failed {
		return f
	}
	return Finding{Overlap, Passed, w.ESS, minESS, ""}
}

func balance(m Measures) Finding {
	if m.Matching == nil || !m.Matching.Converged {
		return Finding{Check: Balance}
	}
	most := 0.0
	for _, d := range m.Matching.Differences {
		most = max(most, math.Abs(d))
	}
	f := finding(Balance, most, maxDifference)
	if f.State == Passed && most > markDifference {
		f.State = Marked
	}
	return f
}

func history(m Measures) Finding {
	if m.History == nil {
		return Finding{Check: History}
	}
	margin := defaultMargin
	if m.HistoryMargin > 0 {
		margin = m.HistoryMargin
	}
	f := finding(History, math.Abs(m.History.Effect), margin)
	if f.State == Failed && m.History.P >= maxP {
		f.State = Passed // too uncertain to tell from no effect
	}
	return f
}

func preTrend(m Measures) Finding {
	switch {
	case !m.Panel:
		return Finding{Check: PreTrend, State: NotNeeded}
	case m.PreTrend == nil:
		return Finding{Check: PreTrend}
	case *m.PreTrend >= maxP:
		return Finding{PreTrend, Passed, *m.PreTrend, maxP, ""}
	}
	return Finding{PreTrend, Failed, *m.PreTrend, maxP, ""}
}

func attrition(m Measures) Finding {
	if m.Loss == nil {
		return Finding{Check: Attrition}
	}
	gap := math.Abs(m.Loss.Treated - m.Loss.Comparison)
	if f := finding(Attrition, max(m.Loss.Treated, m.Loss.Comparison), maxLoss); f.State == Failed {
		return f
	}
	f := finding(Attrition, gap, maxLossGap)
	if f.State == Passed && gap >= markLossGap {
		f.State = Marked // the bounds are what is published
	}
	return f
}
