package transform

import (
	"strings"
)

// A rule names what is wrong with a cell; it is empty if nothing is.
type rule string

// The rules of numbers.
const (
	ruleNumber    rule = "number.invalid"
	ruleAmbiguous rule = "number.ambiguous"
	ruleGrouping  rule = "number.grouping"
	rulePrecision rule = "number.precision"
	// ruleNumberIdentity is the rule for numbers that identify a person, which
	// suggests that the cells of the row have shifted. Such a cell is never
	// shown.
	ruleNumberIdentity rule = "number.identity"
	ruleOverflow       rule = "number.overflow"
	// rulePlaceholder is the rule for numbers that mean unknown.
	rulePlaceholder rule = "number.placeholder"
)

// numberFormat is how the numbers of a column are written and stored.
type numberFormat struct {
	decimal   byte // ',' or '.'; 0 accepts both
	thousands byte // ',' or '.'; 0 accepts spaces only
	exponent  int  // power of ten of the unit: 3 for tkr
	scale     int  // number of decimals stored
	limit     uint64
	units     bool // kr and its multiples may follow the number
	rounds    bool // further decimals are rounded
	share     bool // a percent sign divides by 100
	percent   bool // a percent sign is allowed and changes nothing
}

// The largest unscaled values.
const (
	maxDecimal = 1e18 - 1 // DECIMAL(18,n)
	maxInteger = 1<<63 - 1
)

// maxDigits is the maximum number of significant digits that are parsed: more
// than any double is written with.
const maxDigits = 40

// digits is a parsed number: its digits without marks, and the power of ten of
// the last one.
type digits struct {
	text     [maxDigits]byte
	n        int
	exponent int
	negative bool
}

// parse parses a cleaned, known cell into an unscaled integer.
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

// plain parses the most common form: a few digits, optionally a decimal mark
// and up to two decimals.
func (f *numberFormat) plain(s string) (int64, bool) {
	i, negative := 0, false
	if s[0] == '-' {
		i, negative = 1, true
	}
	const short = 12 // cannot overflow in any unit
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

// strip removes sign and unit and returns the exponent of the unit. A number
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

// unitExponent returns the power of ten of a unit in the cell, which overrides
// the unit of the mapping.
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
