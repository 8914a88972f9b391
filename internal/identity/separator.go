package identity

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is what stands between the date and the last four characters.
type mark uint8

const (
	none  mark = iota
	space      // only white space or an invisible character
	dot        // punctuation that people put there by mistake
	dash       // a hyphen, dash or minus of any shape
	plus       // the plus of somebody who has turned a hundred
)

// markOf classifies one character as part of a separator.
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

// leadingMark is the width of the one hyphen or plus that s begins with, 0
// where it begins with something else.
func leadingMark(s string) (int, mark) {
	r, width := utf8.DecodeRuneInString(s)
	if m := markOf(r); m == dash || m == plus {
		return width, m
	}
	return 0, none
}

// maxSeparator is how many characters of separator may stand between the parts
// of one number in prose: a mark with one or two spaces on each side.
const maxSeparator = 5

// separator measures the separator that s begins with: spaces around at most
// one mark. The strongest mark in it decides what it counts as.
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

// trim cuts white space and invisible characters off both ends.
func trim(s string) string {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf && s[len(s)-1] > ' ' && s[len(s)-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimFunc(s, func(r rune) bool { return markOf(r) == space })
}
