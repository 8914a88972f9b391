package identity

import "slices"

// number is the ten or twelve digits of a candidate.
type number []digit

func (n number) end() int { return n[len(n)-1].end }

// last returns the index of the first of the last four digits.
func (n number) last() int { return len(n) - 4 }

// holds reports whether the digits are a number, judging by date, check digit
// and grouping.
func (n number) holds() bool {
	date := n.last() - 6
	if !n.grouped() || !n.dated(date) || n.isTime() || n.joined() {
		return false
	}
	var ten [shortest]byte
	for i := range ten {
		ten[i] = n[date+i].value
	}
	return luhn10(ten[:]) || n.hyphenated()
}

// dated reports whether the digits from an index on are a date, after a
// century if there are digits before, with no gap too large.
func (n number) dated(date int) bool {
	for i, digit := range n {
		if i > 0 && digit.gap == separated || digit.letter && i != n.last() {
			return false
		}
	}
	var d [longest]byte
	for i := range n.last() {
		d[i] = n[i].value
	}
	return (date == 0 || plausibleCentury(string(d[:date]))) && plausibleDate(string(d[date:n.last()]))
}

// grouped reports whether no run of digits contains both date and last four,
// or the digits are grouped in threes like those of an amount.
func (n number) grouped() bool {
	if n[n.last()].gap > 0 {
		return true
	}
	for i := 1; i < len(n); i++ {
		if behind := (len(n)-i)%3 == 0; behind != (n[i].gap > 0) {
			return n.wide()
		}
	}
	return true
}

// wide reports whether the digits are one run with some of a script whose
// digits take more than a byte.
func (n number) wide() bool {
	if n.gaps(0, len(n)) > 0 {
		return false
	}
	return slices.ContainsFunc(n, func(d digit) bool { return d.end-d.start > 1 })
}

// joined reports whether the digits are one run of ASCII digits, which hidden
// handles.
func (n number) joined() bool { return !n.wide() && n.gaps(0, len(n)) == 0 }

// gaps counts the gaps before the digits in a range of indexes.
func (n number) gaps(from, to int) (count int) {
	for i := max(from, 1); i < to; i++ {
		if n[i].gap > 0 {
			count++
		}
	}
	return count
}

// isTime reports whether the last four are a time of day after a date: two and
// two digits, with a separator that occurs nowhere else in the number.
func (n number) isTime() bool {
	at := n.last()
	if n[at+1].gap != 0 || n[at+2].gap == 0 || n[at+3].gap != 0 {
		return false
	}
	if two(n[at].value, n[at+1].value) > 24 || two(n[at+2].value, n[at+3].value) > 59 {
		return false
	}
	for i := 1; i < len(n); i++ {
		if n[i].gap > 0 && (n[i].gap != n[at+2].gap || n[i].lone != n[at+2].lone) {
			return true
		}
	}
	return n[at+2].lone == ':'
}

// hyphenated reports whether only a hyphen divides the date from the last
// four: then a wrong check digit is accepted.
func (n number) hyphenated() bool {
	const around = 3
	gap := n[n.last()]
	return gap.mark >= dash && gap.gap <= around && n.gaps(0, len(n)) == 1
}
