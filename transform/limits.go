package transform

import (
	"fmt"
	"regexp"
	"time"
	"unicode/utf8"

	"dubbelkrona"
)

// The rules of cells that can be read and are not among what the column may
// hold.
const (
	ruleRange  rule = "value.range"
	ruleLength rule = "value.length"
	ruleForm   rule = "value.form"
)

// limits are a column's Range, taken apart: bounds of numbers as unscaled
// integers of the column's scale, those of dates as days from 1970-01-01.
type limits struct {
	least, greatest int64
	thisYear        bool // greatest is the year of the pass
	length          int  // 0 is any
	form            *regexp.Regexp
}

// limitsOf reads the Range of a column of a type.
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

// boundary is a bound of numbers; the empty text is the type's own, with a
// sign.
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

// storedNumber is how the numbers of a type are stored.
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

// in gives the limits as they are in a pass of a day.
func (l limits) in(now time.Time) limits {
	if l.thisYear {
		l.greatest = int64(now.Year())
	}
	return l
}

// number says whether an unscaled number, or a day, lies outside.
func (l *limits) number(v int64) rule {
	if v < l.least || v > l.greatest {
		return ruleRange
	}
	return ""
}

// text says what is wrong with a text.
func (l *limits) text(s string) rule {
	switch {
	case l.length > 0 && len(s) > l.length && utf8.RuneCountInString(s) > l.length:
		return ruleLength
	case l.form != nil && !l.form.MatchString(s):
		return ruleForm
	}
	return ""
}

// bounded reads numbers and sets those aside that lie outside.
func (l limits) bounded(parse func(string) (int64, rule)) func(string) (int64, rule) {
	return func(text string) (int64, rule) {
		v, why := parse(text)
		if why == "" {
			why = l.number(v)
		}
		return v, why
	}
}

// boundedDates reads dates and sets those aside that lie outside.
func (l limits) boundedDates(parse func(string) (date, rule)) func(string) (date, rule) {
	return func(text string) (date, rule) {
		d, why := parse(text)
		if why == "" && !d.unknown {
			why = l.number(int64(d.days))
		}
		return d, why
	}
}

// explainLimits is the predicate of a sentence about a cell that a Range does
// not allow.
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
