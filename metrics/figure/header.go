package figure

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/strictyaml"
)

// Header is the part of a definition's header that says what is calculated.
type Header struct {
	Unit             string              `yaml:"unit"`
	Let              []map[string]string `yaml:"let"`
	Value            string              `yaml:"value"`
	Low              string              `yaml:"low"`
	High             string              `yaml:"high"`
	protectionHeader `yaml:",inline"`
	Parts            map[string]strictyaml.Section `yaml:"parts"`
	Grade            string                        `yaml:"grade"`
	Status           string                        `yaml:"status"`
	By               []string                      `yaml:"by"`
	Per              string                        `yaml:"per"`
	Period           *periodHeader                 `yaml:"period"`
	Publish          [][]string                    `yaml:"publish"`
	Format           formatHeader                  `yaml:"format"`
}

// protectionHeader is who a figure is about and how that is protected.
type protectionHeader struct {
	Persons      string `yaml:"persons"`
	Protect      string `yaml:"protect"`
	Numerator    string `yaml:"numerator"`
	Denominator  string `yaml:"denominator"`
	Contribution string `yaml:"contribution"`
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
	Title            dubbelkrona.Label `yaml:"title"`
	Unit             string            `yaml:"unit"`
	Value            string            `yaml:"value"`
	Low              string            `yaml:"low"`
	High             string            `yaml:"high"`
	protectionHeader `yaml:",inline"`
	Total            bool `yaml:"total"`
}

// identifier is a name that needs no quotes in SQL.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// maxBy is the maximum number of dimensions of a metric; each doubles the number
// of groupings.
const maxBy = 6

// reading is a header that is being read. at returns a fault at a path of it.
type reading struct {
	Header
	at     func(path, message string) strictyaml.Fault
	figure Figure
	faults []strictyaml.Fault
}

// New returns what a header says, and its faults. at returns a fault at a path of the
// header.
func New(h Header, at func(path, message string) strictyaml.Fault) (Figure, []strictyaml.Fault) {
	r := &reading{Header: h, at: at}
	r.figure = Figure{Unit: h.Unit, Value: h.Value, Low: h.Low, High: h.High, Status: h.Status, By: h.By, AllTime: true, Decimals: 2, Grade: gradeExpression(h.Grade)}
	for _, step := range []func(){r.value, r.lets, r.parts, r.by, r.per, r.period, r.publish, r.format} {
		step()
	}
	return r.figure, r.faults
}

func (r *reading) refuse(path, format string, args ...any) {
	r.faults = append(r.faults, r.at(path, fmt.Sprintf(format, args...)))
}

func (r *reading) value() {
	if r.Unit == "" {
		r.refuse("unit", "unit is missing")
	}
	if r.Value == "" {
		r.refuse("value", "value is missing: the aggregate expression of the figure")
	}
	h := r.Header.protectionHeader
	r.figure.Persons = h.counted("", r.Value)
	r.figure.Protection = r.protection("", h)
}

func (r *reading) lets() {
	for i, step := range r.Let {
		path := func(name string) string { return fmt.Sprintf("let[%d].%s", i, name) }
		var bound []Binding
		for _, name := range strictyaml.InOrder(maps.Keys(step), path, r.at) {
			if !identifier.MatchString(name) || step[name] == "" {
				r.refuse(path(name), "each entry of let must be a lower-case name with an expression")
			}
			bound = append(bound, Binding{name, step[name]})
		}
		r.figure.Let = append(r.figure.Let, bound)
	}
}

func (r *reading) parts() {
	path := func(name string) string { return "parts." + name }
	for _, name := range strictyaml.InOrder(maps.Keys(r.Parts), path, r.at) {
		section := r.Parts[name]
		var h partHeader
		text, plain := section.Text()
		if plain {
			h.Value = text
		}
		r.faults = append(r.faults, section.Decode(&h)...)
		if h.Value == "" || !identifier.MatchString(name) {
			r.refuse(path(name), "a part must be a lower-case name with an expression, or with value and unit")
		}
		switch {
		case h.Protect != None:
			h.Persons = h.counted(r.figure.Persons, h.Value)
		case h.Persons != "":
			r.refuse(path(name)+".persons", "a figure with protect: none is not about persons")
		}
		r.figure.Parts = append(r.figure.Parts, Part{Name: name, Title: h.Title, Unit: cmp.Or(h.Unit, r.Unit), Value: h.Value, Low: h.Low, High: h.High,
			Persons: h.Persons, Protection: r.protection(path(name)+".", h.protectionHeader), Total: h.Total})
	}
}

func (r *reading) by() {
	if len(r.By) > maxBy {
		r.refuse("by", "by has %d columns; at most %d are allowed", len(r.By), maxBy)
	}
	for i, name := range r.By {
		if !identifier.MatchString(name) || slices.Contains(r.By[:i], name) {
			r.refuse(fmt.Sprintf("by[%d]", i), "by must be column names without duplicates, in lower-case letters, digits and _")
		}
	}
}

func (r *reading) period() {
	h := r.Period
	if h == nil {
		return
	}
	f := &r.figure
	f.Period, f.Grains = h.Column, h.Grains
	if !identifier.MatchString(h.Column) {
		r.refuse("period.column", "period.column must be the name of a column of the SELECT")
	}
	if len(h.Grains) == 0 {
		r.refuse("period.grains", "grains must be a list of year, month or both")
	}
	for i, grain := range h.Grains {
		if (grain != "year" && grain != "month") || slices.Contains(h.Grains[:i], grain) {
			r.refuse(fmt.Sprintf("period.grains[%d]", i), "grains must be a list of year, month or both, without duplicates")
		}
	}
	f.AllTime = h.All == nil || *h.All
}

func (r *reading) format() {
	if decimals := r.Format.Decimals; decimals != nil {
		if r.figure.Decimals = *decimals; *decimals < 0 || *decimals > 6 {
			r.refuse("format.decimals", "decimals must be 0 to 6")
		}
	}
}

// gradeExpression returns a known grade as a literal, and an expression unchanged.
func gradeExpression(grade string) string {
	switch grade = strings.TrimSpace(grade); grade {
	case "":
		return "'registrerad'"
	case "registrerad", "uppgiven", "uppmatt", "skattad", "antagen", "ej_belagd", "for_fa":
		return "'" + grade + "'"
	}
	return grade
}
