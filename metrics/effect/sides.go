package effect

import "fmt"

// Side has the known outcomes of one group, for bounds under attrition.
type Side struct {
	Y, Weights []float64
	// Response is the share of rows whose outcome is known.
	Response float64
}

// Sides returns the outcomes behind an estimate of outcome k, with its weights.
func (s *Sample) Sides(k int, e *Estimate) (treated, comparison Side, err error) {
	if _, err := s.observed(k); err != nil {
		return Side{}, Side{}, err
	}
	if len(e.Weights) != len(s.rows) {
		return Side{}, Side{}, fmt.Errorf("%w: the estimate is not of this sample", ErrOption)
	}
	treated.Response, comparison.Response = 1-e.LossTreated, 1-e.LossComparison
	for i, w := range e.Weights {
		side := &comparison
		if s.rows[i].Treated {
			side = &treated
		}
		if w != 0 {
			side.Y, side.Weights = append(side.Y, s.rows[i].Y[k]), append(side.Weights, w)
		}
	}
	return treated, comparison, nil
}
