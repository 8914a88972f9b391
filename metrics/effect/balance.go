package effect

import "math"

// Balance is how the means and variances of one column differ.
type Balance struct {
	// Before and After are differences of means, treated less comparison, in
	// standard deviations of all treated, without and with weights. A difference in
	// a column that varies in neither group is given as 1.
	Before, After float64
	// RatioBefore and RatioAfter are variances of the treated divided by those of
	// the comparison; 0 where the latter do not vary.
	RatioBefore, RatioAfter float64
}

// balance returns the balance of column j, with the weighted moments of both groups.
func (m *matrix) balance(j int, weightedT, weightedC moment) Balance {
	comparison, treated := m.moments[0][j], m.moments[1][j]
	unit := treated.sd()
	if flat(unit, treated.mean) {
		unit = comparison.sd()
	}
	smd := func(difference float64) float64 {
		switch {
		case flat(difference, treated.mean):
			return 0
		case flat(unit, comparison.mean):
			return math.Copysign(1, difference)
		}
		return difference / unit
	}
	ratio := func(a, b float64) float64 {
		if flat(root(b), comparison.mean) || b <= 0 {
			return 0
		}
		return a / b
	}
	return Balance{
		Before: smd(treated.mean - comparison.mean), After: smd(weightedT.mean - weightedC.mean),
		RatioBefore: ratio(sq(treated.sd()), sq(comparison.sd())), RatioAfter: ratio(weightedT.squares, weightedC.squares),
	}
}

// weighted returns the means and variances of the columns under weights with the sum 1,
// the variances as squares. They are divided by 1 − Σw², which is (n − 1)/n for equal
// weights.
func (m *matrix) weighted(rows []int, w []float64) []moment {
	of := make([]moment, m.columns)
	for i, row := range rows {
		for j, x := range m.row(row) {
			of[j].mean += w[i] * x
		}
	}
	for i, row := range rows {
		for j, x := range m.row(row) {
			of[j].squares += w[i] * sq(x-of[j].mean)
		}
	}
	free := 1 - dot(w, w)
	for j := range of {
		if of[j].squares /= free; free < 1e-12 {
			of[j].squares = 0
		}
	}
	return of
}
