package csv

import "bytes"

// quotedRecord splits a record that has a quote in its first line. If more
// bytes are needed, those from s.pos on are scanned again; the buffer doubles
// each time, so the total cost is linear.
func (s *splitter) quotedRecord() error {
	for {
		s.spans, s.fault = s.spans[:0], ""
		next, complete := s.tryQuoted()
		if complete {
			s.line += int64(bytes.Count(s.buf[s.pos:next], []byte{s.eol}))
			if next == s.end && s.buf[next-1] != s.eol {
				s.line++ // the last line has no end
			}
			s.pos = next
			s.unescape()
			return nil
		}
		if s.end-s.pos > 2*s.limit {
			return s.tooLong()
		}
		if err := s.fill(); err != nil {
			return err
		}
	}
}

// tryQuoted splits the record at s.pos and returns the start of the next one;
// complete is false if the buffer ends before the record does.
func (s *splitter) tryQuoted() (next int, complete bool) {
	i := s.pos
	for {
		f, after, found := s.cell(i)
		if !found {
			return 0, false
		}
		s.spans = append(s.spans, f)
		switch {
		case after >= s.end:
			return s.end, true
		case s.delimiter != 0 && s.buf[after] == s.delimiter:
			i = after + 1
		default:
			return after + 1, true // after the line end
		}
	}
}

// cell returns the cell at i and the position of the delimiter, line end or end
// of text after it.
func (s *splitter) cell(i int) (f span, after int, found bool) {
	if i < s.end && s.buf[i] == '"' {
		f, after, verdict := s.quotedCell(i)
		switch verdict {
		case closed:
			return f, after, true
		case unknown:
			return f, 0, false
		case open:
			s.fault = "row.quote: a quote is opened and not closed"
		}
		// The quote does not enclose a cell: keep the text as it is, so that
		// the rows after a stray quote are not swallowed.
	}
	return s.plainCell(i)
}

// verdict classifies a quote at the start of a cell.
type verdict uint8

const (
	closed  verdict = iota // a quoted cell
	stray                  // text follows the second quote: "Kalle" AB
	open                   // never closed
	unknown                // the buffer ends first
)

func (s *splitter) quotedCell(i int) (f span, after int, v verdict) {
	for j := i + 1; ; {
		k := bytes.IndexByte(s.buf[j:s.end], '"')
		if k < 0 || j+k+1 == s.end && !s.eof {
			if s.eof || s.end-i > s.limit {
				return f, 0, open
			}
			return f, 0, unknown
		}
		q := j + k
		if q+1 < s.end && s.buf[q+1] == '"' {
			j = q + 2
			continue
		}
		after, ends, known := s.afterQuote(q + 1)
		switch {
		case !known:
			return f, 0, unknown
		case ends:
			return span{start: i + 1, end: q, quoted: true}, after, closed
		}
		return f, 0, stray
	}
}

// afterQuote reads what follows a closing quote: optional spaces, then the cell
// must end.
func (s *splitter) afterQuote(i int) (after int, ends, known bool) {
	for i < s.end && (s.buf[i] == ' ' || s.buf[i] == '\t') && s.buf[i] != s.delimiter {
		i++
	}
	if i < s.end && s.buf[i] == '\r' && s.eol == '\n' {
		i++
		if i == s.end {
			return i, true, s.eof
		}
		return i, s.buf[i] == '\n', true
	}
	if i == s.end {
		return i, true, s.eof
	}
	return i, s.buf[i] == s.eol || s.delimiter != 0 && s.buf[i] == s.delimiter, true
}

// plainCell returns the text up to the next delimiter or line end unchanged.
func (s *splitter) plainCell(i int) (f span, after int, found bool) {
	for after = i; after < s.end; after++ {
		if c := s.buf[after]; c == s.eol || c == s.delimiter && s.delimiter != 0 {
			break
		}
	}
	if after == s.end && !s.eof {
		return f, 0, false
	}
	end := after
	if s.eol == '\n' && end > i && s.buf[end-1] == '\r' && (after == s.end || s.buf[after] == '\n') {
		end--
	}
	return span{start: i, end: end}, after, true
}

// unescape replaces double quotes in the quoted cells by single ones, in place.
func (s *splitter) unescape() {
	for n, f := range s.spans {
		if !f.quoted || bytes.IndexByte(s.buf[f.start:f.end], '"') < 0 {
			continue
		}
		to := f.start
		for i := f.start; i < f.end; i++ {
			s.buf[to] = s.buf[i]
			to++
			if s.buf[i] == '"' {
				i++ // the second of two
			}
		}
		s.spans[n].end = to
	}
}
