package kolada

import (
	"bufio"
	"context"
	"encoding/json"
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
	Members      []member    `json:"members"`
}

// member is a municipality in a group.
type member struct {
	ID    string `json:"member_id"`
	Title string `json:"member_title"`
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
func (f format) Decode(_ context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	r, err := in.Open()
	if err != nil {
		return err
	}
	if err := b.AddColumns(columnNames...); err != nil {
		return err
	}
	rows := &rows{Batcher: b, seen: f.seen.Format(time.DateOnly)}
	pages := bufio.NewScanner(r)
	pages.Buffer(nil, maxPageBytes)
	for number := 1; pages.Scan(); number++ {
		var p struct {
			Values []value `json:"values"`
		}
		if err := json.Unmarshal(pages.Bytes(), &p); err != nil {
			return dubbelkrona.Invalidf("page %d: this is not a response of Kolada's API, version 3", number)
		}
		for i := range p.Values {
			if err := rows.add(&p.Values[i]); err != nil {
				return err
			}
		}
	}
	if pages.Err() == bufio.ErrTooLong {
		return dubbelkrona.Invalidf("a page is longer than the limit of %d bytes", maxPageBytes)
	}
	return pages.Err()
}

// The columns of every object's rows.
var columnNames = []string{"record", "indicator", "area", "period", "sex", "value", "status", "count",
	"title", "definition", "published", "seen", "code", "name", "type", "region_code"}

// rows writes the rows of an object.
type rows struct {
	*rawbatch.Batcher
	seen string // the day of the reading
}

func (r *rows) add(v *value) error {
	switch {
	case v.KPI != "" && (v.Municipality != "" || v.OU != ""):
		return r.observations(v)
	case v.Members != nil && v.ID != "":
		return r.group(v)
	case v.Type != "" && v.ID != "":
		return r.municipality(v)
	case v.ID != "" && v.Title != "":
		return r.definition(v)
	}
	r.Fault("row.kind: neither a value, a definition, a municipality nor a group")
	return r.EndNext()
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
		r.Fault(why)
		return r.EndNext()
	}
	for i := range v.Values {
		o := &v.Values[i]
		r.SetNamed("record", "value")
		r.SetNamed("indicator", v.KPI)
		r.SetNamed("area", v.Municipality+v.OU)
		r.SetNamed("period", v.Period.String())
		r.SetNamed("sex", o.Gender)
		if v.Deleted || o.Deleted {
			r.SetNamed("status", "deleted")
		} else {
			r.SetNamed("status", o.Status)
			r.number("value", o.Value)
			r.number("count", o.Count)
		}
		if err := r.EndNext(); err != nil {
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
		r.Fault("number.range: a value with an exponent that no key figure has")
		return
	}
	r.SetNamed(column, text)
}

func (r *rows) municipality(v *value) error {
	r.SetNamed("record", "municipality")
	r.SetNamed("code", v.ID)
	r.SetNamed("name", v.Title)
	r.SetNamed("type", v.Type)
	if v.Type == "K" && len(v.ID) == 4 {
		r.SetNamed("region_code", v.ID[:2])
	}
	return r.EndNext()
}

// group writes one row per member.
func (r *rows) group(v *value) error {
	if len(v.Members) == 0 {
		r.Fault("row.members: a group without members")
		return r.EndNext()
	}
	for _, m := range v.Members {
		r.SetNamed("record", "municipality_group")
		r.SetNamed("code", v.ID)
		r.SetNamed("title", v.Title)
		r.SetNamed("area", m.ID)
		r.SetNamed("name", m.Title)
		if err := r.EndNext(); err != nil {
			return err
		}
	}
	return nil
}

func (r *rows) definition(v *value) error {
	r.SetNamed("record", "definition")
	r.SetNamed("indicator", v.ID)
	r.SetNamed("title", v.Title)
	r.SetNamed("definition", v.Description)
	r.SetNamed("published", v.Published)
	r.SetNamed("seen", r.seen)
	return r.EndNext()
}
