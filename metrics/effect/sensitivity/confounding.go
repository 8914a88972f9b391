package sensitivity

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// PartialR2 returns the share of the remaining variance that a coefficient explains, from
// its t value.
func PartialR2(t, df float64) float64 {
	if !(df > 0) {
		return 0
	}
	return t * t / (t*t + df)
}

// Robustness returns the robustness value of a regression coefficient: the share of the
// remaining variance of both treatment and outcome that something unobserved must
// explain to make the effect 0 (Cinelli & Hazlett 2020), (√(f⁴+4f²) − f²)/2 with
// f = |t|/√df.
func Robustness(t, df float64) float64 {
	if !(df > 0) {
		return 0
	}
	return robustness(math.Abs(t) / math.Sqrt(df))
}

// RobustnessAt returns the robustness value for the effect not to differ from 0 at a
// level of significance.
func RobustnessAt(t, df, alpha float64) float64 {
	if !(df > 1) {
		return 0
	}
	limit := distuv.StudentsT{Sigma: 1, Nu: df - 1}.Quantile(1 - alpha/2)
	return robustness(max(0, math.Abs(t)/math.Sqrt(df)-limit/math.Sqrt(df-1)))
}

func robustness(f float64) float64 {
	if f > 1e6 {
		return 1 // the formula would lose its digits
	}
	square := f * f
	return (math.Sqrt(square*square+4*square) - square) / 2
}

// EValue returns the risk ratio that something unobserved must have with both treatment
// and outcome to explain a risk ratio (VanderWeele & Ding 2017). It is 1, and false, for
// what is not a positive number.
func EValue(ratio float64) (float64, bool) {
	if !(ratio > 0) || math.IsInf(ratio, 1) {
		return 1, false
	}
	if ratio < 1 {
		ratio = 1 / ratio
	}
	return ratio + math.Sqrt(ratio*(ratio-1)), true
}
