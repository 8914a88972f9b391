package jsontext

import (
	"bytes"

	"dubbelkrona"
)

// Scanner walks through a document in memory, strictly as RFC 8259 describes
// it, without building values. Reset gives it a document; the zero value has
// none.
type Scanner struct {
	data     []byte
	i        int
	text     []byte // where texts with escapes are built
	depth    int    // of the containers that the scanner is inside of
	maxDepth int
}

// Reset starts at the beginning of data, in which values may nest maxDepth
// deep. What the scanner has allocated is used again.
func (s *Scanner) Reset(data []byte, maxDepth int) {
	*s = Scanner{data: data, text: s.text, maxDepth: maxDepth}
}

// Next skips white space and returns the byte behind it without taking it, 0
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

// End is an Invalid error if more than white space follows.
func (s *Scanner) End() error {
	if s.Next(); s.i < len(s.data) {
		return dubbelkrona.Invalidf("there is more behind the end of a value")
	}
	return nil
}

// Members takes the object that begins at Next and calls value behind each
// key, which must take the value. The key is valid until the next text is
// taken. Keys may be written twice: the caller decides what that means.
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

// Items takes the array that begins at Next and calls item at each element,
// which must take it.
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

// Raw calls take, which takes the value that begins at Next, and returns what
// it took as it is written, valid as long as the document.
func (s *Scanner) Raw(take func() error) ([]byte, error) {
	s.Next()
	start := s.i
	err := take()
	return s.data[start:s.i], err
}

// Skip takes the value that begins at Next, as strictly as if it were read.
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

// Text takes the string that begins at Next. The result is valid until the
// next text is taken.
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

// Scalar takes the number, true, false or null that begins at Next and returns
// it as it is written, valid as long as the document.
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

// open takes the bracket here and reports whether the container has anything
// in it. If not, its end is taken too.
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

// more takes the comma or the end behind a value of a container and reports
// whether it was a comma.
func (s *Scanner) more(end byte) (bool, error) {
	c := s.Next()
	if c != ',' && c != end {
		return false, dubbelkrona.Invalidf("a comma or %c is missing behind a value", end)
	}
	s.i++
	if c == end {
		s.depth--
	}
	return c == ',', nil
}

// colon takes the colon behind a key.
func (s *Scanner) colon() error {
	if s.Next() != ':' {
		return dubbelkrona.Invalidf("a colon is missing behind a key")
	}
	s.i++
	return nil
}
