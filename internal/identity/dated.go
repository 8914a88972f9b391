package identity

import "unicode/utf8"

// datedBefore reports whether the four digits s[a:b] follow a date with
// separators and another separator, as in 1990-01-01-1234, and where that date
// begins. The check digit must be correct, because a date with a time of day
// looks the same. Text before from is ignored.
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

// beginsDate reports whether s begins with a separator and a month, as after
// the year of a date.
func beginsDate(s string) bool {
	return len(s) >= 6 && s[0] == s[3] && markOf(rune(s[0])) >= dot &&
		isDigit(s[1]) && isDigit(s[2]) && isDigit(s[4]) && isDigit(s[5])
}

// backward reads a text from its end.
type backward struct {
	s        string
	from, at int
}

// separator skips a separator of one to three characters.
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

// two reads two digits into to.
func (r *backward) two(to []byte) bool {
	if r.at-r.from < 2 || !isDigit(r.s[r.at-1]) || !isDigit(r.s[r.at-2]) {
		return false
	}
	r.at -= 2
	copy(to, r.s[r.at:])
	return true
}
