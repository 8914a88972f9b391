package arrival

import (
	"context"
	"maps"
	"math/big"
	"slices"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// The rules of remarks that deliveries carry.
const (
	RuleVolume    = "volume.fell"   // less of a table, or another sum of its amounts, than before
	RulePeriod    = "volume.period" // a new period far from those before it
	RuleTotalGone = "total.gone"    // the object used to have a row with its total
)

// typicalOf is how many periods a new one is compared with.
const typicalOf = 12

// Delivered is what an object that was read brings.
type Delivered struct {
	Object string
	Period string // empty if it has none
	// Tables are how much there is of each table.
	Tables map[string]Quantity
	Total  bool // it has a row with its total
}

// Weigh compares what an object brings with what it takes the place of: what
// readers must be told of it, and the tables that differ too much.
func (f *Finder) Weigh(ctx context.Context, d Delivered, now time.Time) (remarks, tooFar []ledger.Remark, err error) {
	before, err := f.Ledger.Standing(ctx, f.Source.Name, d.Object, d.Period, f.Source.Mode)
	if err != nil {
		return nil, nil, err
	}
	if before.Committed.IsZero() {
		remarks, err = f.weighPeriod(ctx, d, now)
		return remarks, nil, err
	}
	remarks, tooFar = compareTables(f.Source.Limits, d.Tables, before.Volumes, goesOn(d.Period, before.Committed))
	if before.Totals > 0 && !d.Total {
		remarks = append(remarks, ledger.Remark{Rule: RuleTotalGone, Before: &before.Totals})
	}
	return remarks, tooFar, nil
}

// compareTables judges each table against what it takes the place of.
func compareTables(limits config.Volume, tables map[string]Quantity, before map[string]ledger.Volume, wasOpen bool) (remarks, tooFar []ledger.Remark) {
	names := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(tables))
	slices.Sort(names)
	for _, table := range slices.Compact(names) {
		now, was := tables[table], quantityOf(before[table])
		if now.Rows == 0 && was.Amount != nil {
			now.Amount = new(big.Int)
		}
		change := ledger.Remark{Table: table, Rule: RuleVolume, Rows: &now.Rows, Before: &was.Rows, Amount: now.Amount, AmountBefore: was.Amount}
		switch judge(limits, now, was, wasOpen) {
		case heldBack:
			tooFar = append(tooFar, change)
		case remarked:
			remarks = append(remarks, change)
		}
	}
	return remarks, tooFar
}

// weighPeriod compares a new period with those before it.
func (f *Finder) weighPeriod(ctx context.Context, d Delivered, now time.Time) (remarks []ledger.Remark, err error) {
	if d.Period == "" {
		return nil, nil
	}
	before, err := f.Ledger.Periods(ctx, f.Source.Name, d.Period, typicalOf)
	if err != nil {
		return nil, err
	}
	open := goesOn(d.Period, now)
	for _, table := range f.Source.Plan.Tables() {
		var former []Quantity
		for _, volumes := range before {
			former = append(former, quantityOf(volumes[table.Name]))
		}
		brought := d.Tables[table.Name]
		if typical, v := judgePeriod(f.Source.Limits, brought, former, open); v == remarked {
			remarks = append(remarks, ledger.Remark{Table: table.Name, Rule: RulePeriod, Rows: &brought.Rows, Before: &typical.Rows,
				Amount: brought.Amount, AmountBefore: typical.Amount})
		}
	}
	return remarks, nil
}
