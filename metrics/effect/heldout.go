package effect

import (
	"fmt"
	"slices"
)

// HeldOut estimates the effect on a part of the history, which can only be 0 if the
// groups are comparable. The columns of H that are given, oldest first from 0, are the
// outcome, by their mean; the weights are fitted again without them. With the weights of
// the estimate itself the check would test what it had balanced.
func (s *Sample) HeldOut(columns ...int) (*Estimate, error) {
	if len(columns) == 0 {
		return nil, fmt.Errorf("%w: no column is held out", ErrOption)
	}
	rows := make([]Row, len(s.rows))
	for i, r := range s.rows {
		sum := 0.0
		var rest []float64
		for _, j := range columns {
			if j < 0 || j >= len(r.H) {
				return nil, fmt.Errorf("%w: history column %d of %d", ErrOption, j, len(r.H))
			}
			sum += r.H[j]
		}
		for j, x := range r.H {
			if !slices.Contains(columns, j) {
				rest = append(rest, x)
			}
		}
		r.H, r.Y, r.Known = rest, []float64{sum / float64(len(columns))}, nil
		rows[i] = r
	}
	opt := s.opt
	if opt.Bins != nil {
		opt.Bins = nil
		for j, b := range s.opt.Bins {
			if first := s.x.columns - len(s.rows[0].H); j < first || !slices.Contains(columns, j-first) {
				opt.Bins = append(opt.Bins, b)
			}
		}
	}
	held, err := New(rows, opt)
	if err != nil {
		return nil, err
	}
	return held.Estimate(0)
}
