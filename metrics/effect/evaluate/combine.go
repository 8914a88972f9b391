package evaluate

import (
	"slices"

	"dubbelkrona/metrics/effect"
)

// combine sets the estimate of several start months, each weighing as many treated as it
// has, and what describes it. Left is the share of the treated in start months without
// an estimate.
func (f *fit) combine(t *table, left float64) (err error) {
	shares, parts := make([]float64, len(f.pieces)), make([]*effect.Estimate, len(f.pieces))
	for i, c := range f.pieces {
		shares[i], parts[i] = c.share, c.of
	}
	if f.Estimate, err = effect.Combine(shares, parts); err != nil {
		return err
	}
	about := effect.Diagnostics{Treated: f.Estimate.Treated, Comparison: f.Estimate.Comparison}
	for _, c := range f.pieces {
		add(&about, c.of.Diagnostics, c.share)
	}
	about.PrunedShare = left + (1-left)*about.PrunedShare
	slices.Sort(about.Dropped)
	about.Dropped = slices.Compact(about.Dropped)
	squares := 0.0
	for _, w := range f.byPerson(t) {
		about.MaxWeight = max(about.MaxWeight, w)
		squares += w * w
	}
	if squares > 0 {
		about.ESS = 1 / squares
	}
	f.about = about
	return nil
}

// add adds a part to the description of the whole: shares and balance as means, and of
// the rest the largest.
func add(to *effect.Diagnostics, d effect.Diagnostics, share float64) {
	to.NegativeShare += share * d.NegativeShare
	to.PrunedShare += share * d.PrunedShare
	to.Contamination += share * d.Contamination
	to.MaxLeverage = max(to.MaxLeverage, d.MaxLeverage)
	to.Imbalance = max(to.Imbalance, d.Imbalance)
	to.Steps = max(to.Steps, d.Steps)
	to.Response = max(to.Response, d.Response)
	to.Dropped = append(to.Dropped, d.Dropped...)
	if to.Balance == nil {
		to.Balance = make([]effect.Balance, len(d.Balance))
	}
	for j, b := range d.Balance {
		to.Balance[j].Before += share * b.Before
		to.Balance[j].After += share * b.After
		to.Balance[j].RatioBefore += share * b.RatioBefore
		to.Balance[j].RatioAfter += share * b.RatioAfter
	}
}

// byPerson returns the weights of comparison persons with a part in the estimate, in
// ascending order.
func (f *fit) byPerson(t *table) []float64 {
	index := make(map[string]int)
	var sums []float64
	for i, w := range f.weights {
		r := t.rows[i]
		if r.Treated || w == 0 {
			continue
		}
		at, ok := index[r.Person]
		if !ok {
			at = len(sums)
			index[r.Person] = at
			sums = append(sums, 0)
		}
		sums[at] += w
	}
	slices.Sort(sums)
	return sums
}
