package evaluate

import (
	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// Result is what is reported of one scope. Nil is unknown.
type Result struct {
	// Decision has the verdict, the check that closed and all findings. With a fault no
	// check was run, and the verdict is NotShown.
	gate.Decision
	// Err is a fault of the definition or its rows, such as a person who is compared
	// after having started. It names no person.
	Err error
	// Treated are the persons who started and are due in the primary block, Comparison
	// those compared with them, and Suppliers those of the treated.
	Treated, Comparison, Suppliers int
	// ESS is the effective number of comparison persons, Contamination their share that
	// starts within the horizon.
	ESS, Contamination *float64
	// EarlierStart reports whether so many of the comparison start within the horizon
	// that the effect is that of an earlier start.
	EarlierStart bool
	// Preliminary is the share of the treated that is not yet due in the primary block.
	Preliminary *float64
	// MDE is the smallest effect on the primary outcome that can be detected.
	MDE *float64
	// Estimates has every outcome and block, in the order of Row.Y.
	Estimates  []Estimate
	Covariance []Covariance
	// Balance has every column of X and then of H, of the primary outcome and block.
	Balance []Balance
	// Overlap has every block, of the primary outcome.
	Overlap []Overlap
	// Sensitivity has what could be measured, in a fixed order.
	Sensitivity []Measure
	Flags       []gate.Flag
	// Weights are deciles of the weights of comparison persons, from the smallest to
	// the largest.
	Weights []Quantile
}

// Estimate is an outcome in a block.
type Estimate struct {
	Cell
	Primary bool
	// Verdict is that of the scope, unless this outcome and block has too few persons,
	// no comparison or too many unknown outcomes.
	Verdict gate.Verdict
	// Treated are the persons who are due, or those with a part in the estimate if there
	// is one; Comparison likewise.
	Treated, Comparison int
	// Figures is nil if there is no estimate. Err says why.
	*Figures
	Err error
}

// Figures are the numbers of an estimate.
type Figures struct {
	ATT, TreatedMean, ComparisonMean float64
	SE, DF                           float64
	// Interval is that for these contracts, at 90 %.
	effect.Interval
	// Allowance is in the unit of the outcome. Published is the interval with it, or
	// with bounds if the groups lost different shares; nil if the allowance is unknown.
	Allowance *float64
	Published *effect.Interval
	// Next is for a further contract, without the allowance; nil under three suppliers.
	Next *effect.Prediction
	// P is by permutation within batches where chance decided who started.
	P *float64
	// PHolm is adjusted for all outcomes and blocks that are not primary; nil for the
	// one that is.
	PHolm    *float64
	ESS      float64
	Clusters int
}

// Covariance is that of two estimates, by their places in Result.Estimates. All pairs
// are there in both orders, and the variances.
type Covariance struct {
	A, B  int
	Value float64
}

// Balance is how a column differs between the groups, in standard deviations of the
// treated, and the ratio of variances. After is nil if there are no weights.
type Balance struct {
	Column              string
	History             bool
	Before, RatioBefore float64
	After, RatioAfter   *float64
}

// Overlap describes the comparison in one block.
type Overlap struct {
	Block               int
	Treated, Comparison int
	ESS, MaxWeight      *float64
	// NegativeShare is the share of comparison rows with a weight below 0 in least
	// squares, PrunedShare the share of treated rows without a comparison in coarsened
	// exact matching.
	NegativeShare, PrunedShare  *float64
	MaxLeverage                 *float64
	Steps                       *int
	Imbalance                   *float64
	Dropped                     []string
	Contamination               *float64
	LossTreated, LossComparison *float64
	// Response says how unknown outcomes of the treated are stood for: complete,
	// calibrated or unmodelled; empty without an estimate.
	Response string
}

// Measure is a measure of sensitivity by its name.
type Measure struct {
	Name  string
	Value float64
}

// Quantile is a weight, of 1, and the share of persons with at most that weight.
type Quantile struct{ Quantile, Weight float64 }
