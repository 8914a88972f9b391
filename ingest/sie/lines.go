package sie

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"dubbelkrona"
)

// lines gives a text line by line, with any of the line ends LF, CRLF and CR,
// none longer than a limit.
type lines struct {
	scanner *bufio.Scanner
	limit   int64
	n       int64 // the number of the line, from 1
}

func newLines(r io.Reader, limit int64) *lines {
	s := bufio.NewScanner(r)
	s.Buffer(make([]byte, 0, min(int(limit), 64<<10)), int(limit))
	s.Split(splitLine)
	return &lines{scanner: s, limit: limit}
}

// next gives the next line without its end, valid until the next call, and
// false after the last.
func (l *lines) next() ([]byte, bool, error) {
	l.n++
	if l.scanner.Scan() {
		return l.scanner.Bytes(), true, nil
	}
	err := l.scanner.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		err = dubbelkrona.Invalidf("line %d is longer than %d bytes", l.n, l.limit)
	}
	return nil, false, err
}

// splitLine is a bufio.SplitFunc.
func splitLine(data []byte, atEOF bool) (advance int, token []byte, err error) {
	i := bytes.IndexAny(data, "\r\n")
	switch {
	case i < 0 && atEOF && len(data) > 0:
		return len(data), data, nil
	case i < 0:
		return 0, nil, nil
	case data[i] == '\n':
		return i + 1, data[:i], nil
	case i+1 < len(data) && data[i+1] == '\n':
		return i + 2, data[:i], nil
	case i+1 < len(data) || atEOF:
		return i + 1, data[:i], nil
	}
	return 0, nil, nil // a CR at the end may be half a CRLF
}
