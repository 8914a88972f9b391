package report

import (
	"slices"
	"strings"
)

// formulas is the section that says how figures are made.
type formulas struct{ *page }

// explanation is how the figures of a part are made.
type explanation struct {
	ID, Title, Unit, Doc string
	Expression           string // in SQL; empty for the metric itself
	Whole                string // id of the explanation of the metric itself; empty if it is this
	Hash                 string
	Tables               []string
	Sources              []string
}

// explained reports whether a part has an explanation on the page.
func (p *page) explained(metric, part string) bool {
	m := p.metrics[metric]
	if m == nil || part == "" {
		return m != nil
	}
	own := metric == doubleValue || metric == uncertainty || metric == ofContract
	return own && slices.ContainsFunc(m.Parts, func(one Part) bool { return one.Name == part })
}

// Explanations are how the figures of the page are made, by metric and part.
func (p formulas) Explanations() (all []explanation) {
	for _, m := range p.Metrics {
		whole := anchorOf(p.l, m.Name, "")
		all = append(all, explanation{ID: whole, Title: p.title(m.Name, ""), Unit: unit(p.l, m.Unit), Doc: p.In(m.Doc), Hash: m.Hash, Tables: m.Depends, Sources: p.behind(m)})
		for _, part := range m.Parts {
			if p.explained(m.Name, part.Name) {
				all = append(all, explanation{ID: anchorOf(p.l, m.Name, part.Name), Title: p.title(m.Name, part.Name), Unit: unit(p.l, part.Unit), Expression: part.Expression, Whole: whole})
			}
		}
	}
	return all
}

// behind are the sources that have rows in the tables that a metric reads.
func (p formulas) behind(m Metric) (names []string) {
	for _, s := range p.Sources {
		if slices.ContainsFunc(s.Tables, func(table string) bool { return slices.Contains(m.Depends, table) }) {
			name := s.Name
			if s.Synthetic {
				name += p.T(" (påhittad)", " (made up)")
			}
			names = append(names, name)
		}
	}
	return names
}

// From are the tables and models that are read.
func (e explanation) From() string { return strings.Join(e.Tables, ", ") }

// By are the sources.
func (e explanation) By() string { return strings.Join(e.Sources, ", ") }
