package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark classifies what is between the date and the last four characters.
type mark uint8

const (
	none  mark = iota
	space      // only white space or invisible characters
	dot        // punctuation written by mistake
	dash       // a hyphen, dash or minus of any shape
	plus       // the plus of a person who is at least a hundred
)

// markOf classifies one character of a separator.
func markOf(r rune) mark {
	switch r {
	case '-', 0x00AD, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D:
		return dash
	case '+', 0xFF0B:
		return plus
	case '.', '/', '_', ':', ',', '*', '\'':
		return dot
	case 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF:
		return space
	}
	if unicode.IsSpace(r) {
		return space
	}
	return none
}

// leadingMark returns the width of the hyphen or plus at the beginning of s; 0
// if there is none.
func leadingMark(s string) (int, mark) {
	r, width := utf8.DecodeRuneInString(s)
	if m := markOf(r); m == dash || m == plus {
		return width, m
	}
	return 0, none
}

// maxSeparator is the maximum number of characters of separator within one
// number in prose: a mark with one or two spaces on each side.
const maxSeparator = 5

// separator returns the width of the separator at the beginning of s, spaces
// around at most one mark, and its strongest mark.
func separator(s string) (width int, m mark) {
	for range maxSeparator {
		r, n := utf8.DecodeRuneInString(s[width:])
		switch found := markOf(r); {
		case n == 0 || found == none:
			return width, m
		case found == space:
			m = max(m, space)
		case m > space:
			return width, m
		default:
			m = found
		}
		width += n
	}
	return width, m
}

// trim removes white space and invisible characters from both ends.
func trim(s string) string {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool { return markOf(r) == space })
}
