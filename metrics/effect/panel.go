package effect

import (
	"fmt"
	"math"
	"slices"
)

// Never is the start of a unit that does not start.
const Never = math.MaxInt

// Unit is a person, or another unit, whose outcome is known over time.
type Unit struct {
	Person, Cluster string
	// Start is the first period of the treatment, or Never.
	Start int
	// X is the baseline.
	X []float64
	// Y has the outcome in each period of the panel; NaN is unknown.
	Y []float64
}

// PanelOptions say how to estimate from changes. The zero value compares with units that
// never start, from the period before the start. Weights are those of entropy balancing
// on X in each group and period, which estimates a model of the start and one of the
// outcome at once (Sant'Anna & Zhao 2020), if no other estimator is given.
type PanelOptions struct {
	Options
	// NotYet adds units that start after the period, and after the base, to the
	// comparison.
	NotYet bool
	// From and To are the base: the mean of the periods from start+From to start+To.
	// Zeros are −1 and −1.
	From, To int
	// Short takes the period before as the base of periods before the start.
	Short bool
	// Anticipation is the number of periods before the start in which there may be an
	// effect. The base and the periods of the pre-trend are before them.
	Anticipation int
}

// Cell is the effect on those who start in one period, in one period.
type Cell struct {
	Group, Time int
	// Estimate is nil if there is none; Err says why.
	Estimate *Estimate
	Err      error

	share float64 // of all units that are in the group
	post  bool
	pre   bool
}

// Panel has the effects by group and time (Callaway & Sant'Anna 2021).
type Panel struct {
	// Cells are ordered by group and time.
	Cells []Cell
	// FirstSight counts units that had started in the first period. They are left
	// out.
	FirstSight int
	// Units is the number of all units.
	Units int

	opt    Options
	groups map[string]int // start of each treated person
}

// GroupTime estimates the effect on each group in each period. Groups without a base
// have no cells.
func GroupTime(periods []int, units []Unit, opt PanelOptions) (*Panel, error) {
	if err := opt.check(periods, units); err != nil {
		return nil, err
	}
	opt.Design = Change
	if opt.From == 0 && opt.To == 0 {
		opt.From, opt.To = -1, -1
	}
	p := &Panel{Units: len(units), opt: opt.Options, groups: make(map[string]int)}
	sizes := make(map[int]int)
	for i := range units {
		u := &units[i]
		switch {
		case u.Start <= periods[0]:
			p.FirstSight++
		case u.Start != Never:
			sizes[u.Start]++
			p.groups[u.Person] = u.Start
		}
	}
	starts := make([]int, 0, len(sizes))
	for g := range sizes {
		starts = append(starts, g)
	}
	slices.Sort(starts)
	for _, g := range starts {
		for at := range periods {
			base := opt.base(periods, g, at)
			if len(base) == 0 || slices.Contains(base, at) {
				continue
			}
			c := Cell{Group: g, Time: periods[at], share: float64(sizes[g]) / float64(len(units))}
			c.post, c.pre = c.Time >= g, c.Time < g-opt.Anticipation
			c.Estimate, c.Err = opt.cell(periods, units, g, at, base)
			p.Cells = append(p.Cells, c)
		}
	}
	return p, nil
}

// check compares the options and the units with what is possible.
func (o *PanelOptions) check(periods []int, units []Unit) error {
	if len(periods) == 0 || len(units) == 0 {
		return fmt.Errorf("%w: %d periods, %d units", ErrTooFew, len(periods), len(units))
	}
	if o.From > o.To || o.To > 0 || o.Anticipation < 0 {
		return fmt.Errorf("%w: base from %d to %d, anticipation %d", ErrOption, o.From, o.To, o.Anticipation)
	}
	for i := 1; i < len(periods); i++ {
		if periods[i] <= periods[i-1] {
			return fmt.Errorf("%w: periods must ascend", ErrOption)
		}
	}
	for i := range units {
		if len(units[i].Y) != len(periods) {
			return ErrRagged
		}
	}
	return nil
}
