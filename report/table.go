package report

import (
	"html/template"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/wording"
	"dubbelkrona/report/chart"
)

// table is a table of a page, which a reader can sort, filter and download.
type table struct {
	ID, Caption string
	Head        []column
	Rows        []row
	Quiet       bool   // the caption is for screen readers, since a heading has it
	Sort        bool   // a reader may sort the rows
	Filter      string // label of the field that filters the rows; empty if there is none
	Group       *about // of all figures, if a row has none
}

type column struct {
	Text   string
	Number bool
}

// row is one row; the first of its entries is its heading.
type row struct {
	Entries []entry
	Group   *about // of the figures of the row
	ID      string
	Class   string
	Open    string // code of the municipality whose figures the row opens
}

// entry is a figure, or else a chart, or else a text.
type entry struct {
	Figure *figure
	Span   *figure // of which the interval is shown
	SVG    template.HTML
	Text   string
	Exact  string // the number that the text rounds, if it is one that is not a row
	Code   bool   // the text is code
	Quoted bool   // the text is somebody else's, in the language that they wrote
	Number bool
}

// about is what an explanation needs to know of the group behind a figure.
type about struct{ Label, Grade, Warnings string }

// about returns what is to be known of a group.
func (p *page) about(c *cell, label string) *about {
	if c == nil {
		return nil
	}
	v := c.value()
	return &about{label, p.grade(v.Grade), v.Warnings}
}

func (p *page) shown(c *cell, part string) entry {
	f := p.figure(c, part)
	return entry{Figure: &f, Number: true}
}

func (p *page) span(c *cell, part string) entry {
	f := p.figure(c, part)
	return entry{Span: &f, Number: true}
}

// exact writes a number with all its decimals.
func exact(l wording.Language, n dubbelkrona.Number) entry {
	if !n.Valid {
		return entry{Number: true}
	}
	return entry{Text: dubbelkrona.FormatNumber(n.String(), string(l)), Exact: n.String(), Number: true}
}

func words(text string) entry { return entry{Text: text} }

// small draws the value of each group with its interval, on one scale.
func small(groups []*cell) func(*cell) entry {
	var values []float64
	known := func(c *cell) bool {
		v := c.value()
		return v.Value.Valid && v.Status != "no_benefit"
	}
	for _, c := range groups {
		if v := c.value(); known(c) {
			values = append(values, float(v.Value))
			if v.Low.Valid && v.High.Valid {
				values = append(values, float(v.Low), float(v.High))
			}
		}
	}
	scale := chart.NewCells(values)
	return func(c *cell) entry {
		v := c.value()
		if !known(c) {
			return entry{}
		}
		return entry{SVG: drawn(scale.SVG(float(v.Value), float(v.Low), float(v.High)))}
	}
}

// numbers are the headings of columns of numbers after those of texts.
func heads(texts int, names ...string) (all []column) {
	for i, name := range names {
		all = append(all, column{name, i >= texts})
	}
	return all
}

// Name is the file name of the table's download.
func (t table) Name() string { return strings.ReplaceAll(t.ID, ".", "-") + ".csv" }

// kronor are the marked places on a scale of kronor per krona.
func kronor(l wording.Language) []chart.Line {
	return []chart.Line{{At: 1, Label: l.Pick("1 kr", "SEK 1")}, {At: 2, Label: l.Pick("2 kr", "SEK 2")}}
}
