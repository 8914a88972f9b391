package csv

import (
	"bytes"
	"math"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
)

// dialect describes how one file is written.
type dialect struct {
	header     []string
	headerLine int64
	// spaced reports for each column whether a cell of the sample begins with a
	// space.
	spaced []bool
}

// sampleRecords is the number of records at the start that are used for
// detection.
const sampleRecords = 500

// look detects the dialect from the buffer, and leaves the splitter at the
// file's first record. Text that is not delimited, or has no row that could be
// a header, is an Invalid error.
func (f *Format) look(s *splitter) (*dialect, error) {
	if err := refuse(s.buf[s.pos:s.end]); err != nil {
		return nil, err
	}
	s.delimiter = separatorLine(s)
	sample := s.buf[s.pos:s.end]
	s.eol = lineEnd(sample)
	if f.delimiter != 0 {
		s.delimiter = f.delimiter
	}
	if s.delimiter == 0 {
		s.delimiter = findDelimiter(sample, s)
	}
	rows, lines := records(sample, s, s.delimiter)
	at := rawbatch.FindHeader(rows)
	if f.headerRow > 0 {
		at = -1
		for i, line := range lines {
			if line == int64(f.headerRow) {
				at = i
			}
		}
		if at < 0 {
			return nil, dubbelkrona.Invalidf("header_row: no row begins on line %d", f.headerRow)
		}
	}
	if at < 0 {
		return nil, ingest.ErrNoHeader()
	}
	header := trimmed(rows[at], rows[at+1:])
	return &dialect{header: header, headerLine: lines[at], spaced: spacedColumns(rows[at+1:], len(header))}, nil
}

// refuse returns an Invalid error for JSON, XML and HTML, whose first line
// would be taken for a header of one column.
func refuse(head []byte) error {
	switch {
	case ingest.IsJSON(head):
		return dubbelkrona.Invalidf("it is JSON, not delimited text; set format to json")
	case ingest.IsMarkup(head):
		return dubbelkrona.Invalidf("it is XML or HTML, not delimited text")
	}
	return nil
}

// spacedColumns reports for each column whether a cell of the well-formed rows
// begins with a space.
func spacedColumns(body [][]string, width int) []bool {
	spaced := make([]bool, width)
	for _, row := range body {
		if len(row) != width {
			continue
		}
		for i, cell := range row {
			spaced[i] = spaced[i] || strings.HasPrefix(cell, " ")
		}
	}
	return spaced
}

// separatorLine skips a first line such as "sep=;", which Excel writes and
// hides, and returns the delimiter that it names, or 0.
func separatorLine(s *splitter) byte {
	const mark = "sep="
	head := s.buf[s.pos:s.end]
	if len(head) < len(mark)+2 || !bytes.EqualFold(head[:len(mark)], []byte(mark)) {
		return 0
	}
	c, rest := head[len(mark)], head[len(mark)+1:]
	if rest[0] != '\r' && rest[0] != '\n' || c >= 0x80 {
		return 0
	}
	s.pos += len(mark) + 2
	if rest[0] == '\r' && len(rest) > 1 && rest[1] == '\n' {
		s.pos++
	}
	s.line++
	return c
}

// lineEnd returns the most frequent line end outside quotes: bare CR, or LF
// (which includes CRLF).
func lineEnd(sample []byte) byte {
	var lf, cr, allLF, allCR int
	quoted := false
	for i, c := range sample {
		switch c {
		case '"':
			quoted = !quoted
		case '\n':
			allLF++
			if !quoted {
				lf++
			}
		case '\r':
			if i+1 < len(sample) && sample[i+1] == '\n' {
				continue
			}
			allCR++
			if !quoted {
				cr++
			}
		}
	}
	if lf+cr == 0 {
		lf, cr = allLF, allCR
	}
	if cr > lf {
		return '\r'
	}
	return '\n'
}

// findDelimiter returns the delimiter that splits the most rows into the same
// number of cells, and among equals the one that gives more cells, since a
// decimal comma may also occur in every row. 0 means a file of one column.
func findDelimiter(sample []byte, s *splitter) byte {
	best, bestScore := byte(0), 0.0
	for _, d := range []byte{';', '\t', '|', ','} {
		rows, _ := records(sample, s, d)
		counts := make(map[int]int)
		for _, row := range rows {
			counts[len(row)]++
		}
		mode := 1
		for n, times := range counts {
			if times > counts[mode] || times == counts[mode] && n > mode {
				mode = n
			}
		}
		if mode < 2 {
			continue
		}
		score := float64(counts[mode]) / float64(len(rows)) * math.Log2(float64(mode))
		if score > bestScore {
			best, bestScore = d, score
		}
	}
	return best
}

// records splits a sample with another delimiter; like gives the other options.
// Blank lines are left out, and so is the last record, which the sample may
// have cut.
func records(sample []byte, like *splitter, delimiter byte) (rows [][]string, lines []int64) {
	t := &splitter{buf: bytes.Clone(sample), end: len(sample), eof: true, limit: like.limit, eol: like.eol, delimiter: delimiter, line: like.line}
	for len(rows) < sampleRecords && t.next() == nil {
		if t.pos == t.end && !like.eof && len(rows) > 0 {
			break
		}
		if t.blank() {
			continue
		}
		row := make([]string, len(t.spans))
		for i, f := range t.spans {
			row[i] = string(t.buf[f.start:f.end])
		}
		rows, lines = append(rows, row), append(lines, t.recordLine)
	}
	return rows, lines
}

// trimmed returns the header without empty names at its end whose columns are
// empty in the body: some programs end each line with a delimiter.
func trimmed(header []string, body [][]string) []string {
	for len(header) > 1 && rawbatch.CleanName(header[len(header)-1]) == "" {
		at := len(header) - 1
		for _, row := range body {
			if len(row) > at && row[at] != "" {
				return header
			}
		}
		header = header[:at]
	}
	return header
}
