package json

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/jsontext"
	"dubbelkrona/internal/numeral"
	"dubbelkrona/internal/rawbatch"
)

// rows adds objects to batches as rows.
type rows struct {
	b      *rawbatch.Batcher
	limits ingest.Limits
	n      int64 // rows so far

	jsontext.Scanner
	path []byte // of the current value
	// seen and objects are, for each column and for each path of an object, the
	// last row that had it: a second occurrence in a row is an error.
	seen    []int64
	objects map[string]int64
	joined  []byte
	number  []byte
	compact bytes.Buffer
}

func newRows(b *rawbatch.Batcher, limits ingest.Limits) *rows {
	return &rows{b: b, limits: limits, objects: make(map[string]int64)}
}

// add parses an object as the next row. It may modify value.
func (r *rows) add(value []byte) error {
	r.n++
	r.Reset(value, r.limits.Depth)
	r.path = r.path[:0]
	if err := r.row(); err != nil {
		return fmt.Errorf("element %d: %w", r.n, err)
	}
	return r.b.End(r.n)
}

func (r *rows) row() error {
	if r.Next() != '{' {
		return dubbelkrona.Invalidf("it is not an object")
	}
	if err := r.object(); err != nil {
		return err
	}
	return r.End()
}

// object reads the members of the object at the current path.
func (r *rows) object() error {
	prefix := len(r.path)
	n := 0
	return r.Members(func(key []byte) error {
		r.path = r.path[:prefix]
		if prefix > 0 {
			r.path = append(r.path, '.')
		}
		r.path = appendName(r.path, key, n)
		n++
		return r.value()
	})
}

// appendName appends a key as a column name, cleaned if necessary.
func appendName(path, key []byte, index int) []byte {
	plain := len(key) > 0
	for i, c := range key {
		if c >= 0x80 || c <= ' ' && (c != ' ' || i == 0 || i == len(key)-1 || key[i-1] == ' ') {
			plain = false
			break
		}
	}
	if plain {
		return append(path, key...)
	}
	if name := rawbatch.CleanName(string(key)); name != "" {
		return append(path, name...)
	}
	return append(path, rawbatch.PlaceName(index)...)
}

// value reads the value at the current path.
func (r *rows) value() error {
	c := r.Next()
	if c == '{' {
		if col, ok := r.b.Lookup(r.path); r.objects[string(r.path)] == r.n || ok && col < len(r.seen) && r.seen[col] == r.n {
			return jsontext.ErrTwice()
		}
		r.objects[string(r.path)] = r.n
		if len(r.objects) > r.limits.Columns {
			return dubbelkrona.Invalidf("more than %d nested objects", r.limits.Columns)
		}
		return r.object()
	}
	col, err := r.column()
	if err != nil {
		return err
	}
	switch c {
	case '[':
		return r.array(col)
	case '"':
		text, err := r.Text()
		if err != nil {
			return err
		}
		r.b.Set(col, text)
		return nil
	}
	text, err := r.Scalar()
	if err != nil {
		return err
	}
	if text[0] != 'n' {
		r.number = numeral.Append(r.number[:0], text)
		r.b.Set(col, r.number)
	}
	return nil
}

// column returns the column of the current path; an error if the row already
// has it.
func (r *rows) column() (int, error) {
	col, ok := r.b.Lookup(r.path)
	if !ok {
		var err error
		if col, err = r.b.Column(string(r.path)); err != nil {
			return 0, err
		}
	}
	for len(r.seen) <= col {
		r.seen = append(r.seen, 0)
	}
	if r.seen[col] == r.n || len(r.objects) > 0 && r.objects[string(r.path)] == r.n {
		return 0, jsontext.ErrTwice()
	}
	r.seen[col] = r.n
	return col, nil
}

// array reads an array into the column: joined, or as JSON text.
func (r *rows) array(col int) error {
	r.joined = r.joined[:0]
	plain, first := true, true
	raw, err := r.Raw(func() error {
		return r.Items(func() error {
			if !first {
				r.joined = append(r.joined, "; "...)
			}
			first = false
			joins, err := r.item()
			plain = plain && joins
			return err
		})
	})
	if err != nil {
		return err
	}
	if plain {
		r.b.Set(col, r.joined)
		return nil
	}
	r.compact.Reset()
	if err := stdjson.Compact(&r.compact, raw); err != nil {
		return dubbelkrona.Invalidf("an array is not valid JSON")
	}
	r.b.Set(col, r.compact.Bytes())
	return nil
}

// item reads an element of an array, and appends it to joined if it can be
// joined.
func (r *rows) item() (joins bool, err error) {
	switch r.Next() {
	case '{', '[':
		return false, r.Skip()
	case '"':
		text, err := r.Text()
		r.joined = append(r.joined, text...)
		return !bytes.Contains(text, []byte("; ")), err
	}
	text, err := r.Scalar()
	if err != nil {
		return false, err
	}
	r.joined = numeral.Append(r.joined, text)
	return text[0] != 'n', nil
}
