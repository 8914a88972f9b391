package effect

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
	treated, comparison := s.x.weighted(w.treated, w.v), s.x.weighted(w.comparison, w.w)
	for j := range s.x.columns {
		d.Balance = append(d.Balance, s.x.balance(j, treated[j], comparison[j]))
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
