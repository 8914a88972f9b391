package pxweb

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/numeral"
)

// dataset is a document of JSON-stat 2.0 (json-stat.org/full), of class dataset.
type dataset struct {
	Version string                   `json:"version"`
	Class   string                   `json:"class"`
	Label   string                   `json:"label"`
	Source  string                   `json:"source"`
	Updated string                   `json:"updated"`
	Note    []string                 `json:"note"`
	ID      []string                 `json:"id"`
	Size    []int                    `json:"size"`
	Role    map[string][]string      `json:"role"`
	Dim     map[string]jsonDimension `json:"dimension"`
	Value   json.RawMessage          `json:"value"`  // array, or object by index
	Status  json.RawMessage          `json:"status"` // text for all, array, or object by index
	Ext     struct {
		PX struct {
			TableID string `json:"tableid"`
			Matrix  string `json:"matrix"`
		} `json:"px"`
	} `json:"extension"`
}

type jsonDimension struct {
	Label    string `json:"label"`
	Category struct {
		Index json.RawMessage   `json:"index"` // array of codes, or object of places; absent with one label
		Label map[string]string `json:"label"`
		Unit  map[string]struct {
			Base  string `json:"base"`
			Label string `json:"label"`
		} `json:"unit"`
	} `json:"category"`
}

// parseDataset parses a document and checks that its parts are consistent.
func parseDataset(text []byte) (*dataset, *cube, error) {
	var d dataset
	if err := json.Unmarshal(text, &d); err != nil {
		return nil, nil, dubbelkrona.Invalidf("it is not a JSON-stat document, or is cut off")
	}
	if d.Class != "dataset" || !strings.HasPrefix(d.Version, "2") {
		return nil, nil, dubbelkrona.Invalidf("it is a JSON document but not a JSON-stat 2.0 dataset")
	}
	if len(d.ID) != len(d.Size) || len(d.ID) == 0 {
		return nil, nil, dubbelkrona.Invalidf("its lists id and size differ in length")
	}
	c := &cube{table: cmp.Or(d.Ext.PX.TableID, d.Ext.PX.Matrix), title: d.Label, source: d.Source, updated: d.Updated, notes: strings.Join(d.Note, "\n")}
	for i, id := range d.ID {
		dim, err := d.dimension(id)
		if err != nil {
			return nil, nil, err
		}
		if len(dim.values) != d.Size[i] {
			return nil, nil, dubbelkrona.Invalidf("the dimension %q has %d values, but size states %d", id, len(dim.values), d.Size[i])
		}
		c.dimensions = append(c.dimensions, dim)
	}
	return &d, c, nil
}

func (d *dataset) dimension(id string) (dimension, error) {
	j, ok := d.Dim[id]
	if !ok {
		return dimension{}, dubbelkrona.Invalidf("the dimension %q is not described", id)
	}
	codes, err := j.codes()
	if err != nil {
		return dimension{}, dubbelkrona.Invalidf("the dimension %q: %w", id, err)
	}
	dim := dimension{code: id, text: j.Label, role: d.roleOf(id, j.Label)}
	for _, code := range codes {
		unit := j.Category.Unit[code]
		p := place{code: code, text: j.Category.Label[code], unit: cmp.Or(unit.Base, unit.Label)}
		if dim.role == period {
			p.span = spanOf(code)
		}
		dim.values = append(dim.values, p)
	}
	return dim, nil
}

// roleOf returns the role of a dimension in the document, otherwise the one of
// its name.
func (d *dataset) roleOf(id, label string) role {
	for name, r := range map[string]role{"time": period, "geo": geography, "metric": content} {
		if slices.Contains(d.Role[name], id) {
			return r
		}
	}
	return roleOf(id, label)
}

// codes lists a dimension's codes in their order.
func (j *jsonDimension) codes() ([]string, error) {
	var list []string
	if len(j.Category.Index) == 0 && len(j.Category.Label) == 1 {
		for code := range j.Category.Label {
			list = append(list, code)
		}
		return list, nil
	}
	if json.Unmarshal(j.Category.Index, &list) == nil {
		sorted := slices.Sorted(slices.Values(list))
		if len(slices.Compact(sorted)) != len(list) {
			return nil, dubbelkrona.Invalidf("its category.index has a duplicate code")
		}
		return list, nil
	}
	var places map[string]int
	if json.Unmarshal(j.Category.Index, &places) != nil {
		return nil, dubbelkrona.Invalidf("its category.index is neither a list nor an object")
	}
	list = make([]string, len(places))
	filled := make([]bool, len(places))
	for code, at := range places {
		if at < 0 || at >= len(list) || filled[at] {
			return nil, dubbelkrona.Invalidf("its category.index has gaps")
		}
		list[at], filled[at] = code, true
	}
	return list, nil
}

