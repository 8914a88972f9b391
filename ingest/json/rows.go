package json

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"

	"dubbelkrona/ingest"
	"dubbelkrona/internal/numeral"
)

// rows puts objects as rows into batches.
type rows struct {
	b      *ingest.Batcher
	limits ingest.Limits
	n      int64 // rows so far

	parser
	path []byte // of the value that is looked at
	// seen and objects tell for a column and for the path of an object in which
	// row it was written last: what is written twice in a row is an error.
	seen    []int64
	objects map[string]int64
	joined  []byte
	number  []byte
	compact bytes.Buffer
}

func newRows(b *ingest.Batcher, limits ingest.Limits) *rows {
	return &rows{b: b, limits: limits, objects: make(map[string]int64)}
}

// add parses an object, which it may write to, as the next row.
func (r *rows) add(value []byte) error {
	r.n++
	r.parser = parser{data: value, text: r.text, maxDepth: r.limits.Depth}
	r.path = r.path[:0]
	if err := r.row(); err != nil {
		return fmt.Errorf("element %d: %w", r.n, err)
	}
	return r.b.End(r.n)
}

func (r *rows) row() error {
	if r.next() != '{' {
		return invalid("it is no object")
	}
	if err := r.object(1); err != nil {
		return err
	}
	if r.next() != 0 || r.i < len(r.data) {
		return invalid("there is more behind its end")
	}
	return nil
}

// object reads the members of the object at the path.
func (r *rows) object(depth int) error {
	if depth > r.maxDepth {
		return invalid("it nests more than %d deep", r.maxDepth)
	}
	prefix := len(r.path)
	n := 0
	return r.members(func(key []byte) error {
		r.path = r.path[:prefix]
		if prefix > 0 {
			r.path = append(r.path, '.')
		}
		r.path = appendName(r.path, key, n)
		n++
		return r.value(depth)
	})
}

// appendName appends a key as a column's name, cleaned where it needs it.
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
	if name := ingest.CleanName(string(key)); name != "" {
		return append(path, name...)
	}
	return append(path, ingest.PlaceName(index)...)
}

// value reads the value at the path.
func (r *rows) value(depth int) error {
	c := r.next()
	if c == '{' {
		if col, ok := r.b.Lookup(r.path); r.objects[string(r.path)] == r.n || ok && col < len(r.seen) && r.seen[col] == r.n {
			return r.twice()
		}
		r.objects[string(r.path)] = r.n
		if len(r.objects) > r.limits.Columns {
			return invalid("more than %d nested objects", r.limits.Columns)
		}
		return r.object(depth + 1)
	}
	col, err := r.column()
	if err != nil {
		return err
	}
	switch c {
	case '[':
		return r.array(col, depth)
	case '"':
		text, err := r.str()
		if err != nil {
			return err
		}
		r.b.Set(col, text)
		return nil
	}
	text, err := r.scalar()
	if err != nil {
		return err
	}
	if text[0] != 'n' {
		r.number = numeral.Append(r.number[:0], text)
		r.b.Set(col, r.number)
	}
	return nil
}

// column is the column at the path, which this row has not yet.
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
		return 0, r.twice()
	}
	r.seen[col] = r.n
	return col, nil
}

func (r *rows) twice() error {
	return invalid("a key is written twice in one object, which leaves open which value counts")
}

// array reads an array of the column: joined, or as JSON text.
func (r *rows) array(col, depth int) error {
	start := r.i
	r.joined = r.joined[:0]
	plain, first := true, true
	err := r.items(func() error {
		if !first {
			r.joined = append(r.joined, "; "...)
		}
		first = false
		switch r.next() {
		case '{', '[':
			plain = false
			return r.check(depth + 2)
		case '"':
			text, err := r.str()
			plain = plain && !bytes.Contains(text, []byte("; "))
			r.joined = append(r.joined, text...)
			return err
		}
		text, err := r.scalar()
		if err != nil {
			return err
		}
		plain = plain && text[0] != 'n'
		r.joined = numeral.Append(r.joined, text)
		return nil
	})
	if err != nil {
		return err
	}
	if plain {
		r.b.Set(col, r.joined)
		return nil
	}
	r.compact.Reset()
	if err := stdjson.Compact(&r.compact, r.data[start:r.i]); err != nil {
		return invalid("an array is no JSON")
	}
	r.b.Set(col, r.compact.Bytes())
	return nil
}
