package json

import (
	"bytes"
	"io"

	"dubbelkrona/ingest"
)

// window is a stretch of the text, moved along as values are taken from it.
// It holds no more than one value.
type window struct {
	r        io.Reader
	buf      []byte
	pos, end int
	eof      bool
	limits   ingest.Limits
	depth    int // of the containers that the reader is inside of
}

const windowSize = 256 << 10

func newWindow(r io.Reader, limits ingest.Limits) *window {
	return &window{r: r, buf: make([]byte, windowSize), limits: limits}
}

// fill moves what is left to the start and reads more, into a larger buffer if
// this one is full. It is io.EOF where there is no more.
func (w *window) fill() error {
	if w.eof {
		return io.EOF
	}
	copy(w.buf, w.buf[w.pos:w.end])
	w.pos, w.end = 0, w.end-w.pos
	if w.end == len(w.buf) {
		grown := make([]byte, 2*len(w.buf))
		copy(grown, w.buf)
		w.buf = grown
	}
	for had := w.end; w.end == had; {
		n, err := w.r.Read(w.buf[w.end:])
		w.end += n
		if err == io.EOF {
			w.eof = true
			if w.end == had {
				return io.EOF
			}
		} else if err != nil {
			return err
		}
	}
	return nil
}

// peek gives the next byte that is no white space, without taking it.
func (w *window) peek() (byte, error) {
	for {
		for ; w.pos < w.end; w.pos++ {
			switch c := w.buf[w.pos]; c {
			case ' ', '\t', '\r', '\n':
			default:
				return c, nil
			}
		}
		if err := w.fill(); err != nil {
			return 0, err
		}
	}
}

// take takes the byte c, behind white space.
func (w *window) take(c byte) error {
	got, err := w.peek()
	if err != nil {
		return unexpectedEnd(err)
	}
	if got != c {
		return invalid("%q was expected", c)
	}
	w.pos++
	return nil
}

// frame follows the structure of a value from byte to byte, to find its end.
type frame struct {
	depth    int
	inString bool
	escaped  bool
	scalar   bool // a number or word: ends before a byte that is none of its own
}

// step looks at data from where it stopped and gives the length of the value,
// or -1 if data ends first.
func (f *frame) step(data []byte, from, maxDepth int) (int, error) {
	for i := from; i < len(data); i++ {
		c := data[i]
		switch {
		case f.escaped:
			f.escaped = false
		case f.inString:
			switch c {
			case '\\':
				f.escaped = true
			case '"':
				if f.inString = false; f.depth == 0 {
					return i + 1, nil
				}
			}
		case f.scalar:
			switch c {
			case ' ', '\t', '\r', '\n', ',', ']', '}', ':', '"', '[', '{':
				return i, nil
			}
		case c == '"':
			f.inString = true
		case c == '{' || c == '[':
			if f.depth++; f.depth > maxDepth {
				return 0, invalid("it nests more than %d deep", maxDepth)
			}
		case c == '}' || c == ']':
			if f.depth--; f.depth <= 0 {
				return i + 1, nil
			}
		case f.depth == 0:
			f.scalar = true
		}
	}
	return -1, nil
}

// value takes the next value whole. It is valid until the window moves.
func (w *window) value() ([]byte, error) {
	n, err := w.length(int(w.limits.Record))
	if err != nil {
		return nil, err
	}
	value := w.buf[w.pos : w.pos+n]
	w.pos += n
	return value, nil
}

// length is that of the next value, which is in the buffer then.
func (w *window) length(limit int) (int, error) {
	if _, err := w.peek(); err != nil {
		return 0, unexpectedEnd(err)
	}
	var f frame
	for seen := 0; ; {
		n, err := f.step(w.buf[w.pos:w.end], seen, w.limits.Depth-w.depth)
		if err != nil {
			return 0, err
		}
		if n > limit || n < 0 && w.end-w.pos > limit {
			return 0, invalid("a value is longer than %d bytes", limit)
		}
		if n >= 0 {
			return n, nil
		}
		seen = w.end - w.pos
		if err := w.fill(); err == io.EOF && f.scalar {
			return seen, nil
		} else if err != nil {
			return 0, unexpectedEnd(err)
		}
	}
}

// skip passes over the next value, of any length, without keeping it.
func (w *window) skip() error {
	if _, err := w.peek(); err != nil {
		return unexpectedEnd(err)
	}
	var f frame
	for {
		n, err := f.step(w.buf[w.pos:w.end], 0, w.limits.Depth-w.depth)
		if err != nil {
			return err
		}
		if n >= 0 {
			w.pos += n
			return nil
		}
		w.pos = w.end
		if err := w.fill(); err == io.EOF && f.scalar {
			return nil
		} else if err != nil {
			return unexpectedEnd(err)
		}
	}
}

// wholeBytes is how long a document may be that is one row itself. Longer ones
// are expected to hold an array of rows, and the window stays small for them.
const wholeBytes = 2 << 20

// whole is a copy of the next value, or nil if it is longer than wholeBytes or
// broken, which taking it shows better.
func (w *window) whole() []byte {
	n, err := w.length(min(int(w.limits.Record), wholeBytes))
	if err != nil {
		return nil
	}
	return bytes.Clone(w.buf[w.pos : w.pos+n])
}

// hasSecondObject says whether, as far as the buffer reaches, another object
// follows the one that begins here.
func (w *window) hasSecondObject() bool {
	var f frame
	n, err := f.step(w.buf[w.pos:w.end], 0, w.limits.Depth)
	if err != nil || n < 0 {
		return false
	}
	rest := bytes.TrimLeft(w.buf[w.pos+n:w.end], " \t\r\n")
	return len(rest) > 0 && rest[0] == '{'
}

// array calls element at the beginning of each element, which it takes.
func (w *window) array(element func(first byte) error) error {
	return w.container('[', ']', element)
}

// object calls member at the value of each key, which it takes.
func (w *window) object(member func(key string, first byte) error) error {
	keys := make(map[string]bool)
	return w.container('{', '}', func(byte) error {
		raw, err := w.value()
		if err != nil {
			return err
		}
		key, _, err := unquote(raw, nil)
		if err != nil {
			return err
		}
		name := ingest.CleanName(string(key))
		if keys[name] {
			return invalid("a key is written twice in one object")
		}
		if len(keys) > w.limits.Columns {
			return invalid("an object has more than %d keys", w.limits.Columns)
		}
		keys[name] = true
		if err := w.take(':'); err != nil {
			return err
		}
		c, err := w.peek()
		if err != nil {
			return unexpectedEnd(err)
		}
		return member(name, c)
	})
}

func (w *window) container(open, end byte, item func(first byte) error) error {
	if err := w.take(open); err != nil {
		return err
	}
	if w.depth++; w.depth > w.limits.Depth {
		return invalid("it nests more than %d deep", w.limits.Depth)
	}
	defer func() { w.depth-- }()
	for first := true; ; first = false {
		c, err := w.peek()
		if err != nil {
			return unexpectedEnd(err)
		}
		if c == end && first {
			w.pos++
			return nil
		}
		if c == ',' || c == end {
			return invalid("a value is missing before %q", c)
		}
		if err := item(c); err != nil {
			return err
		}
		if c, err = w.peek(); err != nil {
			return unexpectedEnd(err)
		}
		w.pos++
		if c == end {
			return nil
		}
		if c != ',' {
			return invalid("a comma is missing between two values")
		}
	}
}
