package transform

import "strings"

// unit is what follows, or rarely precedes, a number in a cell.
type unit struct {
	text     string
	exponent int
	percent  bool
}

// units is in the order in which they are matched, so that a shorter one does
// not hide a longer one.
var units = [...]unit{
	{text: "mnkr", exponent: 6}, {text: "mdkr", exponent: 9}, {text: "msek", exponent: 6}, {text: "tsek", exponent: 3},
	{text: "tkr", exponent: 3}, {text: "mkr", exponent: 6}, {text: "mdr", exponent: 9}, {text: "sek", exponent: 0},
	{text: "kronor", exponent: 0}, {text: "kr", exponent: 0}, {text: ":-", exponent: 0}, {text: ",-", exponent: 0},
	{text: "%", percent: true}, {text: "procent", percent: true},
}

// cutUnit removes a unit from the end of s, or a currency from its beginning.
func cutUnit(s string) (rest string, u unit, found bool) {
	if s == "" || s[len(s)-1]-'0' <= 9 && s[0]-'0' <= 9 {
		return s, u, false
	}
	if strings.HasSuffix(s, "kr.") {
		s = s[:len(s)-1]
	}
	for _, u := range units {
		if cut := len(s) - len(u.text); cut > 0 && strings.EqualFold(s[cut:], u.text) {
			return clean(s[:cut]), u, true
		}
	}
	for _, u := range units {
		if (u.text == "sek" || u.text == "kr") && len(s) > len(u.text) && strings.EqualFold(s[:len(u.text)], u.text) {
			return clean(s[len(u.text):]), u, true
		}
	}
	return s, u, false
}

// minuses are the characters accepted as minus.
var minuses = [...]string{"-", "\u2212", "\u2013"}

// cutSign removes a leading sign.
func cutSign(s string) (rest string, minus, found bool) {
	if rest, ok := strings.CutPrefix(s, "+"); ok {
		return clean(rest), false, true
	}
	for _, m := range minuses {
		if rest, ok := strings.CutPrefix(s, m); ok {
			return clean(rest), true, true
		}
	}
	return s, false, false
}

// cutTrailingMinus removes a trailing minus.
func cutTrailingMinus(s string) (rest string, found bool) {
	for _, m := range minuses {
		if rest, ok := strings.CutSuffix(s, m); ok {
			return clean(rest), true
		}
	}
	return s, false
}
