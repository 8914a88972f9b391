package gate

import "math"

// Flag is a remark beside a verdict, which it never changes.
type Flag string

// The flags.
const (
	// LargeWeight: one comparison person has more than a fifth of the weight.
	LargeWeight Flag = "large_weight"
	// EstimatorsDiffer: entropy balancing and least squares differ by more than a
	// standard error.
	EstimatorsDiffer Flag = "estimators_differ"
	// WeakRobustness: something as strong as the strongest covariate, unobserved,
	// would explain the effect.
	WeakRobustness Flag = "weak_robustness"
	// SecondComparison: a second comparison group gives another answer.
	SecondComparison Flag = "second_comparison"
	// EarlierStart: more than 30 % of the comparison starts within the horizon, so
	// the effect is that of an earlier start.
	EarlierStart Flag = "earlier_start"
	// OneSupplier: the effect holds for this supplier alone.
	OneSupplier Flag = "one_supplier"
	// FewSuppliers: under three suppliers, so nothing is said of others.
	FewSuppliers Flag = "few_suppliers"
)

// Remarks are what flags look at. NaN is what was not measured, and sets no flag.
type Remarks struct {
	MaxWeight float64
	// Effect and SE are those of the estimate; Other is that of least squares.
	Effect, SE, Other float64
	// Robustness is the robustness value, Strongest the share that the strongest
	// covariate explains.
	Robustness, Strongest float64
	// Second is the effect with a second comparison group, and SecondSE its standard
	// error.
	Second, SecondSE float64
	// Contamination is the share of the comparison that starts within the horizon.
	Contamination float64
	// Suppliers is their number; 0 is unknown.
	Suppliers int
}

// Flags returns the flags, in a fixed order. Two comparison groups disagree if their
// effects differ by more than 1.645 standard errors of the difference, as if they were
// independent.
func Flags(r Remarks) (flags []Flag) {
	for _, f := range []struct {
		flag Flag
		set  bool
	}{
		{LargeWeight, r.MaxWeight > 0.2},
		{EstimatorsDiffer, math.Abs(r.Effect-r.Other) > r.SE},
		{WeakRobustness, r.Robustness < r.Strongest},
		{SecondComparison, math.Abs(r.Effect-r.Second) > 1.645*math.Hypot(r.SE, r.SecondSE)},
		{EarlierStart, r.Contamination > 0.3},
		{OneSupplier, r.Suppliers == 1},
		{FewSuppliers, r.Suppliers == 2},
	} {
		if f.set {
			flags = append(flags, f.flag)
		}
	}
	return flags
}
