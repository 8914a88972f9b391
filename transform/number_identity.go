package transform

import (
	"strconv"
	"strings"

	"dubbelkrona/internal/identity"
)

// parseGuarded is parse, but rejects numbers of ten or twelve digits that
// identify a person in any form: signed, grouped, with decimals or an
// exponent.
func (f *numberFormat) parseGuarded(s string) (int64, rule) {
	v, why := f.parse(s)
	switch {
	case why == "":
		if f.identifies(s, v) {
			return 0, ruleNumberIdentity
		}
	case identity.Contains(s) || identity.Contains(onlyDigits(s)):
		return 0, ruleNumberIdentity
	}
	return v, why
}

// minIdentifying is the smallest number that may identify a person: ten
// digits with up to two leading zeros.
const minIdentifying = 1e7

// identifies reports whether the integer part of a value, before applying the
// unit of the column, identifies a person.
func (f *numberFormat) identifies(s string, v int64) bool {
	whole := v
	if whole < 0 {
		whole = -whole
	}
	if whole < minIdentifying {
		return false
	}
	for range f.scale + f.exponent {
		whole /= 10
	}
	if whole < minIdentifying {
		return false
	}
	digits := strconv.FormatInt(whole, 10)
	if lost := 10 - len(digits); lost > 0 {
		digits = strings.Repeat("0", lost) + digits
		if !strings.Contains(onlyDigits(s), digits) {
			return false
		}
	}
	return (len(digits) == 10 || len(digits) == 12) && identity.Contains(digits)
}

// onlyDigits returns the digits of a cell, up to an exponent.
func onlyDigits(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i]-'0' <= 9 {
			out = append(out, s[i])
		}
		if len(out) > 0 && s[i]|0x20 == 'e' {
			break
		}
	}
	return string(out)
}
