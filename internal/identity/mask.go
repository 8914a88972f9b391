package identity

import "strings"

// Mark is what Mask writes in the place of a number.
const Mark = "[personnummer]"

// Mask replaces every number that identifies a person, or may, by Mark and
// tells how many it replaced. A text without one is returned as it is, without
// allocation. The result contains no number (see Contains), so that masking it
// again changes nothing.
//
// A wrong hit costs a reference in a text, a miss puts a person on disk. So:
//   - Ten digits in a row anywhere within a run of digits, however long, that
//     have a plausible date and the right check digit make the whole run one;
//     twelve-digit forms, numbers glued to others and sole traders' VAT
//     numbers are among these.
//   - Six or eight digits of plausible date, a hyphen, dash or plus, and four
//     digits (or an interim number's letter and three) are one even with a
//     wrong check digit: a mistyped number is still a person.
//   - Any other separator, white space for one, or digits glued to either end,
//     need the check digit to be right.
//   - Other characters between the digits, up to eight at each place and also
//     those that HTML, addresses, mail or JSON write by an escape, need the
//     check digit to be right; a hyphen alone does not, however it is written.
//   - Organisation numbers, with prefix 16, as SE…01 or with a hyphen, stay.
func Mask(s string) (masked string, n int) {
	masked, n = Replace(s, func(string) string { return Mark })
	for n > 0 && Contains(masked) {
		// What stood beside a number is another one now that this is gone.
		again, more := Replace(masked, func(string) string { return Mark })
		masked, n = again, n+more
	}
	return masked, n
}

// Replace is Mask with a text of the caller's choice: with is given each
// number as it is written and tells what to write in its place. Whether the
// result contains a number is then up to what with gives.
func Replace(s string, with func(number string) string) (replaced string, n int) {
	start, end := first(s, 0)
	if start < 0 {
		return s, 0
	}
	var b strings.Builder
	b.Grow(len(s) + len(Mark))
	last := 0
	for start >= 0 {
		b.WriteString(s[last:start])
		b.WriteString(with(s[start:end]))
		n++
		last = end
		start, end = first(s, last)
	}
	b.WriteString(s[last:])
	return b.String(), n
}

// Contains says whether Mask would replace anything in s.
func Contains(s string) bool {
	start, _ := first(s, 0)
	return start >= 0
}

// first is the first number in s at or after from, -1 if there is none.
func first(s string, from int) (start, end int) {
	start, end = find(s, from)
	limit := len(s)
	if start >= 0 {
		limit = start + 1
	}
	if a, b := scattered(s, from, limit); a >= 0 && (a != start || b > end) {
		return a, b
	}
	return start, end
}

// Resembles says whether the whole of s is written like a number that
// identifies a person, whatever its check digit: what a column of numbers
// holds where somebody mistyped one. An organisation number never resembles
// a person's.
func Resembles(s string) bool {
	if _, ok := ParseOrg(s); ok {
		return false
	}
	form, ok := splitPerson(trim(s))
	if !ok {
		return false
	}
	if isInterimLetter(upper(form.number[8])) {
		form.number[8] = interimDigit
	}
	return allDigits(form.number[2:]) && plausibleDate(string(form.number[2:8]))
}

// shortestRun is the length of the shortest run of digits that every written
// number has: the last four. (Interim numbers have a date of six.)
const shortestRun = 4

// find is the first number in s at or after from whose digits follow each
// other, -1 if there is none. It looks at every fourth byte only, since no run that matters fits between.
func find(s string, from int) (start, end int) {
	for i := from + shortestRun - 1; i < len(s); {
		if !isDigit(s[i]) {
			i += shortestRun
			continue
		}
		a, b := i, i+1
		for a > from && isDigit(s[a-1]) {
			a--
		}
		for b < len(s) && isDigit(s[b]) {
			b++
		}
		if b-a >= shortestRun {
			if start, end, ok := atRun(s, from, a, b); ok {
				return start, end
			}
		}
		i = b + shortestRun
	}
	return -1, -1
}

// atRun looks for a number in, or around, the run of digits s[a:b].
func atRun(s string, from, a, b int) (start, end int, ok bool) {
	if b-a == shortestRun {
		start, ok = datedBefore(s, from, a, b)
		return start, b, ok
	}
	if b-a >= 10 && hidden(s, a, b) {
		return a, b, true
	}
	if b-a >= 6 {
		end, ok = continued(s, a, b)
	}
	return a, end, ok
}

// hidden says whether ten digits of the run s[a:b] are a valid number, unless
// the run as a whole is an organisation's.
func hidden(s string, a, b int) bool {
	for i := a; i+10 <= b; i++ {
		if plausibleDate(s[i:]) && luhn10(s[i:i+10]) {
			return !isOrganisation(s, a, b)
		}
	}
	return false
}

// isOrganisation says whether the run is an organisation number with its
// prefix 16, or stands within a VAT number SE…01.
func isOrganisation(s string, a, b int) bool {
	if a >= 2 && upper(s[a-2]) == 'S' && upper(s[a-1]) == 'E' {
		a -= 2
	}
	_, ok := ParseOrg(s[a:b])
	return ok
}

// continued says whether the run s[a:b] ends with a date that a separator and
// the rest of a number follow, and where the number ends.
func continued(s string, a, b int) (end int, ok bool) {
	date := s[b-6 : b]
	if !plausibleDate(date) {
		return 0, false
	}
	exact := b-a == 6 || b-a == 8 && plausibleCentury(s[a:])
	width, m := separator(s[b:])
	rest := b + width
	end = rest
	var last [4]byte
	filled := 0
	if rest < len(s) && isInterimLetter(upper(s[rest])) {
		last[0], filled = interimDigit, 1
		end++
	}
	letters := filled == 1
	if m == none && !letters {
		return 0, false
	}
	first := end
	for end < len(s) && isDigit(s[end]) {
		if filled < 4 {
			last[filled] = s[end]
			filled++
		}
		end++
	}
	if filled < 4 {
		return 0, false
	}
	ending := end - first
	whole := ending == 4 || letters && ending == 3
	if exact && whole && m >= dash {
		return end, true
	}
	return end, checks(date, last) && !isDate(s[first:end])
}

// checks says whether the digits of a number's two parts fit its check digit.
func checks(date string, last [4]byte) bool {
	var d [10]byte
	copy(d[:], date)
	copy(d[6:], last[:])
	return luhn10(d[:])
}

// isDate says whether a run of digits is a date by itself, as in 220101-220131.
func isDate(s string) bool {
	switch len(s) {
	case 6:
		return plausibleDate(s)
	case 8:
		return plausibleCentury(s) && plausibleDate(s[2:])
	}
	return false
}
