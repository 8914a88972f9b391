package effect

import "math"

// Diagnostics describe how well the comparison matches the treated.
type Diagnostics struct {
	// Treated and Comparison are the persons with a part in the estimate; those who
	// are both count as treated.
	Treated, Comparison int
	// ESS is the effective number of comparison persons, (Σw)²/Σw², where w is the
	// weight of a person.
	ESS float64
	// MaxWeight is the largest weight of a comparison person, of 1. NegativeShare is
	// the share of comparison rows with a weight below 0, which extrapolate.
	MaxWeight, NegativeShare float64
	// MaxLeverage is the largest leverage of a comparison row.
	MaxLeverage float64
	// Pruned are the treated rows without a comparison in their stratum, and
	// PrunedShare their share of the treated rows with an outcome. Strata is the
	// number of strata with both groups.
	Pruned      int
	PrunedShare float64
	Strata      int
	// Steps and Imbalance are those of the balancing; the imbalance is the largest
	// difference of means, in standard deviations.
	Steps     int
	Imbalance float64
	// Dropped are columns that are combinations of earlier ones in the comparison.
	Dropped []int
	// Response says how missing outcomes of treated persons are stood for.
	Response Response
	// LossTreated and LossComparison are the shares of rows without an outcome.
	LossTreated, LossComparison float64
	// Contamination is the weighted share of the comparison that starts within the
	// horizon.
	Contamination float64
	// Balance has one entry for each column of X and then H.
	Balance []Balance
}

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

// diagnose describes a weighting.
func (s *Sample) diagnose(w *weighting, known []bool, members []member) Diagnostics {
	d := Diagnostics{Pruned: w.pruned, Strata: w.strata, Steps: w.steps, Imbalance: w.imbalance, Dropped: w.dropped, Response: w.response}
	d.Treated, d.Comparison = counts(members)
	d.ESS = ess(members)
	for _, m := range members {
		d.MaxWeight = max(d.MaxWeight, m.weight)
	}
	d.PrunedShare = float64(w.pruned) / float64(w.pruned+len(w.treated))
	negative := 0
	for i, x := range w.w {
		if x < 0 {
			negative++
		}
		if s.rows[w.comparison[i]].StartsLater {
			d.Contamination += x
		}
	}
	d.NegativeShare = float64(negative) / float64(len(w.w))
	d.MaxLeverage = largest(w.fitter.leverage())
	d.LossTreated, d.LossComparison = s.losses(known)
	treated, comparison := s.weighted(w.treated, w.v), s.weighted(w.comparison, w.w)
	for j := range s.columns {
		d.Balance = append(d.Balance, s.balance(j, treated[j], comparison[j]))
	}
	return d
}

// losses returns the shares of rows without an outcome.
func (s *Sample) losses(known []bool) (treated, comparison float64) {
	var lost, all [2]float64
	for i, k := range known {
		group := 0
		if s.rows[i].Treated {
			group = 1
		}
		all[group]++
		if !k {
			lost[group]++
		}
	}
	return lost[1] / all[1], lost[0] / all[0]
}

// balance returns the balance of column j, with the weighted moments of both groups.
func (s *Sample) balance(j int, weightedT, weightedC moment) Balance {
	comparison, treated := s.moments[0][j], s.moments[1][j]
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
func (s *Sample) weighted(rows []int, w []float64) []moment {
	m := make([]moment, s.columns)
	for i, row := range rows {
		for j, x := range s.covariates(row) {
			m[j].mean += w[i] * x
		}
	}
	for i, row := range rows {
		for j, x := range s.covariates(row) {
			m[j].squares += w[i] * sq(x-m[j].mean)
		}
	}
	free := 1 - dot(w, w)
	for j := range m {
		if m[j].squares /= free; free < 1e-12 {
			m[j].squares = 0
		}
	}
	return m
}
