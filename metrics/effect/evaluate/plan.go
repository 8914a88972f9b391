package evaluate

import (
	"fmt"
	"math"
	"slices"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// Plan is what a definition declares. Names are those of columns.
type Plan struct {
	Design effect.Design
	// Estimator is the one that is published; the zero value is that of the design.
	Estimator effect.Estimator
	Baseline  []string
	// History are columns from before the start, oldest first, and HistoryMonths the
	// number of months in each.
	History       []string
	HistoryMonths []int
	// HeldOut are the first of History, or columns that are not in it.
	HeldOut  []string
	Outcomes []Outcome
	Blocks   int
	Primary  Cell
	// MinTreated is at least 10; 0 is 25.
	MinTreated int
	// Margin is the largest effect on the held-out history that is too small to matter;
	// 0 is 0.05.
	Margin float64
	// Allowance is the standard deviation of the bias that no check sees, for a share.
	// NaN or a value below 0 is that of the design.
	Allowance float64
	// YearlyWage is the mean of those in work, by which the allowance is multiplied for
	// kronor. NaN is unknown.
	YearlyWage float64
	// OtherRegion reports whether the definition declares that the comparison is from
	// another region.
	OtherRegion bool
	Substitutes map[gate.Check]string
	// ICC is the share of the variance between suppliers that is expected; 0 is 0.05.
	ICC float64
	// Seed is that of the permutations in a draw.
	Seed uint64
	// Base reports whether rows have a level that is subtracted from outcomes, as a
	// panel needs.
	Base bool
	// Before are the levels of a panel before the start, oldest first.
	Before []string
}

// Units of outcomes.
const (
	Share = "share"
	SEK   = "SEK"
)

// Outcome is an outcome with its unit, [Share] or [SEK].
type Outcome struct{ Name, Unit string }

// Cell is an outcome in a block, both counted from 0.
type Cell struct{ Outcome, Block int }

// Row is a person in the risk set of one start month. Y and Known have all blocks of the
// first outcome, then those of the next. NaN in Y, Base and Before is unknown.
type Row struct {
	effect.Row
	// Region is the labour market, Source where most of the known months come from.
	// Empty is unknown.
	Region, Source string
	// Second reports whether a comparison row is of the second pool, which only serves
	// to see whether it gives another answer.
	Second bool
	// Due reports by block whether it is over.
	Due    []bool
	Base   float64
	Before []float64
	// HeldOut are the columns of Plan.HeldOut that are not in the history.
	HeldOut []float64
}

// known is the share of an outcome's months from which it counts.
const known = 0.8

func (p *Plan) options() effect.Options {
	return effect.Options{Design: p.Design, Estimator: p.Estimator, Known: known}
}

// allowance returns the allowance in a unit, and NaN if it is unknown.
func (p *Plan) allowance(unit string) float64 {
	share := p.Allowance
	if !(share >= 0) {
		share = p.Design.Allowance()
	}
	if unit == SEK && share > 0 {
		return share * p.YearlyWage
	}
	return share
}

// check returns an error if the plan contradicts itself or the rows.
func (p *Plan) check(rows []Row) error {
	switch o := p.Primary; {
	case p.Blocks < 1 || o.Block < 0 || o.Block >= p.Blocks || o.Outcome < 0 || o.Outcome >= len(p.Outcomes):
		return fmt.Errorf("%w: primary outcome %d in block %d of %d and %d", effect.ErrOption, o.Outcome, o.Block, len(p.Outcomes), p.Blocks)
	case len(p.HistoryMonths) != len(p.History):
		return fmt.Errorf("%w: months of %d history columns of %d", effect.ErrOption, len(p.HistoryMonths), len(p.History))
	case p.Design == effect.Change && !p.Base:
		return fmt.Errorf("%w: a panel needs a base", effect.ErrOption)
	}
	for _, n := range p.HistoryMonths {
		if n < 1 {
			return fmt.Errorf("%w: %d months of history", effect.ErrOption, n)
		}
	}
	for _, o := range p.Outcomes {
		if o.Unit != Share && o.Unit != SEK {
			return fmt.Errorf("%w: unit %q of outcome %s", effect.ErrOption, o.Unit, o.Name)
		}
	}
	if _, outside := p.heldOut(); outside < 0 {
		return fmt.Errorf("%w: what is held out must be the first of the history, or outside it", effect.ErrOption)
	}
	for i := range rows {
		if err := p.checkRow(&rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plan) checkRow(r *Row) error {
	_, outside := p.heldOut()
	cells := len(p.Outcomes) * p.Blocks
	if len(r.X) != len(p.Baseline) || len(r.H) != len(p.History) || len(r.Y) != cells || r.Known != nil && len(r.Known) != cells ||
		len(r.Due) != p.Blocks || len(r.Before) != len(p.Before) || len(r.HeldOut) != outside {
		return effect.ErrRagged
	}
	return nil
}

// heldOut returns how many of the first columns of the history are held out, or how many
// columns outside it are. The latter is −1 if it is neither.
func (p *Plan) heldOut() (inside, outside int) {
	for _, name := range p.HeldOut {
		if slices.Contains(p.History, name) {
			inside++
		} else {
			outside++
		}
	}
	if inside > 0 && (outside > 0 || inside > len(p.History) || !slices.Equal(p.HeldOut, p.History[:inside])) {
		return 0, -1
	}
	return inside, outside
}

// finite returns a pointer to a number, and nil for what is none.
func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}
