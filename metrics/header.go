package metrics

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
	"dubbelkrona/metrics/effect/study"
)

type common struct {
	Title    dubbelkrona.Label `yaml:"title"`
	Doc      dubbelkrona.Label `yaml:"doc"`
	Replaces bool              `yaml:"replaces"`
}

type modelHeader struct {
	common       `yaml:",inline"`
	Materialized string            `yaml:"materialized"`
	Split        string            `yaml:"split"`
	Columns      map[string]string `yaml:"columns"`
	Release      []string          `yaml:"release"`
}

type effectHeader struct {
	common       `yaml:",inline"`
	study.Header `yaml:",inline"`
}

type checkHeader struct {
	common   `yaml:",inline"`
	Severity string            `yaml:"severity"`
	Message  dubbelkrona.Label `yaml:"message"`
	Concerns []string          `yaml:"concerns"`
}

type metricHeader struct {
	common  `yaml:",inline"`
	Unit    string                        `yaml:"unit"`
	Let     []map[string]string           `yaml:"let"`
	Value   string                        `yaml:"value"`
	Low     string                        `yaml:"low"`
	High    string                        `yaml:"high"`
	Parts   map[string]strictyaml.Section `yaml:"parts"`
	Persons string                        `yaml:"persons"`
	Grade   string                        `yaml:"grade"`
	Status  string                        `yaml:"status"`
	By      []string                      `yaml:"by"`
	Period  *periodHeader                 `yaml:"period"`
	Format  formatHeader                  `yaml:"format"`
}

type periodHeader struct {
	Column string   `yaml:"column"`
	Grains []string `yaml:"grains"`
	All    *bool    `yaml:"all"`
}

type formatHeader struct {
	Decimals *int `yaml:"decimals"`
}

type partHeader struct {
	Title   dubbelkrona.Label `yaml:"title"`
	Unit    string            `yaml:"unit"`
	Value   string            `yaml:"value"`
	Low     string            `yaml:"low"`
	High    string            `yaml:"high"`
	Persons string            `yaml:"persons"`
	Total   bool              `yaml:"total"`
}

// identifier is a name that needs no quotes in SQL.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// maxBy is the maximum number of dimensions of a metric; each doubles the number
// of groupings.
const maxBy = 6

// header decodes the header into d and reports whether d replaces another
// definition.
func (d *Definition) header() (replaces bool, faults []Fault) {
	var c common
	switch d.Kind {
	case Model:
		c, faults = d.modelHeader()
	case Effect:
		c, faults = d.effectHeader()
	case Check:
		c, faults = d.checkHeader()
	default:
		c, faults = d.metricHeader()
	}
	d.Title, d.Doc = c.Title, c.Doc
	if c.Title.SV == "" || c.Title.EN == "" {
		faults = append(faults, d.at("title", "title must have a text in sv and one in en"))
	}
	return c.Replaces, faults
}

func (d *Definition) modelHeader() (common, []Fault) {
	var h modelHeader
	faults := d.doc.Decode(&h)
	switch h.Materialized {
	case "", "view":
	case "table":
		d.Table = true
	default:
		faults = append(faults, d.at("materialized", "materialized must be view or table"))
	}
	if h.Split != "" && (!d.Table || !identifier.MatchString(h.Split)) {
		faults = append(faults, d.at("split", "split must be a column of pseudonyms of a model with materialized: table"))
	}
	d.Columns, d.Release, d.Split = h.Columns, h.Release, h.Split
	return h.common, faults
}

func (d *Definition) effectHeader() (common, []Fault) {
	var h effectHeader
	faults := d.doc.Decode(&h)
	declared, more := study.New(h.Header, d.at)
	d.Study = declared
	return h.common, append(faults, more...)
}

func (d *Definition) checkHeader() (common, []Fault) {
	var h checkHeader
	faults := d.doc.Decode(&h)
	switch h.Severity {
	case "warn":
	case "error":
		d.Severity = dubbelkrona.Reject
	default:
		faults = append(faults, d.at("severity", "severity must be error or warn"))
	}
	if h.Message.SV == "" || h.Message.EN == "" {
		faults = append(faults, d.at("message", "message must have a text in sv and one in en"))
	}
	d.Message, d.Concerns = h.Message, h.Concerns
	return h.common, faults
}

