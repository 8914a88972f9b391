package jsontext

import "io"

// Reader is a window over a stream of JSON values, moved along as values are
// taken. It holds no more than one value, or what was read since Mark.
type Reader struct {
	r        io.Reader
	buf      []byte
	pos, end int
	mark     int // kept from here on, -1 for none
	markedAt int // depth at the mark
	eof      bool
	limits   Limits
	depth    int // of the containers that the reader is inside of
}

const windowSize = 256 << 10

// NewReader reads values from r, which must be valid UTF-8.
func NewReader(r io.Reader, limits Limits) *Reader {
	return &Reader{r: r, buf: make([]byte, windowSize), mark: -1, limits: limits}
}

// Mark lets Reset come back to where the reader is now. Until Unmark no more
// may be read than one value may be long.
func (w *Reader) Mark() { w.mark, w.markedAt = w.pos, w.depth }

// Reset goes back to the mark and removes it.
func (w *Reader) Reset() { w.pos, w.depth, w.mark = w.mark, w.markedAt, -1 }

// Unmark removes the mark, if there is one.
func (w *Reader) Unmark() { w.mark = -1 }

// fill moves what must be kept to the start and reads more, into a larger
// buffer if this one is full. It is io.EOF where there is no more.
func (w *Reader) fill() error {
	if w.eof {
		return io.EOF
	}
	keep := w.pos
	if w.mark >= 0 {
		keep = w.mark
		if w.end-keep > w.limits.Value {
			return invalid("a value is longer than %d bytes", w.limits.Value)
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

// Peek gives the next byte that is no white space, without taking it; io.EOF
// at the end of the stream.
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

// Value takes the next value whole. It is valid until the reader is used
// again, and not looked into: Parse is strict about it.
func (w *Reader) Value() ([]byte, error) {
	if _, err := w.Peek(); err != nil {
		return nil, unexpectedEnd(err)
	}
	var f frame
	for seen := 0; ; {
		n, err := f.step(w.buf[w.pos:w.end], seen, w.limits.Depth-w.depth)
		if err != nil {
			return nil, err
		}
		if n > w.limits.Value || n < 0 && w.end-w.pos > w.limits.Value {
			return nil, invalid("a value is longer than %d bytes", w.limits.Value)
		}
		if n < 0 {
			seen = w.end - w.pos
			if err = w.fill(); err == nil {
				continue
			}
			if n = seen; err != io.EOF || !f.scalar {
				return nil, unexpectedEnd(err)
			}
		}
		value := w.buf[w.pos : w.pos+n]
		w.pos += n
		return value, nil
	}
}

// Skip passes over the next value, of any length, without keeping it.
func (w *Reader) Skip() error {
	if _, err := w.Peek(); err != nil {
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
