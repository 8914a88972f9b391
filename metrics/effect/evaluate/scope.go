package evaluate

import (
	"errors"
	"slices"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/gate"
)

// scope is what is known of the rows of one scope.
type scope struct {
	plan   *Plan
	rows   []*Row // sorted, without the second pool
	blocks []*block
	// second is the primary estimate with the second pool, nil if there is none.
	second *fit
}

// block has the estimates of one block, by outcome. A fit is nil if its error is not.
type block struct {
	table                          *table
	treated, comparison, suppliers int
	fits                           []*fit
	errs                           []error
	// ols and cem are other estimators of the primary outcome, nil if there is none.
	ols, cem *fit
	// pruned is the share of the treated without a comparison in strata, nil if there
	// is nobody to compare.
	pruned *float64
}

// Scope evaluates the rows of one scope.
func Scope(p Plan, rows []Row) *Result {
	s := &scope{plan: &p}
	if err := s.prepare(rows); err != nil {
		return &Result{Err: err, Preliminary: preliminary(&p, rows)}
	}
	m := s.measures()
	b := s.blocks[p.Primary.Block]
	r := &Result{Decision: gate.Decide(m), Treated: b.treated, Comparison: b.comparison, Suppliers: b.suppliers}
	r.Preliminary = preliminary(&p, rows)
	r.Estimates = s.estimates(m, r.Decision)
	r.Covariance = s.covariances(r.Estimates)
	r.Balance = b.balance(p.Primary.Outcome)
	for k, b := range s.blocks {
		r.Overlap = append(r.Overlap, b.overlap(k, p.Primary.Outcome))
	}
	measures := s.sensitivity(m)
	r.Sensitivity = measures
	r.Flags = s.flags(measures)
	r.MDE = finite(measures.get("mde"))
	r.Weights = b.deciles(p.Primary.Outcome)
	r.EarlierStart = slices.Contains(r.Flags, gate.EarlierStart)
	if f := b.fits[p.Primary.Outcome]; f != nil {
		r.Comparison, r.ESS, r.Contamination = f.about.Comparison, &f.about.ESS, &f.about.Contamination
	}
	return r
}

// prepare sorts rows, checks them, and estimates every outcome and block.
func (s *scope) prepare(rows []Row) error {
	if err := s.plan.check(rows); err != nil {
		return err
	}
	all := sorted(rows)
	s.rows = where(all, func(r *Row) bool { return !r.Second })
	if err := s.faults(s.rows); err != nil {
		return err
	}
	for k := range s.plan.Blocks {
		s.blocks = append(s.blocks, newBlock(newTable(s.plan, s.rows, k)))
	}
	if len(s.rows) == len(all) {
		return nil
	}
	second := where(all, func(r *Row) bool { return r.Treated || r.Second })
	if err := s.faults(second); err != nil {
		return err
	}
	t := newTable(s.plan, second, s.plan.Primary.Block)
	// Without an estimate nothing can be said of the second pool.
	s.second, _ = newModel(t, t.data, s.plan.options()).estimate(of(s.plan.Primary.Outcome))
	return nil
}

// where returns the rows for which a condition holds.
func where(rows []*Row, holds func(*Row) bool) []*Row {
	return slices.DeleteFunc(slices.Clone(rows), func(r *Row) bool { return !holds(r) })
}

// faults returns an error of the rows, which are faults whether they are due or not.
func (s *scope) faults(rows []*Row) error {
	all := make([]effect.Row, len(rows))
	for i, r := range rows {
		all[i] = r.Row
	}
	if _, err := effect.New(all, s.plan.options()); err != nil && !errors.Is(err, effect.ErrTooFew) {
		return err
	}
	return nil
}

// newBlock estimates every outcome of a table.
func newBlock(t *table) *block {
	b := &block{table: t}
	b.treated, b.comparison = t.persons()
	b.suppliers = t.suppliers()
	m := newModel(t, t.data, t.plan.options())
	for o := range t.plan.Outcomes {
		f, err := m.estimate(of(o))
		b.fits, b.errs = append(b.fits, f), append(b.errs, err)
	}
	b.ols, _ = t.other(effect.LeastSquares)
	cem, err := t.other(effect.Coarsened)
	if b.cem = cem; err == nil {
		b.pruned = &cem.about.PrunedShare
	} else if all := 1.0; errors.Is(err, effect.ErrNoOverlap) {
		b.pruned = &all
	}
	return b
}

// other returns the estimate of the primary outcome with another estimator.
func (t *table) other(e effect.Estimator) (*fit, error) {
	opt := t.plan.options()
	opt.Estimator = e
	return newModel(t, t.data, opt).estimate(of(t.plan.Primary.Outcome))
}

// due reports whether a row is due in the primary block.
func (p *Plan) due(r *Row) bool {
	b := p.Primary.Block
	return b >= 0 && b < len(r.Due) && r.Due[b]
}

// preliminary returns the share of the treated that is not due in the primary block.
func preliminary(p *Plan, rows []Row) *float64 {
	all, waiting := 0.0, 0.0
	for i := range rows {
		if rows[i].Treated {
			all++
			if !p.due(&rows[i]) {
				waiting++
			}
		}
	}
	return finite(waiting / all)
}
