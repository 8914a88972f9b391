package identity

import "strings"

// Mark is the text by which Mask replaces a number.
const Mark = "[personnummer]"

// Mask replaces every number that identifies, or may identify, a person by
// Mark and returns the number of replacements. A text without one is returned
// unchanged and without allocation. The result contains no number (see
// Contains), so masking is idempotent.
//
// A false positive destroys a reference in a text; a false negative stores
// personal data. Therefore:
//   - Ten consecutive digits within a run of digits of any length that have a
//     plausible date and a correct check digit make the whole run a number. This
//     covers twelve-digit forms, numbers with adjacent digits, and sole traders'
//     VAT numbers.
//   - Six or eight digits of plausible date, a hyphen, dash or plus, and four
//     digits (or an interim number's letter and three) are a number even with a
//     wrong check digit: a mistyped number still identifies a person.
//   - With any other separator, such as white space, or digits adjacent to
//     either end, the check digit must be correct.
//   - With other characters between the digits, up to eight at each position,
//     including escapes of HTML, URLs, mail and JSON, the check digit must be
//     correct, unless the only one is a hyphen, escaped or not.
//   - Organisation numbers (with prefix 16, as SE…01 or with a hyphen) are kept.
func Mask(s string) (masked string, n int) {
	masked, n = Replace(s, func(string) string { return Mark })
	for n > 0 && Contains(masked) {
		// Text next to a replaced number may now form another number.
		again, more := Replace(masked, func(string) string { return Mark })
		masked, n = again, n+more
	}
	return masked, n
}

// Replace is Mask with replacements from a function: with is called with each
// number as written and returns its replacement. The result is free of numbers
// only if the replacements are.
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

// Contains reports whether Mask would replace anything in s.
func Contains(s string) bool {
	start, _ := first(s, 0)
	return start >= 0
}

// first returns the first number in s at or after from; start is -1 if there
// is none.
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

// Resembles reports whether all of s has the form of a number that identifies
// a person, whatever its check digit, as a mistyped one in a column of numbers
// has. Organisation numbers never do.
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

// shortestRun is the length of a run of digits that every written number has:
// the last four. (Interim numbers have a date of six.)
const shortestRun = 4

// find returns the first number in s at or after from whose digits are
// consecutive; start is -1 if there is none. It examines every fourth byte
// only, because no relevant run is shorter.
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

// atRun looks for a number in or around the run of digits s[a:b].
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

// hidden reports whether ten digits of the run s[a:b] are a valid number,
// unless the whole run is an organisation number.
func hidden(s string, a, b int) bool {
	for i := a; i+10 <= b; i++ {
		if plausibleDate(s[i:]) && luhn10(s[i:i+10]) {
			return !isOrganisation(s, a, b)
		}
	}
	return false
}

// isOrganisation reports whether the run is an organisation number with prefix
// 16, or part of a VAT number SE…01.
func isOrganisation(s string, a, b int) bool {
	if a >= 2 && upper(s[a-2]) == 'S' && upper(s[a-1]) == 'E' {
		a -= 2
	}
	_, ok := ParseOrg(s[a:b])
	return ok
}

// continued reports whether the run s[a:b] ends with a date that is followed
// by a separator and the rest of a number, and where the number ends.
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

// checks reports whether the digits of the two parts have a correct check
// digit.
func checks(date string, last [4]byte) bool {
	var d [10]byte
	copy(d[:], date)
	copy(d[6:], last[:])
	return luhn10(d[:])
}

// isDate reports whether a run of digits is a date by itself, as in
// 220101-220131.
func isDate(s string) bool {
	switch len(s) {
	case 6:
		return plausibleDate(s)
	case 8:
		return plausibleCentury(s) && plausibleDate(s[2:])
	}
	return false
}