func (d *Definition) metricHeader() (common, []Fault) {
	var h metricHeader
	faults := d.doc.Decode(&h)
	refuse := func(path, format string, args ...any) {
		faults = append(faults, d.at(path, fmt.Sprintf(format, args...)))
	}
	f := &d.Figure
	*f = Figure{Unit: h.Unit, Value: h.Value, Low: h.Low, High: h.High, Persons: h.Persons, Status: h.Status, By: h.By, AllTime: true, Decimals: 2}
	if h.Unit == "" {
		refuse("unit", "unit is missing")
	}
	if h.Value == "" {
		refuse("value", "value is missing: the aggregate expression of the figure")
	}
	f.Grade = gradeExpression(h.Grade)
	d.lets(h.Let, refuse)
	faults = append(faults, d.parts(h.Parts, refuse)...)
	if len(f.By) > maxBy {
		refuse("by", "by has %d columns; at most %d are allowed", len(f.By), maxBy)
	}
	for i, name := range f.By {
		if !identifier.MatchString(name) || slices.Contains(f.By[:i], name) {
			refuse(fmt.Sprintf("by[%d]", i), "by must be column names without duplicates, in lower-case letters, digits and _")
		}
	}
	d.period(h.Period, refuse)
	if h.Format.Decimals != nil {
		if f.Decimals = *h.Format.Decimals; f.Decimals < 0 || f.Decimals > 6 {
			refuse("format.decimals", "decimals must be 0 to 6")
		}
	}
	return h.common, faults
}

// refuser adds a fault at a path of the header.
type refuser func(path, format string, args ...any)

func (d *Definition) lets(steps []map[string]string, refuse refuser) {
	for i, step := range steps {
		path := func(name string) string { return fmt.Sprintf("let[%d].%s", i, name) }
		var bound []Binding
		for _, name := range strictyaml.InOrder(maps.Keys(step), path, d.at) {
			if !identifier.MatchString(name) || step[name] == "" {
				refuse(path(name), "each entry of let must be a lower-case name with an expression")
			}
			bound = append(bound, Binding{name, step[name]})
		}
		d.Figure.Let = append(d.Figure.Let, bound)
	}
}

func (d *Definition) parts(parts map[string]strictyaml.Section, refuse refuser) (faults []Fault) {
	path := func(name string) string { return "parts." + name }
	for _, name := range strictyaml.InOrder(maps.Keys(parts), path, d.at) {
		section := parts[name]
		var h partHeader
		text, plain := section.Text()
		if plain {
			h.Value = text
		}
		faults = append(faults, section.Decode(&h)...)
		if h.Value == "" || !identifier.MatchString(name) {
			refuse(path(name), "a part must be a lower-case name with an expression, or with value and unit")
		}
		d.Figure.Parts = append(d.Figure.Parts, Part{Name: name, Title: h.Title, Unit: cmp.Or(h.Unit, d.Figure.Unit),
			Value: h.Value, Low: h.Low, High: h.High, Persons: cmp.Or(h.Persons, d.Figure.Persons), Total: h.Total})
	}
	return faults
}

func (d *Definition) period(h *periodHeader, refuse refuser) {
	if h == nil {
		return
	}
	f := &d.Figure
	f.Period, f.Grains = h.Column, h.Grains
	if !identifier.MatchString(h.Column) {
		refuse("period.column", "period.column must be the name of a column of the SELECT")
	}
	if len(h.Grains) == 0 {
		refuse("period.grains", "grains must be a list of year, month or both")
	}
	for i, grain := range h.Grains {
		if (grain != "year" && grain != "month") || slices.Contains(h.Grains[:i], grain) {
			refuse(fmt.Sprintf("period.grains[%d]", i), "grains must be a list of year, month or both, without duplicates")
		}
	}
	f.AllTime = h.All == nil || *h.All
}

// gradeExpression returns a known grade as a literal, and an expression unchanged.
func gradeExpression(grade string) string {
	switch grade = strings.TrimSpace(grade); grade {
	case "":
		return "'registrerad'"
	case "registrerad", "uppmatt", "skattad", "antagen", "ej_belagd", "for_fa":
		return "'" + grade + "'"
	}
	return grade
}
