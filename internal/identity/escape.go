package identity

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain decodes one character without escapes.
func plain(s string) (r rune, width int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	return utf8.DecodeRuneInString(s)
}

// hasEscapes reports whether s has a character that begins an escape and may
// also be a mark between digits.
func hasEscapes(s string) bool { return strings.ContainsAny(s, "%=") }

// decode decodes one character or escape: HTML (&nbsp; &#45; also with the
// ampersand escaped), URLs (%2D, %u2013), mail (=2D), JSON and programming
// languages (\u2013,
// ), XLSX (_x002D_), or an HTML tag. A named HTML entity that is not a hyphen
// counts as a space.
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

// hexadecimal decodes an escape that consists of a prefix, a number of
// hexadecimal digits and a suffix. Escaped letters and digits are not decoded.
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

// entity decodes an HTML character reference.
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

// tag decodes an HTML tag as a space.
func tag(s string) (r rune, width int) {
	const longestTag = 40
	end := strings.IndexByte(s[:min(len(s), longestTag)], '>')
	if end < 2 || s[1] != '/' && (s[1]|0x20 < 'a' || s[1]|0x20 > 'z') {
		return 0, 0
	}
	return ' ', end + 1
}

// decimal returns the value of a decimal digit of any script, or -1. In each
// script the digits 0 to 9 are consecutive.
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
