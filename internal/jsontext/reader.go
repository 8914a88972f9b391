package jsontext

import (
	"bytes"
	"io"

	"dubbelkrona"
)

// Reader is a window over a stream of JSON values. It keeps at most one value,
// or what was read since Mark.
type Reader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	mark     int // start of the bytes to keep, -1 for none
	markedAt int // depth at the mark
	eof      bool
	limits   Limits
	depth    int // number of open containers
}

const windowSize = 256 << 10

// NewReader reads values from r, which must be valid UTF-8.
func NewReader(r io.Reader, limits Limits) *Reader {
	return &Reader{r: r, buf: make([]byte, windowSize), mark: -1, limits: limits}
}

// Mark lets Reset return to the current position. Until Unmark at most the
// length of one value may be read.
func (w *Reader) Mark() { w.mark, w.markedAt = w.pos, w.depth }

// Reset goes back to the mark and removes it.
func (w *Reader) Reset() { w.pos, w.depth, w.mark = w.mark, w.markedAt, -1 }

// Unmark removes the mark, if there is one.
func (w *Reader) Unmark() { w.mark = -1 }

// fill moves the bytes to keep to the start and reads more, into a larger
// buffer if this one is full. It returns io.EOF at the end.
func (w *Reader) fill() error {
	if w.eof {
		return io.EOF
	}
	keep := w.pos
	if w.mark >= 0 {
		keep = w.mark
		if w.end-keep > w.limits.Value {
			return dubbelkrona.Invalidf("a value is longer than %d bytes", w.limits.Value)
		}
		w.mark = 0
	}
	copy(w.buf, w.buf[keep:w.end])
	w.pos, w.end = w.pos-keep, w.end-keep
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

// Peek returns the next byte that is not white space, without consuming it;
// io.EOF at the end of the stream.
func (w *Reader) Peek() (byte, error) {
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

// Value consumes and returns the next value. It is valid until the reader is
// used again, and not validated: Scanner and Parse do that.
func (w *Reader) Value() ([]byte, error) {
	n, err := w.length(w.limits.Value)
	if err != nil {
		return nil, err
	}
	value := w.buf[w.pos : w.pos+n]
	w.pos += n
	return value, nil
}

// Ahead returns a copy of the next value without consuming it, or nil if it is
// longer than max bytes or malformed, which consuming it reports.
func (w *Reader) Ahead(max int) []byte {
	n, err := w.length(min(max, w.limits.Value))
	if err != nil {
		return nil
	}
	return bytes.Clone(w.buf[w.pos : w.pos+n])
}

// Behind returns the byte after the next value, without consuming either. It is
// 0 if the stream or the buffered part of it ends: no more is read.
func (w *Reader) Behind() byte {
	var f frame
	n, err := f.step(w.buf[w.pos:w.end], 0, w.depth, w.limits.Depth)
	if err != nil || n < 0 {
		return 0
	}
	rest := bytes.TrimLeft(w.buf[w.pos+n:w.end], " \t\r\n")
	if len(rest) == 0 {
		return 0
	}
	return rest[0]
}

// length returns the length of the next value, which is then completely in the
// buffer.
func (w *Reader) length(max int) (int, error) {
	if _, err := w.Peek(); err != nil {
		return 0, unexpectedEnd(err)
	}
	var f frame
	for seen := 0; ; {
		n, err := f.step(w.buf[w.pos:w.end], seen, w.depth, w.limits.Depth)
		if err != nil {
			return 0, err
		}
		if n > max || n < 0 && w.end-w.pos > max {
			return 0, dubbelkrona.Invalidf("a value is longer than %d bytes", max)
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

// Skip consumes the next value, of any length, without keeping it.
func (w *Reader) Skip() error {
	if _, err := w.Peek(); err != nil {
		return unexpectedEnd(err)
	}
	var f frame
	for {
		n, err := f.step(w.buf[w.pos:w.end], 0, w.depth, w.limits.Depth)
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
