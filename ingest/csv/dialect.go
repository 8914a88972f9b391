package csv

import (
	"bytes"
	"math"
	"strings"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
)

// dialect is how one file is written.
type dialect struct {
	header     []string
	headerLine int64
	// spaced tells the columns in which a cell of the sample begins with a space.
	spaced []bool
}

// sampleRecords is how many records at the start decide.
const sampleRecords = 500

// look decides how the file is written from what is in the buffer, and leaves
// the splitter at the file's first record. What is no delimited text, or has no
// row that could be a header, is an Invalid error.
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
			return nil, dubbelkrona.Invalidf("header_row: no row begins at line %d", f.headerRow)
		}
	}
	if at < 0 {
		return nil, ingest.ErrNoHeader()
	}
	header := trimmed(rows[at], rows[at+1:])
	return &dialect{header: header, headerLine: lines[at], spaced: spacedColumns(rows[at+1:], len(header))}, nil
}

// refuse refuses text that is of another kind: its first line would be taken
// for a header of one column.
func refuse(head []byte) error {
	switch {
	case ingest.IsJSON(head):
		return dubbelkrona.Invalidf("it is JSON, not delimited text; set format to json if rows of JSON are what is meant")
	case ingest.IsMarkup(head):
		return dubbelkrona.Invalidf("it is XML or HTML, not delimited text")
	}
	return nil
}

// spacedColumns tells in which columns of the whole rows of a body a cell
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

// separatorLine takes a first line such as "sep=;", which Excel writes and
// hides, skips it and gives the delimiter that it names, or 0.
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

// lineEnd tells bare CR from LF and CRLF by what stands outside quotes most.
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

// findDelimiter chooses the delimiter that cuts the most rows into the same
// number of cells, and among those the one that cuts into more: a decimal
// comma stands in every row too. 0 is a file of one column.
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

// records splits a sample as like is set up, with another delimiter. Blank
// lines are left out; so is a last record that the sample may have cut.
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

// trimmed is a header without the empty names at its end under which no row
// of the body has anything: programs that end each line with a delimiter.
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
