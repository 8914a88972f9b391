package csv

import (
	"bytes"
	"encoding/binary"
	"io"
	"math/bits"
	"slices"

	"dubbelkrona"
)

// span is a cell's bytes in the splitter's buffer.
type span struct {
	start, end int
	quoted     bool
}

// splitter splits text into records and cells. The cells of a record are valid
// until the next call of next.
type splitter struct {
	r         io.Reader
	buf       []byte
	pos, end  int // what of buf is read and not yet split
	eof       bool
	limit     int // bytes of one record
	delimiter byte
	eol       byte // '\n', before which a '\r' is dropped, or '\r'

	line       int64 // of the byte at pos, from 1
	recordLine int64 // of the record's start
	spans      []span
	fault      string // what is wrong with the record besides its number of cells
}

// bufferSize is the number of bytes read at a time, which stay in the
// second-level cache between reading, hashing and splitting.
const bufferSize = 256 << 10

func newSplitter(r io.Reader, limit int) *splitter {
	return &splitter{r: r, buf: make([]byte, bufferSize), limit: limit, eol: '\n', line: 1}
}

// fill moves the unsplit bytes to the start of the buffer, doubles the buffer
// if they fill it, and reads until it is full.
func (s *splitter) fill() error {
	if s.pos > 0 {
		copy(s.buf, s.buf[s.pos:s.end])
		s.pos, s.end = 0, s.end-s.pos
	}
	if s.end == len(s.buf) {
		grown := make([]byte, 2*len(s.buf))
		copy(grown, s.buf)
		s.buf = grown
	}
	for s.end < len(s.buf) && !s.eof {
		n, err := s.r.Read(s.buf[s.end:])
		s.end += n
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			return err
		}
	}
	return nil
}

// next splits the next record, which may be an empty line. At the end it
// returns io.EOF; a record longer than the limit is an Invalid error.
func (s *splitter) next() error {
	s.spans, s.fault, s.recordLine = s.spans[:0], "", s.line
	seen := 0 // bytes known to contain no line end
	for {
		data := s.buf[s.pos:s.end]
		at := bytes.IndexByte(data[seen:], s.eol)
		if at < 0 && !s.eof {
			if len(data) > s.limit {
				return s.tooLong()
			}
			seen = len(data)
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		if at < 0 {
			if len(data) == 0 {
				return io.EOF
			}
			at = len(data) - seen
		}
		at += seen
		if at > s.limit {
			return s.tooLong()
		}
		if bytes.IndexByte(data[:at], '"') >= 0 {
			return s.quotedRecord()
		}
		s.split(s.pos, s.pos+at)
		s.pos = min(s.pos+at+1, s.end)
		s.line++
		return nil
	}
}

func (s *splitter) tooLong() error {
	return dubbelkrona.Invalidf("a record is longer than %d bytes; is this delimited text with line ends?", s.limit)
}

// split splits the line from start to end, which has no quotes. It compares
// eight bytes at a time with the delimiter.
func (s *splitter) split(start, end int) {
	if s.eol == '\n' && end > start && s.buf[end-1] == '\r' {
		end--
	}
	spans, from := s.spans, start
	if s.delimiter != 0 {
		const low7 = 0x7f7f7f7f7f7f7f7f
		pattern := uint64(s.delimiter) * 0x0101010101010101
		line := s.buf[:end]
		i := start
		for ; i+8 <= len(line); i += 8 {
			w := binary.LittleEndian.Uint64(line[i:]) ^ pattern
			// Sets the high bit of exactly the zero bytes: the shorter formula
			// also matches a byte one above the delimiter, and ",-" is common.
			m := ^((w&low7 + low7) | w | low7)
			for m != 0 {
				at := i + bits.TrailingZeros64(m)>>3
				spans = append(spans, span{start: from, end: at})
				from = at + 1
				m &= m - 1
			}
		}
		for ; i < len(line); i++ {
			if line[i] == s.delimiter {
				spans = append(spans, span{start: from, end: i})
				from = i + 1
			}
		}
	}
	s.spans = append(spans, span{start: from, end: end})
}

// blank reports whether all cells of the record are empty.
func (s *splitter) blank() bool {
	for _, f := range s.spans {
		if f.end > f.start && len(bytes.TrimSpace(s.buf[f.start:f.end])) > 0 {
			return false
		}
	}
	return true
}

// fit makes a record with too many cells have width cells if there is only one
// way: by dropping empty cells at its end, or by joining cells of text with an
// unquoted delimiter and a space, as in "rivning; sanering", if there are
// exactly as many such delimiters as surplus cells. If cells of the
// neighbouring columns also begin with a space in well-formed records, as
// right-aligned numbers do, it is ambiguous and the record stays as it is.
func (s *splitter) fit(width int, spaced []bool) {
	excess := len(s.spans) - width
	if excess <= 0 {
		return
	}
	if !s.filledFrom(width) {
		s.spans = s.spans[:width]
		return
	}
	joined := 0
	for i := 1; i < len(s.spans); i++ {
		if !s.joins(i) {
			continue
		}
		// If this were a separate cell, up to excess delimiters before it would
		// be surplus, and its column would be one of these.
		if slices.Contains(spaced[max(0, i-excess):min(i+1, width)], true) {
			return
		}
		joined++
	}
	if joined != excess {
		return
	}
	kept := s.spans[:1]
	for i := 1; i < len(s.spans); i++ {
		if s.joins(i) {
			kept[len(kept)-1].end = s.spans[i].end
		} else {
			kept = append(kept, s.spans[i])
		}
	}
	s.spans = kept
}

func (s *splitter) filledFrom(i int) bool {
	for _, f := range s.spans[i:] {
		if f.end > f.start {
			return true
		}
	}
	return false
}

// joins reports whether cell i may continue the text of the cell before it.
func (s *splitter) joins(i int) bool {
	before, f := s.spans[i-1], s.spans[i]
	return !before.quoted && !f.quoted && f.end > f.start && s.buf[f.start] == ' '
}
