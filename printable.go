package dubbelkrona

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable escapes a text from outside, such as a file name or a cell, so
// that it can be shown in one line. Control characters are written as
// or \u001b, characters that hide or reorder text as \u202e, and bytes that
// are not UTF-8 as \xe5. All else is unchanged.
func Printable(s string) string { return written(s, acts) }

// PrintableLines is Printable for a text of several lines: it keeps line
// breaks and tabs.
func PrintableLines(s string) string {
	return written(s, func(r rune) bool { return r != '\n' && r != '\t' && acts(r) })
}

// acts reports whether a character has an effect besides being visible:
// control characters (C0, DEL, C1), format characters, including those that
// change the writing direction, and line and paragraph separators.
func acts(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

func written(s string, out func(rune) bool) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r == utf8.RuneError || out(r) }) {
		return s
	}
	var b strings.Builder
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case !out(r):
			b.WriteRune(r)
		case r == '\n', r == '\r', r == '\t':
			b.WriteByte('\\')
			b.WriteByte("tn\x00\x00r"[r-'\t'])
		case r > 0xffff:
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}
