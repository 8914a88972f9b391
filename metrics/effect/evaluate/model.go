package evaluate

import (
	"fmt"

	"dubbelkrona/metrics/effect"
)

// model is an estimator on a table: one sample of all rows, or for a panel one of each
// start month, whose weights are made apart.
type model struct {
	table *table
	parts []part
}

// part is a sample of consecutive rows of the table.
type part struct {
	from, to int
	treated  float64 // rows
	sample   *effect.Sample
	err      error
}

// fit is an estimate with what describes it. Weights are those of the table's rows.
type fit struct {
	*effect.Estimate
	about   effect.Diagnostics
	weights []float64
	pieces  []piece
}

// piece is the estimate of a part, and its share in the whole.
type piece struct {
	part  *part
	of    *effect.Estimate
	share float64
}

// estimator is what is asked of each part.
type estimator func(*effect.Sample) (*effect.Estimate, error)

// of returns the estimator of an outcome.
func of(outcome int) estimator {
	return func(s *effect.Sample) (*effect.Estimate, error) { return s.Estimate(outcome) }
}

// newModel returns the model of a table. Rows are those of the table or what they are
// replaced by.
func newModel(t *table, rows []effect.Row, opt effect.Options) *model {
	m := &model{table: t}
	for from := 0; from < len(rows); {
		to := len(rows)
		if opt.Design == effect.Change {
			for to = from; to < len(rows) && rows[to].Group == rows[from].Group; {
				to++
			}
		}
		p := part{from: from, to: to}
		for i := from; i < to; i++ {
			if rows[i].Treated {
				p.treated++
			}
		}
		p.sample, p.err = effect.New(rows[from:to], opt)
		m.parts = append(m.parts, p)
		from = to
	}
	return m
}

// estimate returns an estimate of the whole. In a panel start months without one are left
// out, and their treated count as persons without a comparison.
func (m *model) estimate(ask estimator) (*fit, error) {
	f, err := &fit{weights: make([]float64, len(m.table.rows))}, error(effect.ErrTooFew)
	total, used := 0.0, 0.0
	for i := range m.parts {
		p := &m.parts[i]
		total += p.treated
		e, fault := p.ask(ask)
		if fault != nil {
			err = fault
			continue
		}
		used += p.treated
		f.pieces = append(f.pieces, piece{p, e, p.treated})
	}
	if len(f.pieces) == 0 {
		return nil, err
	}
	for i := range f.pieces {
		c := &f.pieces[i]
		c.share /= used
		for k, w := range c.of.Weights {
			f.weights[c.part.from+k] = c.share * w
		}
	}
	f.Estimate, f.about = f.pieces[0].of, f.pieces[0].of.Diagnostics
	if len(m.parts) > 1 {
		if err := f.combine(m.table, 1-used/total); err != nil {
			return nil, err
		}
	}
	return f.checked()
}

// checked returns an error if the estimate has what is not a number.
func (f *fit) checked() (*fit, error) {
	i := f.Interval()
	for _, x := range []float64{f.ATT, f.TreatedMean, f.ComparisonMean, f.SE, f.DF, i.Low, i.High, f.P(), f.about.ESS} {
		if finite(x) == nil {
			return nil, fmt.Errorf("%w: an outcome or its weights", effect.ErrNotFinite)
		}
	}
	return f, nil
}

func (p *part) ask(ask estimator) (*effect.Estimate, error) {
	if p.err != nil {
		return nil, p.err
	}
	return ask(p.sample)
}
