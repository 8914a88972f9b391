package jsontext

import (
	"bytes"

	"dubbelkrona"
)

// Scanner reads a document in memory, strictly as RFC 8259 defines it, without
// building values. Reset sets the document; the zero value has none.
type Scanner struct {
	data     []byte
	i        int
	text     []byte // buffer for texts with escapes
	depth    int    // number of open containers
	maxDepth int
}

// Reset starts at the beginning of data, with a max nesting of maxDepth. It
// keeps allocated memory.
func (s *Scanner) Reset(data []byte, maxDepth int) {
	*s = Scanner{data: data, text: s.text, maxDepth: maxDepth}
}

// Next skips white space and returns the following byte without consuming it, 0
// at the end.
func (s *Scanner) Next() byte {
	for ; s.i < len(s.data); s.i++ {
		switch c := s.data[s.i]; c {
		case ' ', '\t', '\r', '\n':
		default:
			return c
		}
	}
	return 0
}

// End returns an Invalid error if anything but white space follows.
func (s *Scanner) End() error {
	if s.Next(); s.i < len(s.data) {
		return dubbelkrona.Invalidf("there is content after the end of a value")
	}
	return nil
}

// Members reads the object at Next and calls value after each key, which must
// consume the value. The key is valid until the next text is read. Duplicate
// keys are left to the caller.
func (s *Scanner) Members(value func(key []byte) error) error {
	more, err := s.open('}')
	for more && err == nil {
		if s.Next() != '"' {
			return errKey()
		}
		var key []byte
		if key, err = s.Text(); err != nil {
			return err
		}
		if err = s.colon(); err != nil {
			return err
		}
		if err = value(key); err != nil {
			return err
		}
		more, err = s.more('}')
	}
	return err
}

// Items reads the array at Next and calls item at each element, which must
// consume it.
func (s *Scanner) Items(item func() error) error {
	more, err := s.open(']')
	for more && err == nil {
		if err = item(); err != nil {
			return err
		}
		more, err = s.more(']')
	}
	return err
}

// Raw calls take, which must consume the value at Next, and returns the
// consumed bytes, valid as long as the document.
func (s *Scanner) Raw(take func() error) ([]byte, error) {
	s.Next()
	start := s.i
	err := take()
	return s.data[start:s.i], err
}

// Skip consumes the value at Next and validates it.
func (s *Scanner) Skip() error {
	switch s.Next() {
	case '{':
		keys := make(map[string]bool)
		return s.Members(func(key []byte) error {
			if keys[string(key)] {
				return ErrTwice()
			}
			keys[string(key)] = true
			return s.Skip()
		})
	case '[':
		return s.Items(s.Skip)
	case '"':
		_, err := s.Text()
		return err
	}
	_, err := s.Scalar()
	return err
}

// Text consumes the string at Next. The result is valid until the next text is
// read.
func (s *Scanner) Text() ([]byte, error) {
	start := s.i
	for end := s.i + 1; ; {
		k := bytes.IndexByte(s.data[end:], '"')
		if k < 0 {
			return nil, dubbelkrona.Invalidf("a string is not closed")
		}
		end += k
		slashes := 0
		for s.data[end-1-slashes] == '\\' {
			slashes++
		}
		if end++; slashes%2 == 0 {
			s.i = end
			break
		}
	}
	text, scratch, err := unquote(s.data[start:s.i], s.text)
	s.text = scratch
	return text, err
}

// Scalar consumes the number, true, false or null at Next and returns it as
// written, valid as long as the document.
func (s *Scanner) Scalar() ([]byte, error) {
	start := s.i
	for s.i < len(s.data) && !endsScalar[s.data[s.i]] {
		s.i++
	}
	text := s.data[start:s.i]
	switch string(text) {
	case "true", "false", "null":
		return text, nil
	}
	if !isNumber(text) {
		return nil, dubbelkrona.Invalidf("a value is neither text, number, true, false nor null")
	}
	return text, nil
}

// endsScalar are the bytes that end a number or a word.
var endsScalar = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, ',': true, ':': true, '"': true, '[': true, ']': true, '{': true, '}': true}

// open consumes the bracket here and reports whether the container is not
// empty. If it is empty, its end is consumed too.
func (s *Scanner) open(end byte) (bool, error) {
	if s.depth++; s.depth > s.maxDepth {
		return false, errDepth(s.maxDepth)
	}
	s.i++
	if s.Next() != end {
		return true, nil
	}
	s.i++
	s.depth--
	return false, nil
}

// more consumes the comma or the end after a value of a container and reports
// whether it was a comma.
func (s *Scanner) more(end byte) (bool, error) {
	c := s.Next()
	if c != ',' && c != end {
		return false, dubbelkrona.Invalidf("a comma or %c is missing after a value", end)
	}
	s.i++
	if c == end {
		s.depth--
	}
	return c == ',', nil
}

// colon consumes the colon after a key.
func (s *Scanner) colon() error {
	if s.Next() != ':' {
		return dubbelkrona.Invalidf("a colon is missing after a key")
	}
	s.i++
	return nil
}
