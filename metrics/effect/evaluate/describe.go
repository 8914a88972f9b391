package evaluate

import (
	"math"

	"dubbelkrona/metrics/effect"
)

// balance returns the balance of every column for an outcome. Without weights there is
// only that before weighting.
func (b *block) balance(outcome int) (list []Balance) {
	p := b.table.plan
	f := b.fits[outcome]
	if f == nil {
		opt := p.options()
		opt.Estimator = effect.Batches
		if f, _ = newModel(b.table, b.table.data, opt).estimate(of(outcome)); f == nil {
			return nil
		}
	}
	names := append(append([]string(nil), p.Baseline...), p.History...)
	for j, x := range f.about.Balance {
		row := Balance{Column: names[j], History: j >= len(p.Baseline), Before: x.Before, RatioBefore: x.RatioBefore}
		if b.fits[outcome] != nil {
			row.After, row.RatioAfter = &x.After, &x.RatioAfter
		}
		list = append(list, row)
	}
	return list
}

// overlap describes the comparison of one block for an outcome.
func (b *block) overlap(number, outcome int) Overlap {
	o := Overlap{Block: number, Treated: b.treated, Comparison: b.comparison, PrunedShare: b.pruned}
	if b.ols != nil {
		o.NegativeShare = &b.ols.about.NegativeShare
	}
	if treated, comparison, ok := b.table.loss(outcome); ok {
		o.LossTreated, o.LossComparison = &treated, &comparison
	}
	f := b.fits[outcome]
	if f == nil {
		return o
	}
	d := &f.about
	o.Treated, o.Comparison = d.Treated, d.Comparison
	o.ESS, o.MaxWeight, o.MaxLeverage = &d.ESS, &d.MaxWeight, &d.MaxLeverage
	o.Steps, o.Imbalance, o.Contamination = &d.Steps, &d.Imbalance, &d.Contamination
	o.Response = [...]string{effect.Complete: "complete", effect.Calibrated: "calibrated", effect.Unmodelled: "unmodelled"}[d.Response]
	names := append(append([]string(nil), b.table.plan.Baseline...), b.table.plan.History...)
	for _, j := range d.Dropped {
		o.Dropped = append(o.Dropped, names[j])
	}
	return o
}

// deciles returns quantiles of the weights of comparison persons, between the two
// nearest ones in proportion.
func (b *block) deciles(outcome int) (list []Quantile) {
	f := b.fits[outcome]
	if f == nil {
		return nil
	}
	weights := f.byPerson(b.table)
	for k := range 11 {
		at := float64(k) * float64(len(weights)-1) / 10
		low, part := math.Modf(at)
		w := weights[int(low)]
		if part > 0 {
			w += part * (weights[int(low)+1] - w)
		}
		list = append(list, Quantile{float64(k) / 10, w})
	}
	return list
}
