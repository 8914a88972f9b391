package dubbelkrona

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable is a text that came from outside, such as a file's name or a cell,
// as it may stand in a line that people read. What would act instead of being
// seen is written out: control characters as \n or \u001b, characters that
// turn or hide the text beside them as \u202e, and bytes that are no UTF-8 as
// \xe5. Anything else is returned as it is.
func Printable(s string) string { return written(s, acts) }

// PrintableLines is Printable for a text of several lines: line breaks and
// tabulators stay.
func PrintableLines(s string) string {
	return written(s, func(r rune) bool { return r != '\n' && r != '\t' && acts(r) })
}

// acts reports whether a character does something else than to be seen: the
// controls (C0, DEL, C1), the format characters, among them those that change
// the direction of writing, and the separators of lines and paragraphs.
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
