// Package gate decides from measurements whether an estimated effect is shown. It looks
// at how the estimate was made, never at its size or significance. The checks run in one
// order, and the first that closes is named.
package gate

// Verdict is what is said of an effect.
type Verdict uint8

// The verdicts.
const (
	// NotShown: it cannot be said whether there was an effect ("ej belagd").
	NotShown Verdict = iota
	// TooFew: there are too few persons for anything but large effects ("för få").
	TooFew
	// Estimated: the effect is shown ("skattad").
	Estimated
)

// String returns the name of the verdict.
func (v Verdict) String() string {
	return [...]string{NotShown: "not_shown", TooFew: "too_few", Estimated: "estimated"}[v]
}

// Check is one of the checks.
type Check uint8

// The checks, in their order.
const (
	// Size: enough persons have started.
	Size Check = iota
	// Source: outcomes of both groups come from the same sources.
	Source
	// LabourMarket: the comparison lives in the same labour market.
	LabourMarket
	// Overlap: there are comparison persons like the treated.
	Overlap
	// Balance: the weighted comparison has the means of the treated.
	Balance
	// History: there is no effect on a part of the history that was held out.
	History
	// PreTrend: changes before the start do not differ; for panels.
	PreTrend
	// Attrition: outcomes of few are unknown, about as many in both groups.
	Attrition
)

// String returns the name of the check.
func (c Check) String() string {
	return [...]string{"size", "source", "labour_market", "overlap", "balance", "history", "pre_trend", "attrition"}[c]
}

// State is the outcome of a check.
type State uint8

// The outcomes of a check.
const (
	// NotRun: what it needs was not measured. It closes.
	NotRun State = iota
	// Failed: it closes.
	Failed
	// Marked: passed, but so close to the limit that it is reported.
	Marked
	// Substituted: not run, but the definition names a substitute.
	Substituted
	// Passed: passed.
	Passed
	// NotNeeded: the design does not need it.
	NotNeeded
)

// String returns the name of the state.
func (s State) String() string {
	return [...]string{"not_run", "failed", "marked", "substituted", "passed", "not_needed"}[s]
}

// closes reports whether an effect in this state is not shown.
func (s State) closes() bool { return s == NotRun || s == Failed }
