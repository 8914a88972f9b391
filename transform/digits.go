package transform

import (
	"math"
	"strconv"
	"strings"
)

// split parses the digits and marks of a number without sign and unit.
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
	// The shortest exact form of a double, or a measure whose further decimals
	// are rounded anyway, has not lost digits.
	if mantissa != s && d.n > 0 && d.n < minArtefactDigits && !(small && f.rounds) {
		return ruleScientific
	}
	return ""
}

// cutExponent parses the exponent of scientific notation and removes it.
func (d *digits) cutExponent(s string) (string, rule) {
	at := 1 + strings.IndexAny(s[1:], "eE")
	if at == 0 || at == len(s)-1 {
		return s, ""
	}
	const farthest = 99
	e, err := strconv.Atoi(s[at+1:])
	if err != nil || e > farthest || e < -farthest {
		return "", ruleNumber
	}
	d.exponent = e
	return s[:at], ""
}

// decimalMark returns the index of the decimal mark in s; len(s) if there is
// none.
func (f *numberFormat) decimalMark(s string) (int, rule) {
	last := strings.LastIndexAny(s, ",.")
	if last < 0 {
		return len(s), ""
	}
	same := strings.Count(s, s[last:last+1])
	other := strings.Count(s, ",") + strings.Count(s, ".") - same
	switch {
	case other > 0 && same > 1:
		return 0, ruleGrouping
	case other > 0:
		return f.asDecimal(s, last)
	case same > 1:
		return f.asGroups(s, last)
	}
	return f.loneMark(s, last)
}

// loneMark decides whether the only mark of a number is a decimal or a
// thousands mark.
func (f *numberFormat) loneMark(s string, at int) (int, rule) {
	switch {
	case f.thousands == s[at] || f.decimal != 0 && f.decimal != s[at]:
		return f.asGroups(s, at)
	case f.decimal == s[at]:
		return at, ""
	}
	// Ambiguous: three digits after the mark, one to three before it, and no
	// leading zero.
	if len(s)-at-1 == 3 && at >= 1 && at <= 3 && s[0] != '0' {
		return 0, ruleAmbiguous
	}
	return at, ""
}

// asDecimal treats the mark as the decimal mark unless the mapping says
// otherwise.
func (f *numberFormat) asDecimal(s string, at int) (int, rule) {
	if f.decimal != 0 && f.decimal != s[at] || f.thousands == s[at] {
		return 0, ruleGrouping
	}
	return at, ""
}

// asGroups treats the mark as the thousands mark unless the mapping says that
// it is the decimal mark.
func (f *numberFormat) asGroups(s string, at int) (int, rule) {
	if f.decimal == s[at] {
		return 0, ruleGrouping
	}
	return len(s), ""
}

// collect copies the digits of s; mark is the index of the decimal mark.
// Groups before it must have three digits; after it there are no groups.
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

// groupMark returns the kind and width in bytes of the group mark at s[i]. All
// spaces are the same kind.
func groupMark(s string, i int) (kind byte, width int) {
	switch s[i] {
	case ',', '.', '\'':
		return s[i], 1
	}
	return ' ', spaceAt(s, i)
}

// add appends a digit; leading zeros are not counted.
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

// scaled returns the number as an unscaled integer of the column's scale.
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

// integer returns the first kept digits, times a power of ten.
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

// minArtefactDigits is the minimum number of significant digits of a double
// written out in full.
const minArtefactDigits = 15

// isArtefact reports whether the number is the binary floating-point form of
// the decimal v at the column's scale: its double equals that of v or is
// adjacent to it. This is the only place that uses a float, and no value is
// computed from it.
func (f *numberFormat) isArtefact(d *digits, v uint64) bool {
	if d.n < minArtefactDigits {
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
