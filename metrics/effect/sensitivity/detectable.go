package sensitivity

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Size is what decides how small an effect can be detected.
type Size struct {
	// Treated is the number of persons who start, ESS the effective number of the
	// comparison.
	Treated, ESS float64
	// SD is the standard deviation of the outcome, ICC the share of its variance that
	// is between suppliers.
	SD, ICC  float64
	Clusters float64 // suppliers; at least 1
	// Unexplained is the share of the variance that covariates leave; 0 is 0.8.
	Unexplained float64
}

// Detectable returns the smallest effect that is found with a power of 80 % by a
// one-sided test at 5 %: (z_.95 + z_.80)·SD·√(u·(deff/n_T + 1/ESS)) with
// deff = 1 + (n_T/G − 1)·ICC (Bloom 1995).
func Detectable(s Size) (float64, error) {
	if s.Unexplained == 0 {
		s.Unexplained = 0.8
	}
	if !(s.Treated >= 1 && s.ESS > 0 && s.SD >= 0 && s.Clusters >= 1 && s.ICC >= 0 && s.ICC <= 1 && s.Unexplained > 0 && s.Unexplained <= 1) {
		return 0, fmt.Errorf("%w: %+v", ErrOption, s)
	}
	design := 1 + max(0, s.Treated/s.Clusters-1)*s.ICC
	z := distuv.UnitNormal.Quantile(0.95) + distuv.UnitNormal.Quantile(0.80)
	return z * s.SD * math.Sqrt(s.Unexplained*(design/s.Treated+1/s.ESS)), nil
}

// Holm returns p values of several outcomes, adjusted so that the chance of any false
// finding is at most the level (Holm 1979).
func Holm(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(p[i], p[j]) })
	adjusted, most := make([]float64, len(p)), 0.0
	for rank, i := range order {
		most = max(most, min(1, p[i]*float64(len(p)-rank)))
		adjusted[i] = most
	}
	return adjusted
}
