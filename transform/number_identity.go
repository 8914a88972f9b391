package transform

import (
	"strconv"
	"strings"

	"dubbelkrona/internal/identity"
)

// parseGuarded is parse, but a number of ten or twelve digits that identifies
// a person is none, however it is written: with a sign, grouped, with decimals
// or with an exponent.
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

// fewestIdentifying is the smallest number that may identify a person: ten
// digits, of which up to two are zeros in front.
const fewestIdentifying = 1e7

// identifies reports whether the whole part of a value, as it is before the
// unit of the column, is the number of a person.
func (f *numberFormat) identifies(s string, v int64) bool {
	whole := v
	if whole < 0 {
		whole = -whole
	}
	if whole < fewestIdentifying {
		return false
	}
	for range f.scale + f.exponent {
		whole /= 10
	}
	if whole < fewestIdentifying {
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

// onlyDigits is what is left of a cell without its marks, up to an exponent.
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
