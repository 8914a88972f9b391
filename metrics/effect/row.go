package effect

// Row is a person in the risk set of one start month.
type Row struct {
	// Person identifies the person. One person may be in several risk sets.
	Person string
	// Group is the start month of the risk set. In a lottery it is the batch.
	Group int
	// Cluster is the supplier of a treated person. It may be empty; all without one
	// are one cluster.
	Cluster string
	// Treated reports whether the person starts in this month. The other persons of
	// the risk set wait: they are the comparison.
	Treated bool
	// StartsLater reports whether a comparison person starts within the horizon.
	StartsLater bool
	// X is the baseline, H the history before the start, oldest first.
	X, H []float64
	// Y are the outcomes, such as the share of months in work by block.
	Y []float64
	// Known are the shares of each outcome's months that are known, 0 to 1. Nil: all
	// are. NaN in Y is allowed where the outcome does not count as known.
	Known []float64
}

// Design is how it was decided who starts.
type Design uint8

// The designs.
const (
	// Matched: persons in registers, chosen by nobody for this purpose.
	Matched Design = iota
	// WaitingList: persons who applied and have to wait.
	WaitingList
	// Randomised: a draw among all.
	Randomised
	// Lottery: draws within batches.
	Lottery
	// Change: outcomes are changes from a base period.
	Change
)

// Drawn reports whether chance decided who starts.
func (d Design) Drawn() bool { return d == Randomised || d == Lottery }

// Allowance is the assumed standard deviation of the bias that no check sees, for an
// outcome that is a share. For an outcome in kronor it is multiplied by the mean yearly
// wage.
func (d Design) Allowance() float64 {
	switch d {
	case Randomised, Lottery:
		return 0
	case WaitingList:
		return 0.02
	}
	return 0.05
}

// Estimator is how the comparison is weighted.
type Estimator uint8

// The estimators.
const (
	// ByDesign is Strata by batch for draws, and Entropy for the others.
	ByDesign Estimator = iota
	// Entropy is entropy balancing.
	Entropy
	// LeastSquares is least squares on the comparison, x̄_T'(X'X)⁻¹x_i as weights.
	LeastSquares
	// Coarsened is coarsened exact matching.
	Coarsened
	// Batches weights the comparison equally within each batch.
	Batches
)

// Variance is the rule for standard errors.
type Variance uint8

// The rules for standard errors.
const (
	// SmallSample corrects for leverage, for suppliers and for few persons. It is the
	// only one to publish.
	SmallSample Variance = iota
	// Influence is the root of the sum of squared influence values, with normal
	// quantiles: for comparison with other programs.
	Influence
)

// Options say how to estimate. The zero value is usable.
type Options struct {
	Design    Design
	Estimator Estimator
	Variance  Variance
	// Level of intervals; 0 is 0.90.
	Level float64
	// Known is the share of months from which an outcome counts; 0 is 0.8.
	Known float64
	// Bins are the upper ends of bins for coarsened exact matching, by column of X
	// and then H: a value equal to an end belongs below it. Nil: by rule, see
	// binsByRule. A list without ends makes one bin, so the column has no effect.
	Bins [][]float64
}
