package transform

import (
	"strings"
)

// A rule names what is wrong with a cell; the empty rule is nothing.
type rule string

// The rules of numbers.
const (
	ruleNumber    rule = "number.invalid"
	ruleAmbiguous rule = "number.ambiguous"
	ruleGrouping  rule = "number.grouping"
	rulePrecision rule = "number.precision"
	// ruleNumberIdentity is the rule of numbers that identify a person: the
	// cells of a row may have moved by one. Such a cell is never shown.
	ruleNumberIdentity rule = "number.identity"
	ruleOverflow       rule = "number.overflow"
	// rulePlaceholder is the rule of numbers that stand for unknown ones.
	rulePlaceholder rule = "number.placeholder"
)

// numberFormat says how the numbers of a column are written and stored.
type numberFormat struct {
	decimal   byte // ',' or '.', 0 for either
	thousands byte // ',' or '.', 0 for none but spaces
	exponent  int  // power of ten of the unit: 3 for tkr
	scale     int  // decimals stored
	limit     uint64
	units     bool // kr and its multiples may follow
	rounds    bool // further decimals are rounded off
	share     bool // a percent sign divides by a hundred
	percent   bool // a percent sign says what the column says
}

// The largest unscaled values.
const (
	maxDecimal = 1e18 - 1 // DECIMAL(18,n)
	maxInteger = 1<<63 - 1
)

// maxDigits is how many significant digits are looked at: more than any double
// is written with, and enough for a wrong cell to be told as such.
const maxDigits = 40

// digits is a number taken apart: the digits without marks, and the power of
// ten of the last one.
type digits struct {
	text     [maxDigits]byte
	n        int
	exponent int
	negative bool
}

// parse reads a clean, known cell into an unscaled integer.
func (f *numberFormat) parse(s string) (int64, rule) {
	if v, ok := f.plain(s); ok {
		return v, ""
	}
	body, negative, exponent, r := f.strip(s)
	if r != "" {
		return 0, r
	}
	d := digits{negative: negative}
	if r := f.split(body, &d); r != "" {
		return 0, r
	}
	d.exponent += exponent
	return f.scaled(&d)
}

// plain reads the form that nearly all cells of a ledger have: a few digits,
// and a decimal mark with at most two digits behind it.
func (f *numberFormat) plain(s string) (int64, bool) {
	i, negative := 0, false
	if s[0] == '-' {
		i, negative = 1, true
	}
	const short = 12 // digits that overflow in no unit
	if len(s)-i > short || f.exponent != 0 {
		return 0, false
	}
	var v int64
	mark := -1
	for start := i; i < len(s); i++ {
		switch c := s[i]; {
		case c-'0' <= 9:
			v = v*10 + int64(c-'0')
		case mark < 0 && i > start && (c == '.' || c == ',') && (f.decimal == 0 || f.decimal == c) && f.thousands != c:
			mark = i
		default:
			return 0, false
		}
	}
	decimals := 0
	if mark >= 0 {
		decimals = len(s) - mark - 1
		if decimals == 0 || decimals > 2 {
			return 0, false
		}
	} else if s[len(s)-1] == '-' {
		return 0, false
	}
	if decimals > f.scale {
		return 0, false
	}
	for ; decimals < f.scale; decimals++ {
		v *= 10
	}
	if negative {
		v = -v
	}
	return v, true
}

// strip takes sign and unit off. The exponent is that of the unit. A number
// has at most one sign: leading, trailing or parentheses.
func (f *numberFormat) strip(s string) (body string, negative bool, exponent int, r rule) {
	signs := 0
	if inner, ok := strings.CutPrefix(s, "("); ok {
		if inner, ok = strings.CutSuffix(inner, ")"); !ok {
			return "", false, 0, ruleNumber
		}
		s, negative, signs = clean(inner), true, 1
	}
	s, minus, signed := cutSign(s)
	if signed {
		negative, signs = negative || minus, signs+1
	}
	s, u, found := cutUnit(s)
	exponent = f.exponent
	if found {
		if exponent, found = f.unitExponent(u); !found {
			return "", false, 0, ruleNumber
		}
	}
	s, trailing := cutTrailingMinus(s)
	if trailing {
		negative, signs = true, signs+1
	}
	if signs > 1 || s == "" {
		return "", false, 0, ruleNumber
	}
	return s, negative, exponent, ""
}

// unitExponent is the power of ten of a unit written in the cell, which goes
// before that of the mapping.
func (f *numberFormat) unitExponent(u unit) (exponent int, ok bool) {
	switch {
	case !u.percent:
		return u.exponent, f.units
	case f.share:
		return -2, true
	default:
		return 0, f.percent
	}
}
