package gate

// Measures are what the checks look at. A nil pointer is what was not measured.
type Measures struct {
	// Treated is the number of persons who started. MinTreated is at least 10; 0 is
	// 25.
	Treated, MinTreated int
	// SourceDifference is the largest difference between the groups in the share of
	// months from one source.
	SourceDifference *float64
	// SameLabourMarket reports whether the comparison is from the same region, or
	// from another one that was declared.
	SameLabourMarket *bool
	// Matching is nil if no weights were made.
	Matching *Matching
	// History is the effect on the history that was held out. Its margin, below
	// which an effect is too small to matter, is HistoryMargin; 0 is 0.05.
	History       *Placebo
	HistoryMargin float64
	// Panel reports whether the estimate is from changes. PreTrend is the p value of
	// no effect before the start.
	Panel    bool
	PreTrend *float64
	// Loss are the shares without an outcome.
	Loss *Loss
	// Substitutes are what the definition names in place of checks that cannot be
	// run.
	Substitutes map[Check]string
}

// Matching is how well the weighted comparison matches.
type Matching struct {
	// Converged is false if balancing failed. The other measures are then unused.
	Converged bool
	// ESS is the effective number of comparison persons.
	ESS float64
	// Pruned is the share of the treated without a comparison.
	Pruned float64
	// Differences are standardised differences of means on the declared covariates,
	// after weighting.
	Differences []float64
}

// Placebo is an effect where there can be none.
type Placebo struct{ Effect, P float64 }

// Loss are shares of the groups without an outcome.
type Loss struct{ Treated, Comparison float64 }

// Finding is what a check found.
type Finding struct {
	Check Check
	State State
	// Value is what was measured, and Limit what it was held to; both 0 if nothing
	// was measured.
	Value, Limit float64
	// Substitute is what the definition names in place of a check that was not run.
	Substitute string
}

// Decision is a verdict and its reasons.
type Decision struct {
	Verdict Verdict
	// Closed is the check that closed, nil if none did.
	Closed *Finding
	// Findings has all checks in their order.
	Findings []Finding
}
