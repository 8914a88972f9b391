package identity

import "math/bits"

// maxGap is the maximum number of characters between two digits of one number:
// enough for six spaces, or a hyphen with three spaces on each side.
const maxGap = 8

// longest and shortest are the numbers of digits of the two forms.
const longest, shortest = 12, 10

// digit is one digit of a number whose digits are not consecutive.
type digit struct {
	start, end int  // of the digit as written
	value      byte // '0' to '9'
	letter     bool // an interim number's letter, which counts as interimDigit
	// gap is the number of characters between the previous digit and this one;
	// separated if there are too many, a letter, or no previous digit.
	gap int
	// mark is the strongest mark in the gap; lone is the character of a gap of
	// one.
	mark mark
	lone rune
}

// separated is the gap before a digit that does not continue a number.
const separated = -1

// scattered returns the first number in s at or after from whose digits have
// other characters between them: spaces, marks, their escapes in other
// formats, or digits of another script. start is -1 if there is none that
// begins before limit.
//
// The check digit must be correct, unless only a hyphen divides the date from
// the last four. The number must not begin or end within a run of digits, and
// no run may contain both date and other digits, so that two dates, or a date
// and a time of day, are not a number.
func scattered(s string, from, limit int) (start, end int) {
	if !mayScatter(s[from:]) {
		return -1, -1
	}
	start, end = scan(s, from, limit, decode)
	if hasEscapes(s[from:]) {
		if a, b := scan(s, from, limit, plain); a >= 0 && (start < 0 || a < start) {
			return a, b
		}
	}
	return start, end
}

// mayScatter reports whether s has enough digits for a number, or characters
// of other scripts that may be digits. It examines eight bytes at a time,
// because nearly all texts are tested and very few have enough digits.
func mayScatter(s string) bool {
	const fewest = 9
	if len(s) < fewest {
		return false
	}
	n, i := 0, 0
	for ; i+8 <= len(s); i += 8 {
		eight := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
			uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
		if eight&highBits != 0 {
			n += mayBeDigits(s[i : i+8])
			continue
		}
		// A byte is below ten here only if it was a digit.
		values := eight ^ 0x3030303030303030
		n += 8 - bits.OnesCount64((values+0x7676767676767676)&highBits)
	}
	return n+mayBeDigits(s[i:]) >= fewest
}

const highBits = 0x8080808080808080

// mayBeDigits counts the digits of s and the first bytes of characters beyond
// the Latin, Greek and Cyrillic scripts.
func mayBeDigits(s string) (n int) {
	const otherScripts = 0xD9
	for i := 0; i < len(s); i++ {
		if c := s[i]; c-'0' <= 9 || c >= otherScripts {
			n++
		}
	}
	return n
}

// scan reads s with a decoder and tests the last digits after each one. Ten
// digits that are a number may be the middle of twelve that are one, so it
// reads two more before it returns.
func scan(s string, from, limit int, read func(string) (rune, int)) (start, end int) {
	var w window
	next := digit{gap: separated}
	start, end = -1, -1
	for at, more := from, longest-shortest; at < len(s) && more > 0; {
		r, width := read(s[at:])
		value, isDigit, letter := digitOf(r, s[at:], &w, next.gap)
		if !isDigit {
			next.pass(r)
			at += width
			continue
		}
		next.start, next.end, next.value, next.letter = at, at+width, value, letter
		if a, b, ok := w.ends(s, next.gap == 0); ok && (start < 0 || a <= start) {
			start, end = a, b
		}
		if start >= 0 {
			more--
		}
		w.add(next)
		if start < 0 && w.oldest() >= limit {
			return -1, -1
		}
		next = digit{}
		at += width
	}
	if a, b, ok := w.ends(s, false); ok && (start < 0 || a <= start) {
		start, end = a, b
	}
	if start >= limit {
		return -1, -1
	}
	return start, end
}

// pass extends the gap before the digit by a character.
func (d *digit) pass(r rune) {
	if d.gap == separated || d.gap == maxGap || 'a' <= r|0x20 && r|0x20 <= 'z' {
		d.gap = separated
		return
	}
	d.gap++
	d.mark, d.lone = max(d.mark, markOf(r)), r
}

// digitOf converts a character to a digit, or to the letter of an interim
// number: upper case, after a date and followed by three digits.
func digitOf(r rune, rest string, w *window, gap int) (value byte, ok, letter bool) {
	if v := decimal(r); v >= 0 {
		return '0' + byte(v), true, false
	}
	if r < 'A' || r > 'Z' || !isInterimLetter(byte(r)) || gap == separated || w.n < 6 || len(rest) < 4 {
		return 0, false, false
	}
	return interimDigit, allDigits([]byte(rest[1:4])), true
}

// window holds the last digits read, in a buffer larger than the longest form
// so that they are seldom moved.
type window struct {
	digits [4 * longest]digit
	n      int
}

func (w *window) add(d digit) {
	if w.n == len(w.digits) {
		w.n = copy(w.digits[:], w.digits[w.n-longest+1:])
	}
	w.digits[w.n] = d
	w.n++
}

// oldest returns the start of the earliest digit that may still belong to a
// number.
func (w *window) oldest() int { return w.digits[max(w.n-longest, 0)].start }

// ends reports whether the last digits are a number, and where it begins and
// ends; glued is true if another digit follows immediately.
func (w *window) ends(s string, glued bool) (start, end int, ok bool) {
	if glued {
		return 0, 0, false
	}
	for _, size := range [...]int{longest, shortest} {
		if w.n < size {
			continue
		}
		n := number(w.digits[w.n-size : w.n])
		if n[0].gap != 0 && n.holds() && !beginsDate(s[n.end():]) {
			return n[0].start, n.end(), true
		}
	}
	return 0, 0, false
}
