package transform

import (
	"math"
	"strconv"
)

// split takes the marks out of a number without sign and unit.
func (f *numberFormat) split(s string, d *digits) rule {
	mantissa, r := d.cutExponent(s)
	if r != "" {
		return r
	}
	mark, r := f.decimalMark(mantissa)
	if r != "" {
		return r
	}
	small := d.exponent < 0
	if r := d.collect(mantissa, mark); r != "" {
		return r
	}
	// All digits of a double, or a measure whose further decimals are rounded
	// off anyway, have lost nothing.
	if mantissa != s && d.n > 0 && d.n < fewestArtefactDigits && !(small && f.rounds) {
		return ruleScientific
	}
	return ""
}

// cutExponent takes the exponent of scientific notation off.
func (d *digits) cutExponent(s string) (string, rule) {
	for i := 1; i < len(s)-1; i++ {
		if s[i] != 'e' && s[i] != 'E' {
			continue
		}
		const farthest = 99
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > farthest || e < -farthest {
			return "", ruleNumber
		}
		d.exponent = e
		return s[:i], ""
	}
	return s, ""
}

// decimalMark is the index of the decimal mark in s, len(s) where there is
// none.
func (f *numberFormat) decimalMark(s string) (int, rule) {
	var count [2]int
	last := [2]int{-1, -1}
	for i := 0; i < len(s); i++ {
		if s[i] == ',' || s[i] == '.' {
			k := kindOf(s[i])
			count[k]++
			last[k] = i
		}
	}
	comma, point := kindOf(','), kindOf('.')
	switch {
	case count[comma]+count[point] == 0:
		return len(s), ""
	case count[comma] > 0 && count[point] > 0:
		k := point
		if last[comma] > last[point] {
			k = comma
		}
		if count[k] > 1 {
			return 0, ruleGrouping
		}
		return f.asDecimal(s, last[k])
	}
	k := comma
	if count[point] > 0 {
		k = point
	}
	if count[k] > 1 {
		return f.asGroups(s, last[k])
	}
	return f.loneMark(s, last[k])
}

func kindOf(mark byte) int {
	if mark == ',' {
		return 0
	}
	return 1
}

// loneMark decides what the only mark of a number is.
func (f *numberFormat) loneMark(s string, at int) (int, rule) {
	switch {
	case f.thousands == s[at] || f.decimal != 0 && f.decimal != s[at]:
		return f.asGroups(s, at)
	case f.decimal == s[at]:
		return at, ""
	}
	// Three digits behind and one to three before, not beginning with zero.
	if len(s)-at-1 == 3 && at >= 1 && at <= 3 && s[0] != '0' {
		return 0, ruleAmbiguous
	}
	return at, ""
}

// asDecimal takes the mark for the decimal one unless the mapping says not.
func (f *numberFormat) asDecimal(s string, at int) (int, rule) {
	if f.decimal != 0 && f.decimal != s[at] || f.thousands == s[at] {
		return 0, ruleGrouping
	}
	return at, ""
}

// asGroups takes the mark for that of the thousands unless the mapping says
// that it is the decimal one.
func (f *numberFormat) asGroups(s string, at int) (int, rule) {
	if f.decimal == s[at] {
		return 0, ruleGrouping
	}
	return len(s), ""
}

// collect copies the digits of s with the decimal mark at an index. Before it
// groups must be of three digits, and behind it there are none.
func (d *digits) collect(s string, mark int) rule {
	group, grouped := 0, byte(0)
	for i := 0; i < mark; i++ {
		if s[i]-'0' <= 9 {
			if !d.add(s[i]) {
				return ruleOverflow
			}
			group++
			continue
		}
		separator, width := groupMark(s, i)
		if width == 0 || i == 0 {
			return ruleNumber
		}
		if grouped == 0 && group > 3 || grouped != 0 && (group != 3 || grouped != separator) {
			return ruleGrouping
		}
		grouped, group = separator, 0
		i += width - 1
	}
	if grouped != 0 && group != 3 {
		return ruleGrouping
	}
	if mark == len(s)-1 {
		return ruleNumber
	}
	for i := mark + 1; i < len(s); i++ {
		if s[i]-'0' > 9 {
			return ruleNumber
		}
		if !d.add(s[i]) {
			return rulePrecision
		}
		d.exponent--
	}
	return ""
}

// groupMark is the kind and the width of the mark between groups at s[i]. All
// kinds of space are one kind.
func groupMark(s string, i int) (kind byte, width int) {
	switch s[i] {
	case ',', '.', '\'':
		return s[i], 1
	}
	return ' ', spaceAt(s, i)
}

// add appends a digit; leading zeros do not count.
func (d *digits) add(c byte) bool {
	if d.n == 0 && c == '0' {
		return true
	}
	if d.n == maxDigits {
		return false
	}
	d.text[d.n] = c
	d.n++
	return true
}

// scaled gives the unscaled integer of the column's scale.
func (f *numberFormat) scaled(d *digits) (int64, rule) {
	for d.n > 0 && d.text[d.n-1] == '0' && d.exponent < -f.scale {
		d.n--
		d.exponent++
	}
	if d.n == 0 {
		return 0, ""
	}
	shift := d.exponent + f.scale
	kept := d.n + min(shift, 0)
	v, ok := f.integer(d, kept, max(shift, 0))
	if !ok {
		return 0, ruleOverflow
	}
	if shift < 0 {
		up := kept >= 0 && d.text[max(kept, 0)] >= '5'
		if up {
			v++
		}
		if v > f.limit {
			return 0, ruleOverflow
		}
		if !f.rounds && !f.isArtefact(d, v) {
			return 0, rulePrecision
		}
	}
	if d.negative {
		return -int64(v), ""
	}
	return int64(v), ""
}

// integer is the number of the first digits, times a power of ten.
func (f *numberFormat) integer(d *digits, kept, zeros int) (v uint64, ok bool) {
	for i := range max(kept, 0) + zeros {
		next := byte('0')
		if i < kept {
			next = d.text[i]
		}
		if v > f.limit/10 {
			return 0, false
		}
		v = v*10 + uint64(next-'0')
	}
	return v, v <= f.limit
}

// fewestArtefactDigits is how many significant digits a double has at least
// when it is written out as what it is.
const fewestArtefactDigits = 15

// isArtefact says whether the number is what binary floating point made of
// the decimal v at the column's scale: the text's double is that of v or the
// one beside it. It is the only place where a float is looked at, and none
// becomes a value.
func (f *numberFormat) isArtefact(d *digits, v uint64) bool {
	if d.n < fewestArtefactDigits {
		return false
	}
	read, err := strconv.ParseFloat(string(d.text[:d.n])+"e"+strconv.Itoa(d.exponent), 64)
	if err != nil {
		return false
	}
	exact, err := strconv.ParseFloat(strconv.FormatUint(v, 10)+"e-"+strconv.Itoa(f.scale), 64)
	if err != nil {
		return false
	}
	return read == exact || math.Nextafter(exact, read) == read
}
