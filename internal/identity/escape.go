package identity

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain reads one character as it stands.
func plain(s string) (r rune, width int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// hasEscapes reports whether s has a character with which an escape may begin
// that can also be a mark between digits.
func hasEscapes(s string) bool { return strings.ContainsAny(s, "%=") }

// decode reads one character, or one that is written by an escape: of HTML
// (&nbsp; &#45; also with the ampersand escaped), of addresses (%2D, %u2013),
// of mail (=2D), of JSON and programs (\u2013, \n), of XLSX (_x002D_), or a tag
// of HTML. A name of HTML that is no hyphen counts as a space.
func decode(s string) (r rune, width int) {
	switch s[0] {
	case '&':
		r, width = entity(s)
	case '%':
		if r, width = hexadecimal(s, "%u", 4, ""); width == 0 {
			r, width = hexadecimal(s, "%", 2, "")
		}
	case '=':
		r, width = hexadecimal(s, "=", 2, "")
	case '_':
		r, width = hexadecimal(s, "_x", 4, "_")
	case '\\':
		r, width = backslash(s)
	case '<':
		r, width = tag(s)
	}
	if width > 0 {
		return r, width
	}
	return plain(s)
}

// hexadecimal reads an escape of a prefix, so many hexadecimal digits and
// a suffix. What a letter or a digit needs no escape for is none.
func hexadecimal(s, prefix string, digits int, suffix string) (r rune, width int) {
	width = len(prefix) + digits + len(suffix)
	if len(s) < width || !strings.HasPrefix(s, prefix) || s[width-len(suffix):width] != suffix {
		return 0, 0
	}
	code, err := strconv.ParseUint(s[len(prefix):len(prefix)+digits], 16, 32)
	if r = rune(code); err != nil || r < ' ' || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
		return 0, 0
	}
	return r, width
}

func backslash(s string) (r rune, width int) {
	if len(s) > 1 && strings.IndexByte("ntrf", s[1]) >= 0 {
		return ' ', 2
	}
	if r, width = hexadecimal(s, `\u`, 4, ""); width == 0 {
		r, width = hexadecimal(s, `\x`, 2, "")
	}
	return r, width
}

// entity reads a character reference of HTML.
func entity(s string) (r rune, width int) {
	body := s[1:]
	for strings.HasPrefix(body, "amp;") {
		body = body[len("amp;"):]
	}
	const longestName = 10
	end := strings.IndexByte(body[:min(len(body), longestName)], ';')
	if end < 2 {
		return 0, 0
	}
	name := body[:end]
	width = len(s) - len(body) + end + 1
	if name[0] == '#' {
		base, number := 10, name[1:]
		if number[0]|0x20 == 'x' {
			base, number = 16, number[1:]
		}
		code, err := strconv.ParseUint(number, base, 21)
		if err != nil {
			return 0, 0
		}
		return rune(code), width
	}
	for _, c := range []byte(name) {
		if c|0x20 < 'a' || c|0x20 > 'z' {
			return 0, 0
		}
	}
	switch name {
	case "ndash", "mdash", "minus", "hyphen", "dash", "shy", "horbar":
		return '-', width
	case "plus":
		return '+', width
	}
	return ' ', width
}

// tag reads a tag of HTML as a space.
func tag(s string) (r rune, width int) {
	const longestTag = 40
	end := strings.IndexByte(s[:min(len(s), longestTag)], '>')
	if end < 2 || s[1] != '/' && (s[1]|0x20 < 'a' || s[1]|0x20 > 'z') {
		return 0, 0
	}
	return ' ', end + 1
}

// decimal is the value of a decimal digit of any script, -1 for another
// character. The digits of each script follow each other from 0 to 9.
func decimal(r rune) int {
	if r < utf8.RuneSelf {
		if r < '0' || r > '9' {
			return -1
		}
		return int(r - '0')
	}
	if !unicode.Is(unicode.Nd, r) {
		return -1
	}
	for _, digits := range unicode.Nd.R16 {
		if rune(digits.Lo) <= r && r <= rune(digits.Hi) {
			return int(r-rune(digits.Lo)) % 10
		}
	}
	for _, digits := range unicode.Nd.R32 {
		if rune(digits.Lo) <= r && r <= rune(digits.Hi) {
			return int(r-rune(digits.Lo)) % 10
		}
	}
	return -1
}
