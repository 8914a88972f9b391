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

// The rules of remarks on deliveries.
const (
	RuleVolume    = "volume.fell"   // fewer rows of a table than before, or another sum of its amounts
	RulePeriod    = "volume.period" // a new period that differs much from those before it
	RuleTotalGone = "total.gone"    // the object no longer has a row with its total
)

// typicalOf is the max number of earlier periods that a new one is compared with.
const typicalOf = 12

// Delivered is the volume of an object that was read.
type Delivered struct {
	Object string
	Period string // empty if it has none
	// Tables are the volumes by table.
	Tables map[string]ledger.Volume
	Total  bool // the object has a row with its total
}

// Weigh compares an object's volume with that of the rows which it replaces. It
// returns the remarks for readers, and the tables that differ too much.
func (f *Finder) Weigh(ctx context.Context, d Delivered, now time.Time) (remarks, tooFar []ledger.Remark, err error) {
	before, err := f.Ledger.Deliveries.Replaced(ctx, f.Source.Name, d.Object, d.Period, f.Source.Mode)
	if err != nil {
		return nil, nil, err
	}
	if before.Committed.IsZero() {
		remarks, err = f.weighPeriod(ctx, d, now)
		return remarks, nil, err
	}
	remarks, tooFar = compareTables(f.Source.Limits, d.Tables, before.Volumes, isOpen(d.Period, before.Committed))
	if before.Totals > 0 && !d.Total {
		remarks = append(remarks, ledger.Remark{Rule: RuleTotalGone, Before: &before.Totals})
	}
	return remarks, tooFar, nil
}

// compareTables compares each table with what it replaces.
func compareTables(limits config.Volume, tables, before map[string]ledger.Volume, wasOpen bool) (remarks, tooFar []ledger.Remark) {
	names := slices.AppendSeq(slices.Collect(maps.Keys(before)), maps.Keys(tables))
	slices.Sort(names)
	for _, table := range slices.Compact(names) {
		now, was := tables[table], before[table]
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
	before, err := f.Ledger.Deliveries.Periods(ctx, f.Source.Name, d.Period, typicalOf)
	if err != nil {
		return nil, err
	}
	open := isOpen(d.Period, now)
	for _, table := range f.Source.Plan.Tables() {
		var former []ledger.Volume
		for _, volumes := range before {
			former = append(former, volumes[table.Name])
		}
		brought := d.Tables[table.Name]
		if typical, v := judgePeriod(f.Source.Limits, brought, former, open); v == remarked {
			remarks = append(remarks, ledger.Remark{Table: table.Name, Rule: RulePeriod, Rows: &brought.Rows, Before: &typical.Rows,
				Amount: brought.Amount, AmountBefore: typical.Amount})
		}
	}
	return remarks, nil
}
