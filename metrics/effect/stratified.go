package effect

import "fmt"

// stratified is the regression on indicators of strata: the mean of each.
type stratified struct {
	treated, comparison []int // stratum by row in use
	size                []float64
}

// fit returns the mean of y of the comparison in each row's stratum.
func (s *stratified) fit(y []float64) (treated, comparison []float64) {
	sums := make([]float64, len(s.size))
	for i, k := range s.comparison {
		sums[k] += y[i]
	}
	values := func(strata []int) []float64 {
		fitted := make([]float64, len(strata))
		for i, k := range strata {
			fitted[i] = sums[k] / s.size[k]
		}
		return fitted
	}
	return values(s.treated), values(s.comparison)
}

// leverage returns one part in the number of comparison rows of the stratum.
func (s *stratified) leverage() []float64 {
	h := make([]float64, len(s.comparison))
	for i, k := range s.comparison {
		h[i] = 1 / s.size[k]
	}
	return h
}

// stratify weights the comparison within strata: w = n_Ts/(n_Cs·n_T). A treated person
// without an outcome counts in n_Ts, and is represented by those of the same stratum with
// one. Treated persons in strata without a comparison are pruned.
func (s *Sample) stratify(of strata, known []bool) (*weighting, error) {
	all, treated, comparison := make([]float64, of.count), make([]float64, of.count), make([]float64, of.count)
	for i := range s.rows {
		k := of.of[i]
		switch {
		case s.rows[i].Treated && known[i]:
			all[k]++
			treated[k]++
		case s.rows[i].Treated:
			all[k]++
		case known[i]:
			comparison[k]++
		}
	}
	total, used := 0.0, 0
	for k := range all {
		if treated[k] > 0 && comparison[k] > 0 {
			total += all[k]
			used++
		}
	}
	if used == 0 {
		return nil, fmt.Errorf("%w: %d strata", ErrNoOverlap, of.count)
	}
	w := &weighting{strata: used, response: Calibrated}
	fit := &stratified{size: comparison}
	for i := range s.rows {
		k := of.of[i]
		switch {
		case treated[k] == 0 || comparison[k] == 0:
			if s.rows[i].Treated && known[i] {
				w.pruned++
			}
		case s.rows[i].Treated && known[i]:
			w.treated = append(w.treated, i)
			w.v = append(w.v, all[k]/(treated[k]*total))
			fit.treated = append(fit.treated, k)
		case known[i] && !s.rows[i].Treated:
			w.comparison = append(w.comparison, i)
			w.w = append(w.w, all[k]/(comparison[k]*total))
			fit.comparison = append(fit.comparison, k)
		}
	}
	w.fitter = fit
	return w, nil
}
