package effect

import "fmt"

// Response says how treated persons without an outcome are stood for.
type Response uint8

// How treated persons without an outcome are stood for.
const (
	// Complete: all have an outcome.
	Complete Response = iota
	// Calibrated: those with an outcome are weighted so that their covariates, or
	// strata, have the means of all treated: an inverse response weight.
	Calibrated
	// Unmodelled: no such weights were found, and all that have an outcome weigh the
	// same.
	Unmodelled
)

// fitter is a regression on the comparison.
type fitter interface {
	fit(y []float64) (treated, comparison []float64)
	leverage() []float64
}

// weighting has the weights of the rows in use, and the regression that belongs to them.
type weighting struct {
	treated, comparison []int
	v, w                []float64
	fitter              fitter

	pruned    int // treated rows
	strata    int
	steps     int
	imbalance float64
	dropped   []int
	response  Response
}

// weigh returns the weights for outcomes that are known in the marked rows.
func (s *Sample) weigh(known []bool) (*weighting, error) {
	w, err := s.weighBy(known)
	if err != nil {
		return nil, err
	}
	if s.persons(w.treated) < 2 || s.persons(w.comparison) < 2 {
		return nil, fmt.Errorf("%w: %d treated and %d comparison rows can be used", ErrTooFew, len(w.treated), len(w.comparison))
	}
	return w, nil
}

func (s *Sample) weighBy(known []bool) (*weighting, error) {
	w := &weighting{}
	complete := true
	for i := range s.rows {
		complete = complete && (known[i] || !s.rows[i].Treated)
		switch {
		case !known[i]:
		case s.rows[i].Treated:
			w.treated = append(w.treated, i)
		default:
			w.comparison = append(w.comparison, i)
		}
	}
	if len(w.treated) == 0 || len(w.comparison) == 0 {
		return nil, fmt.Errorf("%w: %d treated and %d comparison rows with an outcome", ErrTooFew, len(w.treated), len(w.comparison))
	}
	var err error
	switch s.opt.Estimator {
	case Batches:
		w, err = s.stratify(s.batches(), known)
	case Coarsened:
		w, err = s.stratify(s.coarsened(), known)
	default:
		err = s.adjust(w, complete)
	}
	if err != nil {
		return nil, err
	}
	if complete {
		w.response = Complete
	}
	return w, nil
}

// adjust sets weights by which the comparison has the means of all treated.
func (s *Sample) adjust(w *weighting, complete bool) error {
	sc, err := s.x.scaling()
	if err != nil {
		return err
	}
	treated, comparison := s.x.standardised(w.treated, sc), s.x.standardised(w.comparison, sc)
	if w.v = equal(len(w.treated)); !complete {
		w.v, w.response = calibrate(treated)
	}
	if s.opt.Estimator == LeastSquares {
		fit := newLinear(treated, comparison, equal(len(w.comparison)))
		if w.w, err = fit.weightsAtOrigin(); err != nil {
			return err
		}
		w.fitter, w.dropped = fit, dropped(fit.gram)
		w.imbalance = largest(means(comparison, w.w))
		return nil
	}
	b, err := entropy(comparison)
	if err != nil {
		return err
	}
	fit := newLinear(treated, comparison, b.weights)
	w.w, w.steps, w.imbalance = b.weights, b.steps, b.imbalance
	w.fitter, w.dropped = fit, dropped(fit.gram)
	return nil
}

// calibrate returns weights of the treated that have an outcome by which they have the
// means of all treated; equal ones if there are none.
func calibrate(treated table) ([]float64, Response) {
	b, err := entropy(treated)
	if err != nil {
		return equal(treated.rows), Unmodelled
	}
	return b.weights, Calibrated
}

// equal returns n equal weights with the sum 1.
func equal(n int) []float64 {
	w := make([]float64, n)
	for i := range w {
		w[i] = 1 / float64(n)
	}
	return w
}

func dropped(g *gram) (columns []int) {
	for j, d := range g.dropped {
		if d {
			columns = append(columns, j)
		}
	}
	return columns
}

// persons counts the persons of rows.
func (s *Sample) persons(rows []int) int {
	seen, count := make([]bool, len(s.names)), 0
	for _, i := range rows {
		if !seen[s.person[i]] {
			seen[s.person[i]] = true
			count++
		}
	}
	return count
}