// each calls with for each present cell, in order: its number, its value (empty
// if missing) and its status.
func (d *dataset) each(cells int, with func(number int, value, status string) error) error {
	status, err := d.statuses(cells)
	if err != nil {
		return err
	}
	if array := bytes.TrimSpace(d.Value); len(array) > 0 && array[0] == '[' {
		var values []json.RawMessage
		if json.Unmarshal(d.Value, &values) != nil || len(values) != cells {
			return dubbelkrona.Invalidf("it has %d values, but its dimensions give %d cells; it is incomplete", len(values), cells)
		}
		for i, v := range values {
			if err := one(i, v, status(i), with); err != nil {
				return err
			}
		}
		return nil
	}
	return d.sparse(cells, status, with)
}

// sparse iterates over values that are an object by index; cells without an
// index are absent.
func (d *dataset) sparse(cells int, status func(int) string, with func(int, string, string) error) error {
	var values map[string]json.RawMessage
	if json.Unmarshal(d.Value, &values) != nil {
		return dubbelkrona.Invalidf("its value is neither a list nor an object")
	}
	numbers := make([]int, 0, len(values))
	for key := range values {
		n, err := strconv.Atoi(key)
		if err != nil || n < 0 || n >= cells || strconv.Itoa(n) != key {
			return dubbelkrona.Invalidf("its value has an index outside of its dimensions")
		}
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	for _, n := range numbers {
		if err := one(n, values[strconv.Itoa(n)], status(n), with); err != nil {
			return err
		}
	}
	return nil
}

// one reads a value: a number, a text, or null.
func one(number int, raw json.RawMessage, status string, with func(int, string, string) error) error {
	text := string(raw)
	switch {
	case text == "null":
		return with(number, "", status)
	case strings.HasPrefix(text, `"`):
		if json.Unmarshal(raw, &text) != nil {
			return dubbelkrona.Invalidf("a value is not a valid text")
		}
		if missing(text) {
			return with(number, "", text)
		}
		return with(number, text, status)
	}
	if text = numeral.Text(text); strings.ContainsAny(text, "eE") {
		return dubbelkrona.Invalidf("the exponent of a value is out of range")
	}
	return with(number, text, status)
}

// statuses returns a function from a cell's number to its status.
func (d *dataset) statuses(cells int) (func(int) string, error) {
	raw := bytes.TrimSpace(d.Status)
	if len(raw) == 0 || string(raw) == "null" {
		return func(int) string { return "" }, nil
	}
	switch raw[0] {
	case '"':
		var all string
		err := json.Unmarshal(raw, &all)
		return func(int) string { return all }, err
	case '[':
		var list []*string
		if json.Unmarshal(raw, &list) != nil || len(list) != cells {
			return nil, dubbelkrona.Invalidf("it has %d statuses for %d cells", len(list), cells)
		}
		return func(i int) string {
			if list[i] == nil {
				return ""
			}
			return *list[i]
		}, nil
	}
	var some map[string]string
	if json.Unmarshal(raw, &some) != nil {
		return nil, dubbelkrona.Invalidf("its status is neither a text, a list nor an object")
	}
	return func(i int) string { return some[strconv.Itoa(i)] }, nil
}

// eliminations reports which dimensions of a table have a total, so that they
// can be omitted from a request.
func eliminations(text []byte) (map[string]bool, error) {
	var d struct {
		Dim map[string]struct {
			Ext struct {
				Elimination bool `json:"elimination"`
			} `json:"extension"`
		} `json:"dimension"`
	}
	err := json.Unmarshal(text, &d)
	optional := make(map[string]bool, len(d.Dim))
	for code, dim := range d.Dim {
		optional[code] = dim.Ext.Elimination
	}
	return optional, err
}
