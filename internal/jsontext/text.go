package jsontext

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

func isNumber(s string) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && s[n]-'0' <= 9 {
			n++
		}
		s = s[n:]
		return n > 0
	}
	s = strings.TrimPrefix(s, "-")
	if strings.HasPrefix(s, "0") {
		s = s[1:]
	} else if !digits() {
		return false
	}
	if strings.HasPrefix(s, ".") {
		if s = s[1:]; !digits() {
			return false
		}
	}
	if s != "" && s[0]|0x20 == 'e' {
		if s = s[1:]; s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return s == ""
}

// unquote is the text of a string with its quotes: part of raw where it has no
// escapes.
func unquote(raw string) (string, error) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return "", invalid("a string in quotes was expected")
	}
	raw = raw[1 : len(raw)-1]
	escapes := false
	for i := range len(raw) {
		if c := raw[i]; c < ' ' {
			return "", invalid("a string has a control character that must be escaped")
		} else if c == '\\' {
			escapes = true
		}
	}
	if !escapes {
		return raw, nil
	}
	out := make([]byte, 0, len(raw))
	for raw != "" {
		n := strings.IndexByte(raw, '\\')
		if n < 0 {
			n = len(raw)
		}
		if out, raw = append(out, raw[:n]...), raw[n:]; raw == "" {
			break
		}
		r, n := escape(raw)
		if n == 0 {
			return "", invalid("a string has an escape that is none, NUL or half a surrogate pair")
		}
		out, raw = utf8.AppendRune(out, r), raw[n:]
	}
	return string(out), nil
}

// escape reads the escape at the start of s and gives its length, 0 if it is
// none.
func escape(s string) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	if at := strings.IndexByte(`"\/bfnrt`, s[1]); at >= 0 {
		return rune("\"\\/\b\f\n\r\t"[at]), 2
	}
	r, ok := hex4(s)
	if !ok || r == 0 {
		return 0, 0
	}
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := hex4(s[6:])
	if r = utf16.DecodeRune(r, low); !ok || r == utf8.RuneError {
		return 0, 0
	}
	return r, 12
}

// hex4 reads \u and four hexadecimal digits.
func hex4(s string) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for i := 2; i < 6; i++ {
		c := s[i]
		switch {
		case c-'0' <= 9:
			c -= '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}
