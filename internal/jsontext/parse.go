package jsontext

import (
	"strings"

	"dubbelkrona/internal/numeral"
)

// fewKeys is up to how many keys an object is looked through for each of them,
// since that is faster than a map.
const fewKeys = 16

// Parse reads a document that is one value, strictly as RFC 8259 has it.
func Parse(data []byte, maxDepth int) (Value, error) {
	p := parser{data: string(data), maxDepth: maxDepth}
	v, err := p.value(0)
	if err != nil {
		return Value{}, err
	}
	if p.next(); p.i < len(p.data) {
		return Value{}, invalid("there is more behind the end of a value")
	}
	return v, nil
}

// Find is the raw value of a key of the object that data is, nil where it has
// none. What stands behind the key is not looked at.
func Find(data []byte, name string) ([]byte, error) {
	w := Reader{buf: data, end: len(data), eof: true, mark: -1, limits: Limits{Value: len(data), Depth: len(data), Keys: len(data)}}
	if err := w.take('{'); err != nil {
		return nil, err
	}
	if c, err := w.Peek(); err != nil || c == '}' {
		return nil, unexpectedEnd(err)
	}
	for {
		raw, err := w.Value()
		if err != nil {
			return nil, err
		}
		key, err := unquote(string(raw))
		if err != nil {
			return nil, err
		}
		if err := w.take(':'); err != nil {
			return nil, err
		}
		if key == name {
			return w.Value()
		}
		if err := w.Skip(); err != nil {
			return nil, err
		}
		c, err := w.Peek()
		if err != nil || c != ',' {
			return nil, unexpectedEnd(err)
		}
		w.pos++
	}
}

// Text is the text of a raw value that is a string.
func Text(raw []byte) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	text, err := unquote(string(raw))
	return text, err == nil
}

// parser reads one value. What it collects of a container lies on a stack
// until its number is known, so that each slice is made once.
type parser struct {
	data     string
	i        int
	maxDepth int
	items    []Value
	fields   []Field
}

// next skips white space and gives the byte behind it, 0 at the end.
func (p *parser) next() byte {
	for ; p.i < len(p.data); p.i++ {
		switch c := p.data[p.i]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

func (p *parser) value(depth int) (Value, error) {
	switch p.next() {
	case '{':
		return p.object(depth + 1)
	case '[':
		return p.array(depth + 1)
	case '"':
		text, err := p.str()
		return StringOf(text), err
	}
	return p.scalar()
}

func (p *parser) object(depth int) (Value, error) {
	if depth > p.maxDepth {
		return Value{}, invalid("it nests too deep")
	}
	base := len(p.fields)
	p.i++
	if p.next() == '}' {
		p.i++
		return Value{Kind: Object}, nil
	}
	for more := true; more; {
		if p.next() != '"' {
			return Value{}, invalid("a key in quotes was expected")
		}
		name, err := p.str()
		if err != nil {
			return Value{}, err
		}
		if p.next() != ':' {
			return Value{}, invalid("a colon is missing behind a key")
		}
		p.i++
		v, err := p.value(depth)
		if err != nil {
			return Value{}, err
		}
		p.fields = append(p.fields, Field{name, v})
		if more, err = p.more('}'); err != nil {
			return Value{}, err
		}
	}
	fields := make([]Field, len(p.fields)-base)
	copy(fields, p.fields[base:])
	p.fields = p.fields[:base]
	return Value{Kind: Object, Fields: fields}, distinct(fields)
}

func (p *parser) array(depth int) (Value, error) {
	if depth > p.maxDepth {
		return Value{}, invalid("it nests too deep")
	}
	base := len(p.items)
	p.i++
	if p.next() == ']' {
		p.i++
		return Value{Kind: Array}, nil
	}
	for more := true; more; {
		v, err := p.value(depth)
		if err != nil {
			return Value{}, err
		}
		p.items = append(p.items, v)
		if more, err = p.more(']'); err != nil {
			return Value{}, err
		}
	}
	items := make([]Value, len(p.items)-base)
	copy(items, p.items[base:])
	p.items = p.items[:base]
	return Value{Kind: Array, Items: items}, nil
}

// more takes the comma or the end behind a value of a container.
func (p *parser) more(end byte) (bool, error) {
	c := p.next()
	p.i++
	if c != ',' && c != end {
		return false, invalid("a comma or %c is missing behind a value", end)
	}
	return c == ',', nil
}

// distinct is an error where two of the keys are the same.
func distinct(fields []Field) error {
	if len(fields) > fewKeys {
		seen := make(map[string]bool, len(fields))
		for i := range fields {
			if seen[fields[i].Name] {
				return twice()
			}
			seen[fields[i].Name] = true
		}
		return nil
	}
	for i := range fields {
		for j := range i {
			if fields[i].Name == fields[j].Name {
				return twice()
			}
		}
	}
	return nil
}

func twice() error {
	return invalid("a key is written twice in one object, which leaves open which value counts")
}

// str reads the string here.
func (p *parser) str() (string, error) {
	start := p.i
	for end := p.i + 1; ; {
		k := strings.IndexByte(p.data[end:], '"')
		if k < 0 {
			return "", invalid("a string is not closed")
		}
		end += k
		slashes := 0
		for p.data[end-1-slashes] == '\\' {
			slashes++
		}
		if end++; slashes%2 == 0 {
			p.i = end
			return unquote(p.data[start:end])
		}
	}
}

// scalar reads the number or word here.
func (p *parser) scalar() (Value, error) {
	start := p.i
	for p.i < len(p.data) && strings.IndexByte(" \t\r\n,]}:\"[{", p.data[p.i]) < 0 {
		p.i++
	}
	switch text := p.data[start:p.i]; {
	case text == "null":
		return Value{}, nil
	case text == "true" || text == "false":
		return Value{Kind: Bool, Text: text}, nil
	case isNumber(text):
		return Value{Kind: Number, Text: numeral.Text(text)}, nil
	}
	return Value{}, invalid("a value is neither text, number, true, false nor null")
}
