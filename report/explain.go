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
	Expression           string
	Whole                string // id of the explanation of the metric itself; empty if it is this
	Hash                 string
	Tables               []string
	Sources              []string
}

// explained reports whether a part has an explanation on the page.
func (p *page) explained(metric, part string) bool {
	m := p.metrics[metric]
	if m == nil || !slices.ContainsFunc(m.Parts, func(one Part) bool { return one.Name == part }) {
		return false
	}
	return part == "" || metric == doubleValue || metric == uncertainty || metric == ofContract
}

// Explanations are how the figures of the page are made, by metric and part.
func (p formulas) Explanations() (all []explanation) {
	for _, m := range p.Metrics {
		for _, part := range m.Parts {
			if !p.explained(m.Name, part.Name) {
				continue
			}
			e := explanation{ID: anchorOf(p.l, m.Name, part.Name), Title: p.title(m.Name, part.Name), Unit: unit(p.l, part.Unit), Expression: part.Expression}
			if part.Name == "" {
				e.Title, e.Doc, e.Hash, e.Tables, e.Sources = p.In(m.Title), p.In(m.Doc), m.Hash, m.Depends, p.behind(m)
			} else {
				e.Whole = anchorOf(p.l, m.Name, "")
			}
			all = append(all, e)
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

// Short is the beginning of a definition's hash, by which it is recognised.
func (e explanation) Short() string { return e.Hash[:min(len(e.Hash), 12)] }

// From are the tables and models that are read.
func (e explanation) From() string { return strings.Join(e.Tables, ", ") }

// By are the sources.
func (e explanation) By() string { return strings.Join(e.Sources, ", ") }
