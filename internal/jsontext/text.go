package jsontext

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"dubbelkrona"
)

func isNumber(s []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(s) && s[n]-'0' <= 9 {
			n++
		}
		s = s[n:]
		return n > 0
	}
	if len(s) > 0 && s[0] == '-' {
		s = s[1:]
	}
	if len(s) > 0 && s[0] == '0' {
		s = s[1:]
	} else if !digits() {
		return false
	}
	if len(s) > 0 && s[0] == '.' {
		if s = s[1:]; !digits() {
			return false
		}
	}
	if len(s) > 0 && s[0]|0x20 == 'e' {
		if s = s[1:]; len(s) > 0 && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(s) == 0
}

// unquote returns the text of a quoted string. Without escapes it shares raw,
// otherwise it is built in scratch, which is returned for reuse.
func unquote(raw, scratch []byte) (text, kept []byte, err error) {
	if len(raw) < 2 || raw[0] != '"' || raw[len(raw)-1] != '"' {
		return nil, scratch, dubbelkrona.Invalidf("a string in quotes was expected")
	}
	raw = raw[1 : len(raw)-1]
	escapes := false
	for _, c := range raw {
		if c < ' ' {
			return nil, scratch, dubbelkrona.Invalidf("a string has a control character that must be escaped")
		} else if c == '\\' {
			escapes = true
		}
	}
	if !escapes {
		return raw, scratch, nil
	}
	out := scratch[:0]
	for len(raw) > 0 {
		n := bytes.IndexByte(raw, '\\')
		if n < 0 {
			n = len(raw)
		}
		if out, raw = append(out, raw[:n]...), raw[n:]; len(raw) == 0 {
			break
		}
		r, n := escape(raw)
		if n == 0 {
			return nil, out, dubbelkrona.Invalidf("a string has an escape that is none, NUL or half a surrogate pair")
		}
		out, raw = utf8.AppendRune(out, r), raw[n:]
	}
	return out, out, nil
}

// escape returns the character of the escape at the start of s and its length,
// 0 if it is invalid. NUL is invalid.
func escape(s []byte) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	if at := bytes.IndexByte([]byte(`"\/bfnrt`), s[1]); at >= 0 {
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
func hex4(s []byte) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	return rune(n), err == nil
}
