package report

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
)

// formulas is the section that says how figures are made.
type formulas struct{ *page }

// explanation is how the figures of a part are made.
type explanation struct {
	ID, Title, Unit, Doc string
	Expression           string // in SQL; empty for the metric itself
	Whole                string // id of the explanation of the metric itself; empty if it is this
	Hash                 string
	Goals                []string // of Agenda 2030
	Owner                string
	Tables               []string
	Sources              []string
	// Steps are the formula with what is published of its values, of what is shown in
	// full. Parameters and Objects are of the metric itself.
	Steps      []step
	Parameters []string
	Objects    []string
}

// step is a named expression with its value; Value is empty if none is published.
type step struct{ Name, Expression, Value, Exact string }

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
		all[len(all)-1].Owner = string(m.Owner)
		for _, g := range m.Goals {
			all[len(all)-1].Goals = append(all[len(all)-1].Goals, p.In(g.Title()))
		}
		p.withFormula(&all[len(all)-1], m.Name, "")
		for _, part := range m.Parts {
			if p.explained(m.Name, part.Name) {
				all = append(all, explanation{ID: anchorOf(p.l, m.Name, part.Name), Title: p.title(m.Name, part.Name), Unit: unit(p.l, part.Unit), Expression: part.Expression, Whole: whole})
				p.withFormula(&all[len(all)-1], m.Name, part.Name)
			}
		}
	}
	return all
}

// withFormula adds what is known of the figure of what is shown in full.
func (p formulas) withFormula(e *explanation, metric, part string) {
	i := slices.IndexFunc(p.Explained, func(x dubbelkrona.Explanation) bool { return x.Cell.Metric == metric && x.Cell.Part == part })
	if i < 0 {
		return
	}
	x := p.Explained[i]
	hidden := x.Result.Status == dubbelkrona.Suppressed
	for _, s := range x.Formula {
		one := step{Name: s.Name, Expression: s.Expression}
		if s.Value.Valid && !hidden {
			one.Value, one.Exact = dubbelkrona.FormatNumber(s.Value.String(), string(p.l)), s.Value.String()
		}
		e.Steps = append(e.Steps, one)
	}
	if part != "" {
		return
	}
	for _, v := range x.Parameters {
		value := wording.Unknown
		if v.Value.Valid {
			value = dubbelkrona.FormatNumber(v.Value.String(), string(p.l))
		}
		e.Parameters = append(e.Parameters, fmt.Sprintf("%s (%s): %s %s; %s", v.Name, v.Scope, value, v.Unit, v.Evidence))
	}
	for _, s := range x.Sources {
		object := s.Source + ": " + s.Object
		if s.SHA256 != "" {
			object += ", SHA-256 " + s.SHA256
		}
		e.Objects = append(e.Objects, object+", "+day(s.Fetched))
	}
	slices.Sort(e.Objects)
	e.Objects = slices.Compact(e.Objects)
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
