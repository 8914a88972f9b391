package kolada

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/numeral"
	"dubbelkrona/internal/rawbatch"
)

// format reads the pages of an object, one per line.
type format struct{ seen time.Time }

// Charset implements ingest.Format.
func (format) Charset() charset.Charset { return charset.UTF8 }

// value is an element of any of the API's responses.
type value struct {
	KPI          string      `json:"kpi"`
	Municipality string      `json:"municipality"`
	OU           string      `json:"ou"`
	Period       json.Number `json:"period"`
	Values       []observed  `json:"values"`
	Deleted      bool        `json:"isdeleted"`
	ID           string      `json:"id"`
	Title        string      `json:"title"`
	Description  string      `json:"description"`
	Type         string      `json:"type"`
	Published    string      `json:"publication_date"`
}

// observed is the value for one sex, or for both.
type observed struct {
	Gender  string       `json:"gender"`
	Status  string       `json:"status"`
	Value   *json.Number `json:"value"`
	Count   *json.Number `json:"count"`
	Deleted bool         `json:"isdeleted"`
}

// Decode implements ingest.Format. A row's number is its position among the
// object's rows.
func (f format) Decode(ctx context.Context, in ingest.Input, emit func(*dubbelkrona.RawBatch) error) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	b := rawbatch.New(ctx, in, emit)
	defer b.Close()
	rows, err := newRows(b, f.seen)
	if err != nil {
		return err
	}
	lines := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		line, err := readLine(lines)
		if err == io.EOF {
			return b.Flush()
		}
		if err != nil {
			return err
		}
		var p struct {
			Values []value `json:"values"`
		}
		if err := json.Unmarshal(line, &p); err != nil {
			return dubbelkrona.Invalidf("page %d: this is not a response of Kolada's API, version 3", number)
		}
		for i := range p.Values {
			if err := rows.add(&p.Values[i]); err != nil {
				return err
			}
		}
	}
}

// readLine reads a line of at most the max length of a page; io.EOF after the
// last.
func readLine(r *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case len(line) > maxPageBytes:
			return nil, dubbelkrona.Invalidf("a page is longer than the limit of %d bytes", maxPageBytes)
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && len(line) > 0:
			return line, nil
		}
		return line, err
	}
}

// The columns of every object's rows.
var columnNames = []string{"record", "indicator", "area", "period", "sex", "value", "status", "count",
	"title", "definition", "published", "seen", "code", "name", "type", "region_code"}

// rows writes cells by the names of their columns.
type rows struct {
	b     *rawbatch.Batcher
	index map[string]int
	seen  string
	n     int64
}

func newRows(b *rawbatch.Batcher, seen time.Time) (*rows, error) {
	r := &rows{b: b, index: make(map[string]int, len(columnNames)), seen: seen.Format(time.DateOnly)}
	for _, name := range columnNames {
		at, err := b.Column(name)
		if err != nil {
			return nil, err
		}
		r.index[name] = at
	}
	return r, nil
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

func (r *rows) add(v *value) error {
	switch {
	case v.KPI != "" && (v.Municipality != "" || v.OU != ""):
		return r.observations(v)
	case v.Type != "" && v.ID != "":
		return r.municipality(v)
	case v.ID != "" && v.Title != "":
		return r.definition(v)
	}
	r.b.Fault("row.kind: neither a value, a definition nor a municipality")
	return r.end()
}

// broken returns what is wrong with a figure as a whole, empty if nothing is.
func (v *value) broken() string {
	if v.Values == nil && !v.Deleted {
		return "row.values: a figure has no list of values"
	}
	sexes := make(map[string]bool, len(v.Values))
	for i := range v.Values {
		if sexes[v.Values[i].Gender] {
			return "row.values: a figure has two values for one sex, and which of them holds is unknown"
		}
		sexes[v.Values[i].Gender] = true
	}
	return ""
}

// observations writes one row per sex.
func (r *rows) observations(v *value) error {
	if why := v.broken(); why != "" {
		r.b.Fault(why)
		return r.end()
	}
	for i := range v.Values {
		o := &v.Values[i]
		r.set("record", "value")
		r.set("indicator", v.KPI)
		r.set("area", v.Municipality+v.OU)
		r.set("period", v.Period.String())
		r.set("sex", o.Gender)
		if v.Deleted || o.Deleted {
			r.set("status", "deleted")
		} else {
			r.set("status", o.Status)
			r.number("value", o.Value)
			r.number("count", o.Count)
		}
		if err := r.end(); err != nil {
			return err
		}
	}
	return nil
}

// number writes a number without an exponent, exactly.
func (r *rows) number(column string, n *json.Number) {
	if n == nil {
		return
	}
	text := numeral.Text(n.String())
	if strings.ContainsAny(text, "eE") {
		r.b.Fault("number.range: a value with an exponent that no key figure has")
		return
	}
	r.set(column, text)
}

func (r *rows) municipality(v *value) error {
	r.set("record", "municipality")
	r.set("code", v.ID)
	r.set("name", v.Title)
	r.set("type", v.Type)
	if v.Type == "K" && len(v.ID) == 4 {
		r.set("region_code", v.ID[:2])
	}
	return r.end()
}

func (r *rows) definition(v *value) error {
	r.set("record", "definition")
	r.set("indicator", v.ID)
	r.set("title", v.Title)
	r.set("definition", v.Description)
	r.set("published", v.Published)
	r.set("seen", r.seen)
	return r.end()
}
