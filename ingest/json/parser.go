package json

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// parser reads the values of one element, strictly as RFC 8259 has them.
type parser struct {
	data     []byte
	i        int
	text     []byte // scratch for strings with escapes
	maxDepth int
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

// members reads the object here, calling value behind each key. A key is valid
// until the next string is read.
func (p *parser) members(value func(key []byte) error) error {
	p.i++
	if p.next() == '}' {
		p.i++
		return nil
	}
	for {
		if p.next() != '"' {
			return invalid("a key in quotes was expected")
		}
		key, err := p.str()
		if err != nil {
			return err
		}
		if p.next() != ':' {
			return invalid("a colon is missing behind a key")
		}
		p.i++
		if err := value(key); err != nil {
			return err
		}
		switch p.next() {
		case ',':
			p.i++
		case '}':
			p.i++
			return nil
		default:
			return invalid("a comma or } is missing behind a value")
		}
	}
}

// items reads the array here, calling item at each element.
func (p *parser) items(item func() error) error {
	p.i++
	if p.next() == ']' {
		p.i++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch p.next() {
		case ',':
			p.i++
		case ']':
			p.i++
			return nil
		default:
			return invalid("a comma or ] is missing behind a value")
		}
	}
}

// check reads over a value that is kept as it stands, as strictly as others.
func (p *parser) check(depth int) error {
	if depth > p.maxDepth {
		return invalid("it nests more than %d deep", p.maxDepth)
	}
	switch p.next() {
	case '{':
		keys := make(map[string]bool)
		return p.members(func(key []byte) error {
			if keys[string(key)] {
				return invalid("a key is written twice in one object, which leaves open which value counts")
			}
			keys[string(key)] = true
			return p.check(depth + 1)
		})
	case '[':
		return p.items(func() error { return p.check(depth + 1) })
	case '"':
		_, err := p.str()
		return err
	}
	_, err := p.scalar()
	return err
}

// str reads the string here. The result is valid until the next string.
func (p *parser) str() ([]byte, error) {
	end := p.i + 1
	for {
		k := bytes.IndexByte(p.data[end:], '"')
		if k < 0 {
			return nil, invalid("a string is not closed")
		}
		end += k
		slashes := 0
		for p.data[end-1-slashes] == '\\' {
			slashes++
		}
		if end++; slashes%2 == 0 {
			break
		}
	}
	text, scratch, err := unquote(p.data[p.i:end], p.text[:0])
	p.text = scratch
	p.i = end
	return text, err
}

// scalar reads the number or word here, as it stands.
func (p *parser) scalar() ([]byte, error) {
	start := p.i
	for p.i < len(p.data) {
		switch p.data[p.i] {
		case ' ', '\t', '\r', '\n', ',', ']', '}', ':', '"', '[', '{':
		default:
			p.i++
			continue
		}
		break
	}
	text := p.data[start:p.i]
	switch string(text) {
	case "true", "false", "null":
		return text, nil
	}
	if !isNumber(text) {
		return nil, invalid("a value is neither text, number, true, false nor null")
	}
	return text, nil
}

func isNumber(s []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		s = s[n:]
		return n > 0
	}
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	if len(s) > 0 && s[0] == '0' {
		s = s[1:]
	} else if !digits() {
		return false
	}
	if len(s) > 0 && s[0] == '.' {
		if s = s[1:]; !digits() {
			return false
		}
	}
	if len(s) > 0 && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(s) == 0
}

// unquote is the text of a string with its quotes. Without escapes it is part
// of raw, otherwise it is built in scratch, which is returned for use again.
func unquote(raw, scratch []byte) (text, kept []byte, err error) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return nil, scratch, invalid("a string in quotes was expected")
	}
	raw = raw[1 : len(raw)-1]
	escapes := false
	for _, c := range raw {
		if c < ' ' {
			return nil, scratch, invalid("a string has a control character that must be escaped")
		}
		escapes = escapes || c == '\\'
	}
	if !escapes {
		return raw, scratch, nil
	}
	out := scratch[:0]
	for len(raw) > 0 {
		if raw[0] != '\\' {
			n := bytes.IndexByte(raw, '\\')
			if n < 0 {
				n = len(raw)
			}
			out, raw = append(out, raw[:n]...), raw[n:]
			continue
		}
		r, n := escape(raw)
		if n == 0 {
			return nil, out, invalid("a string has an escape that is none, NUL or half a surrogate pair")
		}
		out, raw = utf8.AppendRune(out, r), raw[n:]
	}
	return out, out, nil
}

// escape reads the escape at the start of s and gives its length, 0 if it is
// none.
func escape(s []byte) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	if at := bytes.IndexByte([]byte(`"\/bfnrt`), s[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	r, ok := hex4(s)
	if !ok {
		return 0, 0
	}
	if r == 0 {
		return 0, 0 // no text has a NUL
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := hex4(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// hex4 reads \u and four hexadecimal digits.
func hex4(s []byte) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:6] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
