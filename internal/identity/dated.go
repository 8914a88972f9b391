package identity

import "unicode/utf8"

// datedBefore says whether a date with separators and then a separator stand
// before the four digits s[a:b], as in 1990-01-01-1234, and where that begins.
// The check digit must be right: a date with the time of day looks the same.
// Nothing before from is looked at.
func datedBefore(s string, from, a, b int) (start int, ok bool) {
	if a-from < len("yy-mm-dd-") || beginsDate(s[b:]) {
		return 0, false
	}
	back := backward{s: s, from: from, at: a}
	var date [6]byte
	for i := 4; i >= 0; i -= 2 {
		if !back.separator() || !back.two(date[i:i+2]) {
			return 0, false
		}
	}
	var century [2]byte
	start = back.at
	if back.two(century[:]) {
		if !plausibleCentury(string(century[:])) {
			return 0, false
		}
		start = back.at
	}
	if back.at > from && isDigit(s[back.at-1]) {
		return 0, false
	}
	return start, plausibleDate(string(date[:])) && checks(string(date[:]), [4]byte([]byte(s[a:b])))
}

// beginsDate says whether s goes on as the rest of a date does after its year.
func beginsDate(s string) bool {
	return len(s) >= 6 && s[0] == s[3] && markOf(rune(s[0])) >= dot &&
		isDigit(s[1]) && isDigit(s[2]) && isDigit(s[4]) && isDigit(s[5])
}

// backward reads a text from its end.
type backward struct {
	s        string
	from, at int
}

// separator steps over one to three characters of separator.
func (r *backward) separator() bool {
	before := r.at
	for range 3 {
		c, n := utf8.DecodeLastRuneInString(r.s[r.from:r.at])
		if n == 0 || markOf(c) == none {
			break
		}
		r.at -= n
	}
	return r.at < before
}

// two steps over two digits and copies them.
func (r *backward) two(to []byte) bool {
	if r.at-r.from < 2 || !isDigit(r.s[r.at-1]) || !isDigit(r.s[r.at-2]) {
		return false
	}
	r.at -= 2
	copy(to, r.s[r.at:])
	return true
}
