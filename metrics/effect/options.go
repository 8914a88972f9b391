package effect

import "fmt"

// resolved returns the options with their defaults, checked.
func (o Options) resolved(columns int) (Options, error) {
	if o.Level == 0 {
		o.Level = 0.90
	}
	if o.Known == 0 {
		o.Known = 0.8
	}
	if o.Estimator == ByDesign {
		o.Estimator = Entropy
		if o.Design.Drawn() {
			o.Estimator = Batches
		}
	}
	switch {
	case !(o.Level > 0 && o.Level < 1):
		return o, fmt.Errorf("%w: level %v", ErrOption, o.Level)
	case !(o.Known > 0 && o.Known <= 1):
		return o, fmt.Errorf("%w: known share %v", ErrOption, o.Known)
	case o.Design > Change || o.Estimator > Batches || o.Variance > Influence:
		return o, fmt.Errorf("%w: design %d, estimator %d, variance %d", ErrOption, o.Design, o.Estimator, o.Variance)
	case o.Bins != nil && len(o.Bins) != columns:
		return o, fmt.Errorf("%w: bins for %d of %d columns", ErrOption, len(o.Bins), columns)
	}
	return o, nil
}
