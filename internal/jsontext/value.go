package jsontext

import (
	"bytes"
	"slices"
	"strings"
)

// Kind is the type of a value.
type Kind uint8

// The kinds of values. The zero Value is null.
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Object
)

// Value is a value of a document. Its texts share one copy of the document.
type Value struct {
	Kind Kind
	// Text is the text of a string, the plain digits of a number (see package
	// numeral), or true or false.
	Text string
	// Items are the elements of an array.
	Items []Value
	// Fields are the members of an object, in the order of the document.
	Fields []Field
}

// Field is a member of an object.
type Field struct {
	Name  string
	Value Value
}

// StringOf returns a string value.
func StringOf(text string) Value { return Value{Kind: String, Text: text} }

// Get returns the value of a key of an object, nil if there is none. It may be
// called on nil and on other values, so that calls can be chained.
func (v *Value) Get(name string) *Value {
	if v == nil {
		return nil
	}
	for i := range v.Fields {
		if v.Fields[i].Name == name {
			return &v.Fields[i].Value
		}
	}
	return nil
}

// At follows a path of keys through objects.
func (v *Value) At(path ...string) *Value {
	for _, name := range path {
		v = v.Get(name)
	}
	return v
}

// Is reports whether v is not nil and of a kind.
func (v *Value) Is(k Kind) bool { return v != nil && v.Kind == k }

// Elements returns the elements of an array, none if v is nil or of another
// kind.
func (v *Value) Elements() []Value {
	if v == nil {
		return nil
	}
	return v.Items
}

// Set sets or replaces the value of a key of an object.
func (v *Value) Set(name string, value Value) {
	if old := v.Get(name); old != nil {
		*old = value
		return
	}
	v.Fields = append(v.Fields, Field{name, value})
}

// Remove removes a key from an object, if it exists.
func (v *Value) Remove(name string) {
	v.Fields = slices.DeleteFunc(v.Fields, func(f Field) bool { return f.Name == name })
}

// Equal reports whether two values are equal, regardless of the order of keys
// and the notation of numbers.
func Equal(a, b *Value) bool {
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items) != len(b.Items) || len(a.Fields) != len(b.Fields) {
		return false
	}
	for i := range a.Items {
		if !Equal(&a.Items[i], &b.Items[i]) {
			return false
		}
	}
	if len(a.Fields) > fewKeys {
		return bytes.Equal(Canonical(nil, a), Canonical(nil, b))
	}
	for i := range a.Fields {
		if other := b.Get(a.Fields[i].Name); other == nil || !Equal(&a.Fields[i].Value, other) {
			return false
		}
	}
	return true
}

// Canonical appends v as JSON text with the keys of objects in order, so that
// equal values have equal texts.
func Canonical(text []byte, v *Value) []byte {
	return v.appendJSON(text, func(fields []Field) []Field {
		less := func(a, b Field) int { return strings.Compare(a.Name, b.Name) }
		if slices.IsSortedFunc(fields, less) {
			return fields
		}
		return slices.SortedFunc(slices.Values(fields), less)
	})
}

// AppendJSON appends v as JSON text.
func (v *Value) AppendJSON(text []byte) []byte {
	return v.appendJSON(text, func(fields []Field) []Field { return fields })
}

func (v *Value) appendJSON(text []byte, order func([]Field) []Field) []byte {
	switch v.Kind {
	case Null:
		return append(text, "null"...)
	case Bool, Number:
		return append(text, v.Text...)
	case String:
		return quote(text, v.Text)
	case Array:
		text = append(text, '[')
		for i := range v.Items {
			if i > 0 {
				text = append(text, ',')
			}
			text = v.Items[i].appendJSON(text, order)
		}
		return append(text, ']')
	}
	text = append(text, '{')
	fields := order(v.Fields)
	for i := range fields {
		if i > 0 {
			text = append(text, ',')
		}
		text = append(quote(text, fields[i].Name), ':')
		text = fields[i].Value.appendJSON(text, order)
	}
	return append(text, '}')
}

// quote appends a quoted text with only the required escapes.
func quote(text []byte, s string) []byte {
	const hex = "0123456789abcdef"
	text = append(text, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			text = append(text, '\\', c)
		case c < ' ':
			text = append(text, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			text = append(text, c)
		}
	}
	return append(text, '"')
}
