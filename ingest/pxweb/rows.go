package pxweb

import (
	"fmt"
	"slices"
	"strings"

	"dubbelkrona/internal/rawbatch"
)

// The columns of every table, whatever its dimensions.
var commonColumns = []string{"record", "indicator", "area", "scope", "period", "valid_from", "valid_to", "sex", "value", "status", "unit",
	"comment", "source", "title", "definition", "published"}

// rows writes the cells of one cube after another.
type rows struct {
	*rawbatch.Batcher
	cube   *cube
	where  []int
	codes  []int // columns of each dimension's codes
	texts  []int // and texts
	origin string
}

func newRows(b *rawbatch.Batcher) (*rows, error) {
	return &rows{Batcher: b}, b.AddColumns(commonColumns...)
}

// begin sets the current cube and writes the definitions of its contents.
func (r *rows) begin(c *cube) error {
	r.cube, r.where, r.origin = c, make([]int, len(c.dimensions)), c.origin()
	r.codes, r.texts = nil, nil
	for _, d := range c.dimensions {
		name := rawbatch.CleanName(d.code)
		if name == "" || name == rawbatch.FaultColumn {
			name = rawbatch.PlaceName(len(r.codes))
		}
		if slices.Contains(commonColumns, name) {
			name += "_code"
		}
		code, err := r.Column(name)
		if err != nil {
			return err
		}
		text, err := r.Column(name + "_text")
		if err != nil {
			return err
		}
		r.codes, r.texts = append(r.codes, code), append(r.texts, text)
	}
	return r.definitions()
}

func (r *rows) definitions() error {
	contents := []place{{}}
	for _, d := range r.cube.dimensions {
		if d.role == content {
			contents = d.values
		}
	}
	for _, p := range contents {
		r.SetNamed("record", "definition")
		r.SetNamed("indicator", r.indicator(p.code, nil))
		r.SetNamed("title", strings.TrimPrefix(r.cube.title+": "+p.text, ": "))
		r.SetNamed("definition", r.cube.notes)
		r.SetNamed("unit", p.unit)
		r.SetNamed("published", r.cube.updated)
		r.SetNamed("source", r.origin)
		if err := r.EndNext(); err != nil {
			return err
		}
	}
	return nil
}

// indicator returns the name of a statistic: table, content and the values in
// dimensions that have no column of their own in the table indicator.
func (r *rows) indicator(content string, rest []string) string {
	parts := []string{}
	for _, part := range []string{r.cube.table, content} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(append(parts, rest...), " ")
}

// cell writes a cell. An empty value is a missing one.
func (r *rows) cell(number int, value, status string) error {
	r.cube.at(number, r.where)
	var contentCode string
	var rest []string
	r.SetNamed("record", "value")
	area := "00" // a table without a geography covers the country
	for i, d := range r.cube.dimensions {
		p := d.values[r.where[i]]
		r.Set(r.codes[i], []byte(p.code))
		r.Set(r.texts[i], []byte(p.text))
		switch d.role {
		case geography:
			area = p.code
		case period:
			r.SetNamed("period", p.span.period)
			r.SetNamed("valid_from", p.span.from)
			r.SetNamed("valid_to", p.span.to)
			r.SetNamed("comment", p.span.comment)
		case sexes:
			r.SetNamed("sex", sexCode(p))
			if sexCode(p) == "" {
				rest = append(rest, fmt.Sprintf("%s=%s", d.code, p.code))
			}
		case content:
			contentCode = p.code
			r.SetNamed("unit", p.unit)
		default:
			rest = append(rest, fmt.Sprintf("%s=%s", d.code, p.code))
		}
	}
	r.SetNamed("area", area)
	r.SetNamed("scope", scope(area))
	r.SetNamed("indicator", r.indicator(contentCode, rest))
	r.SetNamed("value", value)
	if missing(status) {
		status = "missing " + status
	}
	r.SetNamed("status", status)
	r.SetNamed("source", r.origin)
	return r.EndNext()
}

// missing reports whether a cell is one of the marks of a missing value: one to
// six dots, or a dash.
func missing(cell string) bool {
	return cell == "-" || cell == "–" || cell != "" && strings.Trim(cell, ".") == "" && len(cell) <= 6
}
