package jsontext

import (
	"slices"

	"dubbelkrona/internal/numeral"
)

// fewKeys is the max number of keys for which a linear search is used, since it
// is faster than a map.
const fewKeys = 16

// Parse parses a document of one value with a max nesting of maxDepth. A
// duplicate key is an error.
func Parse(data []byte, maxDepth int) (Value, error) {
	b := builder{all: string(data)}
	b.Reset(data, maxDepth)
	v, err := b.value()
	if err != nil {
		return Value{}, err
	}
	return v, b.End()
}

// builder builds a tree. The members of a container are collected on a stack
// until their number is known, so that each slice is allocated once.
type builder struct {
	Scanner
	all    string // the document, of which texts are parts
	items  []Value
	fields []Field
}

func (b *builder) value() (Value, error) {
	switch b.Next() {
	case '{':
		return b.object()
	case '[':
		return b.array()
	case '"':
		text, err := b.str()
		return StringOf(text), err
	}
	return b.scalar()
}

func (b *builder) object() (Value, error) {
	base := len(b.fields)
	more, err := b.open('}')
	for more && err == nil {
		if err = b.field(); err != nil {
			return Value{}, err
		}
		more, err = b.more('}')
	}
	if err != nil || len(b.fields) == base {
		return Value{Kind: Object}, err
	}
	fields := slices.Clone(b.fields[base:])
	b.fields = b.fields[:base]
	return Value{Kind: Object, Fields: fields}, distinct(fields)
}

func (b *builder) field() error {
	if b.Next() != '"' {
		return errKey()
	}
	name, err := b.str()
	if err != nil {
		return err
	}
	if err := b.colon(); err != nil {
		return err
	}
	v, err := b.value()
	b.fields = append(b.fields, Field{name, v})
	return err
}

func (b *builder) array() (Value, error) {
	base := len(b.items)
	more, err := b.open(']')
	for more && err == nil {
		var v Value
		if v, err = b.value(); err != nil {
			return Value{}, err
		}
		b.items = append(b.items, v)
		more, err = b.more(']')
	}
	if err != nil || len(b.items) == base {
		return Value{Kind: Array}, err
	}
	items := slices.Clone(b.items[base:])
	b.items = b.items[:base]
	return Value{Kind: Array, Items: items}, nil
}

// str parses the string here. An escape is longer than its character, so a text
// as long as the raw string has no escapes and can share its bytes.
func (b *builder) str() (string, error) {
	start := b.i + 1
	text, err := b.Text()
	if end := b.i - 1; err == nil && len(text) == end-start {
		return b.all[start:end], nil
	}
	return string(text), err
}

func (b *builder) scalar() (Value, error) {
	start := b.i
	text, err := b.Scalar()
	if err != nil {
		return Value{}, err
	}
	switch text[0] {
	case 'n':
		return Value{}, nil
	case 't', 'f':
		return Value{Kind: Bool, Text: b.all[start:b.i]}, nil
	}
	return Value{Kind: Number, Text: numeral.Text(b.all[start:b.i])}, nil
}

// distinct returns ErrTwice if two of the fields have the same key.
func distinct(fields []Field) error {
	if len(fields) > fewKeys {
		seen := make(map[string]bool, len(fields))
		for i := range fields {
			if seen[fields[i].Name] {
				return ErrTwice()
			}
			seen[fields[i].Name] = true
		}
		return nil
	}
	for i := range fields {
		for j := range i {
			if fields[i].Name == fields[j].Name {
				return ErrTwice()
			}
		}
	}
	return nil
}
