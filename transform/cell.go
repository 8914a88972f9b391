package transform

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean trims white space and invisible characters from both ends of a cell.
func clean(s string) string {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf {
		if last := s[len(s)-1]; last > ' ' && last < utf8.RuneSelf {
			return s
		}
	}
	return strings.TrimFunc(s, blank)
}

// blank reports whether a character is trimmed from the ends of a cell.
func blank(r rune) bool {
	return r <= ' ' || unicode.IsSpace(r) || r == 0xFEFF || r == 0x200B || r == 0x2060
}

// maxNullLength is the length of the longest text for which isNull is true.
const maxNullLength = len("Uppgift saknas")

// isNull reports whether a cleaned cell means that the value is unknown.
func isNull(s string) bool {
	if len(s) > maxNullLength {
		return false
	}
	if s == "" {
		return true
	}
	switch s[0] {
	case '-', '.', '*', '?', '#', '(', 'N', 'n', 'S', 's', 'U', 'u':
	default:
		return s[0] >= utf8.RuneSelf && (s == "–" || s == "—" || s == "−" || s == "…")
	}
	switch s {
	case "-", "--", "..", "...", "?", "#N/A", "#SAKNAS!", "(null)":
		return true
	}
	if s[0] == '*' {
		return strings.Trim(s, "*") == ""
	}
	return strings.EqualFold(s, "NULL") || strings.EqualFold(s, "SAKNAS") || strings.EqualFold(s, "NaN") ||
		strings.EqualFold(s, "N/A") || strings.EqualFold(s, "Uppgift saknas")
}

// spaceAt returns the width in bytes of the digit-grouping space at s[i]
// (plain, no-break, narrow no-break, thin or figure space), or 0 if there is
// none.
func spaceAt(s string, i int) int {
	switch {
	case s[i] == ' ':
		return 1
	case s[i] == 0xC2 && i+1 < len(s) && s[i+1] == 0xA0:
		return 2
	case s[i] == 0xE2 && i+2 < len(s) && s[i+1] == 0x80 && (s[i+2] == 0xAF || s[i+2] == 0x89 || s[i+2] == 0x87):
		return 3
	}
	return 0
}
