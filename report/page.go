package report

import (
	"cmp"
	"html/template"
	"maps"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	effectwording "dubbelkrona/metrics/effect/wording"
)

// page is the data of the templates: a report in one language.
type page struct {
	*Data
	cells
	l       wording.Language
	metrics map[string]*Metric
	notes   map[dubbelkrona.Cell][]note
	targets map[dubbelkrona.Cell]*dubbelkrona.Target
}

// pages returns the report in each language, Swedish first.
func pages(d *Data) []*page {
	found, metrics := index(d.Rows), make(map[string]*Metric)
	for i := range d.Metrics {
		metrics[d.Metrics[i].Name] = &d.Metrics[i]
	}
	decided := targets(d)
	return []*page{{d, found, "sv", metrics, notes(d, "sv"), decided}, {d, found, "en", metrics, notes(d, "en"), decided}}
}

// T returns the text in the page's language.
func (p *page) T(sv, en string) string { return p.l.Pick(sv, en) }

// Lang is the page's language, Other the other one.
func (p *page) Lang() string  { return p.T("sv", "en") }
func (p *page) Other() string { return p.T("en", "sv") }

// ID returns an id that is unique in the file.
func (p *page) ID(name string) string { return p.Lang() + "." + name }

// In returns a label in the page's language.
func (p *page) In(l dubbelkrona.Label) string { return l.In(string(p.l)) }

// Place is the name of what is shown in full.
func (p *page) Place() string {
	if p.Municipality == "" {
		return p.T("Alla kommuner", "All municipalities")
	}
	return p.name(p.Municipality)
}

// name is the name of a municipality.
func (p *page) name(code string) string {
	if code == "" {
		return p.T("Okänd kommun", "Unknown municipality")
	}
	return cmp.Or(p.Names[code], code)
}

// municipalities are the codes that have a group of their own.
func municipalities(p *page) []string {
	codes := make(map[string]bool)
	for _, c := range p.of(doubleValue, "all", "municipality", "") {
		codes[c.municipality] = true
	}
	return slices.Sorted(maps.Keys(codes))
}

func (p *page) decimals(metric string) int32 {
	if m := p.metrics[metric]; m != nil {
		return m.Decimals
	}
	return 2
}

// title is the title of a part, or its name.
func (p *page) title(metric, part string) string {
	m := p.metrics[metric]
	if m == nil {
		return cmp.Or(part, metric)
	}
	for _, one := range m.Parts {
		if one.Name == part && p.In(one.Title) != "" {
			return p.In(one.Title)
		}
	}
	if part == "" {
		return cmp.Or(p.In(m.Title), metric)
	}
	return part
}

// grade is a grade in words.
func (p *page) grade(name string) string {
	if name == "" {
		return wording.Unknown
	}
	return p.In(effectwording.Grade(name))
}

// day writes the day of a time, which is unknown if it is zero.
func day(t time.Time) string {
	if t.IsZero() {
		return wording.Unknown
	}
	return t.UTC().Format(time.DateOnly)
}

// When is the minute of a time.
func (p *page) When(t time.Time) string { return t.UTC().Format("2006-01-02 15:04") + " UTC" }

// Synthetic reports whether made-up data is behind what is shown in full.
func (p *page) Synthetic() bool { return p.focus().value().Synthetic }

// focus is the group that is shown in full, nil if there is none.
func (p *page) focus() *cell { return p.total(doubleValue, p.Municipality) }

// list joins words: "a, b och c".
func list(l wording.Language, words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + l.Pick(" och ", " and ") + words[last]
}

// drawn is a chart, or nothing.
func drawn(svg string) template.HTML { return template.HTML(svg) }

// Groups, Quality, Economy, Study and Formulas are the page's sections.
func (p *page) Groups() groups     { return groups{p} }
func (p *page) Quality() quality   { return quality{p} }
func (p *page) Economy() economy   { return economy{p} }
func (p *page) Study() effects     { return effects{p} }
func (p *page) Formulas() formulas { return formulas{p} }
