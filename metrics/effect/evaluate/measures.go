package evaluate

import (
	"math"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// measures returns what the gate looks at for the primary outcome. History and trends
// before the start are those of the scope.
func (s *scope) measures() gate.Measures {
	p := s.plan
	b := s.blocks[p.Primary.Block]
	m := gate.Measures{
		MinTreated: p.MinTreated, HistoryMargin: p.Margin, Substitutes: p.Substitutes,
		Panel:            p.Design == effect.Change,
		SourceDifference: b.sourceDifference(p.Primary.Outcome), SameLabourMarket: b.sameLabourMarket(p.OtherRegion),
	}
	if f, err := b.table.history(); err == nil && finite(f.P()) != nil {
		m.History = &gate.Placebo{Effect: f.ATT, P: f.P()}
	}
	if trend, err := s.preTrend(); err == nil {
		m.PreTrend = finite(trend.P)
	}
	return b.measure(m, p.Primary.Outcome)
}

// measure sets what is different for each outcome and block: size, matching and loss. An
// estimate that could not be made is one whose balancing failed.
func (b *block) measure(m gate.Measures, outcome int) gate.Measures {
	m.Treated = b.treated
	m.Matching, m.Loss = &gate.Matching{}, nil
	if f := b.fits[outcome]; f != nil {
		m.Matching = &gate.Matching{Converged: true, ESS: f.about.ESS, Pruned: f.about.PrunedShare}
		for _, x := range f.about.Balance {
			m.Matching.Differences = append(m.Matching.Differences, x.After)
		}
	}
	if treated, comparison, ok := b.table.loss(outcome); ok {
		m.Loss = &gate.Loss{Treated: treated, Comparison: comparison}
	}
	return m
}

// weights returns the weights of an outcome, equal ones if there are none.
func (b *block) weights(outcome int) []float64 {
	if f := b.fits[outcome]; f != nil {
		return f.weights
	}
	return b.table.equal(outcome)
}

// sourceDifference returns the largest difference between the groups in the weighted
// share of rows from one source, and nil if no row names a source.
func (b *block) sourceDifference(outcome int) *float64 {
	shares, named := make(map[string]float64), false
	for i, w := range b.weights(outcome) {
		r := b.table.rows[i]
		if !r.Treated {
			w = -w
		}
		shares[r.Source] += w
		named = named || r.Source != ""
	}
	if !named {
		return nil
	}
	most := 0.0
	for _, difference := range shares {
		most = max(most, math.Abs(difference))
	}
	return &most
}

// sameLabourMarket reports whether every region of the comparison is one of the treated,
// or another region was declared. It is nil if a region that decides this is unknown.
func (b *block) sameLabourMarket(declared bool) *bool {
	same, unknown := true, len(b.table.rows) == 0
	of := make(map[string]bool)
	for _, r := range b.table.rows {
		if r.Treated && r.Region != "" {
			of[r.Region] = true
		}
	}
	for _, r := range b.table.rows {
		if !r.Treated {
			unknown = unknown || r.Region == "" || len(of) == 0
			same = same && (r.Region == "" || len(of) == 0 || of[r.Region])
		}
	}
	switch {
	case declared:
		same = true
	case same && unknown:
		return nil
	}
	return &same
}
