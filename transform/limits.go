package transform

import (
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"dubbelkrona"
)

// The rules for cells that can be parsed but are outside what the column
// allows.
const (
	ruleRange  rule = "value.range"
	ruleLength rule = "value.length"
	ruleForm   rule = "value.form"
)

// limits is a parsed Range. Bounds of numbers are unscaled integers in the
// column's scale; bounds of dates are days since 1970-01-01.
type limits struct {
	least, greatest int64
	thisYear        bool // greatest is the year of the pass
	length          int  // in characters; 0 is unlimited
	form            *regexp.Regexp
}

// limitsOf parses the Range of a column of the given type.
func limitsOf(t dubbelkrona.Type, r dubbelkrona.Range) (l limits, err error) {
	l.length, l.thisYear = r.Length, r.Max == dubbelkrona.ThisYear
	if r.Pattern != "" {
		if l.form, err = regexp.Compile("^(?:" + r.Pattern + ")$"); err != nil {
			return l, err
		}
	}
	switch t {
	case dubbelkrona.Money, dubbelkrona.Decimal, dubbelkrona.Integer:
		if l.least, err = boundary(t, r.Min, -1); err == nil && !l.thisYear {
			l.greatest, err = boundary(t, r.Max, 1)
		}
	case dubbelkrona.Date:
		if l.least, err = dayBoundary(r.Min); err == nil {
			l.greatest, err = dayBoundary(r.Max)
		}
	}
	return l, err
}

// boundary parses a numeric bound; an empty text is the bound of the type
// itself, with the given sign.
func boundary(t dubbelkrona.Type, text string, sign int64) (int64, error) {
	f := storedNumber(t)
	if text == "" {
		return sign * int64(f.limit), nil
	}
	f.decimal = '.'
	v, why := f.parse(text)
	if why != "" {
		return 0, fmt.Errorf("the bound %q %s", text, explain(why))
	}
	return v, nil
}

// storedNumber returns the format in which numbers of a type are stored.
func storedNumber(t dubbelkrona.Type) numberFormat {
	switch t {
	case dubbelkrona.Money:
		return numberFormat{scale: 2, limit: maxDecimal}
	case dubbelkrona.Decimal:
		return numberFormat{scale: 6, limit: maxDecimal}
	}
	return numberFormat{limit: maxInteger}
}

func dayBoundary(text string) (int64, error) {
	d, why := parseDate(text, nil)
	if why != "" || d.unknown {
		return 0, fmt.Errorf("the bound %q is no day", text)
	}
	return int64(d.days), nil
}

// in returns the limits with ThisYear replaced by the year of now.
func (l limits) in(now time.Time) limits {
	if l.thisYear {
		l.greatest = int64(now.Year())
	}
	return l
}

// number returns ruleRange if an unscaled number or a day is out of range.
func (l *limits) number(v int64) rule {
	if v < l.least || v > l.greatest {
		return ruleRange
	}
	return ""
}

// text returns the rule that a text violates.
func (l *limits) text(s string) rule {
	switch {
	case l.length > 0 && len(s) > l.length && utf8.RuneCountInString(s) > l.length:
		return ruleLength
	case l.form != nil && !l.form.MatchString(s):
		return ruleForm
	}
	return ""
}

// explainLimits describes why a Range does not allow a cell, as the predicate
// of a sentence.
func explainLimits(why rule, col *dubbelkrona.Column, r dubbelkrona.Range) string {
	switch why {
	case ruleLength:
		return fmt.Sprintf("is longer than %d characters", r.Length)
	case ruleForm:
		return "is not of the form " + r.Pattern
	}
	text := fmt.Sprintf("is not between %s and %s", r.Min, r.Max)
	if col.Unit == shareUnit {
		text += "; if it is in percent, write unit: percent in the mapping"
	}
	return text
}
