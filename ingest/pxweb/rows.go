package pxweb

import (
	"fmt"
	"strings"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
)

// The columns of every table, whatever its dimensions.
var commonColumns = []string{"record", "indicator", "area", "scope", "period", "valid_from", "valid_to", "sex", "value", "status", "unit",
	"comment", "source", "title", "definition", "published"}

// rows writes the cells of one cube after another.
type rows struct {
	b     *rawbatch.Batcher
	index map[string]int
	n     int64

	cube   *cube
	where  []int
	codes  []int // columns of each dimension's codes
	texts  []int // and texts
	origin string
}

func newRows(b *rawbatch.Batcher) (*rows, error) {
	r := &rows{b: b, index: make(map[string]int, len(commonColumns))}
	for _, name := range commonColumns {
		at, err := b.Column(name)
		if err != nil {
			return nil, err
		}
		r.index[name] = at
	}
	return r, nil
}

// begin sets the current cube and writes the definitions of its contents.
func (r *rows) begin(c *cube) error {
	r.cube, r.where, r.origin = c, make([]int, len(c.dimensions)), c.origin()
	r.codes, r.texts = nil, nil
	for _, d := range c.dimensions {
		name := rawbatch.CleanName(d.code)
		if name == "" || name == ingest.FaultColumn {
			name = rawbatch.PlaceName(len(r.codes))
		}
		for _, taken := range commonColumns {
			if name == taken {
				name += "_code"
			}
		}
		code, err := r.b.Column(name)
		if err != nil {
			return err
		}
		text, err := r.b.Column(name + "_text")
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
		r.set("record", "definition")
		r.set("indicator", r.indicator(p.code, nil))
		r.set("title", strings.TrimPrefix(r.cube.title+": "+p.text, ": "))
		r.set("definition", r.cube.notes)
		r.set("unit", p.unit)
		r.set("published", r.cube.updated)
		r.set("source", r.origin)
		if err := r.end(); err != nil {
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
	r.set("record", "value")
	area := "00" // a table without a geography covers the country
	for i, d := range r.cube.dimensions {
		p := d.values[r.where[i]]
		r.b.Set(r.codes[i], []byte(p.code))
		r.b.Set(r.texts[i], []byte(p.text))
		switch d.role {
		case geography:
			area = p.code
		case period:
			r.set("period", p.span.period)
			r.set("valid_from", p.span.from)
			r.set("valid_to", p.span.to)
			r.set("comment", p.span.comment)
		case sexes:
			r.set("sex", sexCode(p))
			if sexCode(p) == "" {
				rest = append(rest, fmt.Sprintf("%s=%s", d.code, p.code))
			}
		case content:
			contentCode = p.code
			r.set("unit", p.unit)
		default:
			rest = append(rest, fmt.Sprintf("%s=%s", d.code, p.code))
		}
	}
	r.set("area", area)
	r.set("scope", scope(area))
	r.set("indicator", r.indicator(contentCode, rest))
	r.set("value", value)
	if missing(status) {
		status = "missing " + status
	}
	r.set("status", status)
	r.set("source", r.origin)
	return r.end()
}

// set fills a cell; an empty text leaves it NULL.
func (r *rows) set(column, text string) {
	if text != "" {
		r.b.Set(r.index[column], []byte(text))
	}
}

func (r *rows) end() error {
	r.n++
	return r.b.End(r.n)
}

// missing reports whether a cell is one of the marks of a missing value: one to
// six dots, or a dash.
func missing(cell string) bool {
	return cell == "-" || cell == "–" || cell != "" && strings.Trim(cell, ".") == "" && len(cell) <= 6
}
