package transform

import (
	"strings"
	"time"
)

// The rules of dates.
const (
	ruleDate          rule = "date.invalid"
	ruleDateAmbiguous rule = "date.ambiguous"
	// ruleOpenEnd is the rule for open ends (such as 9999-12-31) in columns
	// that are not end dates.
	ruleOpenEnd rule = "date.open_end"
)

// precision is how exactly a date is known.
type precision uint8

const (
	toDay precision = iota
	toMonth
	toYear
)

// String returns the code used in the tables' precision columns.
func (p precision) String() string { return [...]string{"day", "month", "year"}[p] }

// date is a day, counted from 1970-01-01, with its precision. An open end
// (such as 9999-12-31) is unknown, not a day.
type date struct {
	days      int32
	precision precision
	unknown   bool
}

// The range of plausible years. A date outside of it is an error.
const (
	firstYear = 1850
	lastYear  = 2199
)

// openYear is the year that means an open end, usually on its last day.
const openYear = 9999

// firstMonthYear is the lowest year at which six digits are read as a year and
// month; below it they are yymmdd.
const firstMonthYear = 1990

// infinity is what databases write for an open end.
const infinity = "infinity"

// parseDate parses a cleaned, known cell, year first or as 15.01.2024, which
// is unambiguous. An instant becomes its calendar day in zone; if zone is nil,
// the day as written.
func parseDate(s string, zone *time.Location) (date, rule) {
	if strings.EqualFold(s, infinity) {
		return date{unknown: true}, ""
	}
	digits := leadingDigits(s)
	switch {
	case digits == len(s):
		return compactDate(s)
	case digits == 8 || digits == 6:
		d, why := compactDate(s[:digits])
		return finished(d, why, s[digits:], zone)
	case (digits == 1 || digits == 2) && s[digits] == '.':
		return dottedDate(number(s[:digits]), s[digits+1:], zone)
	case digits != 4:
		return date{}, ruleDate
	}
	mark := s[4]
	if mark != '-' && mark != '/' && mark != '.' {
		return date{}, ruleDate
	}
	year := number(s[:4])
	month, rest := leadingNumber(s[5:])
	if rest == "" {
		return newDate(year, month, 1, toMonth)
	}
	if rest[0] != mark {
		return date{}, ruleDate
	}
	day, rest := leadingNumber(rest[1:])
	d, why := newDate(year, month, day, toDay)
	return finished(d, why, rest, zone)
}

// finished combines a date with the time and zone that follow it in the cell.
func finished(d date, why rule, rest string, zone *time.Location) (date, rule) {
	c, ok := parseClock(rest)
	switch {
	case !ok:
		return date{}, ruleDate
	case why != "":
		return date{}, why
	}
	return c.day(d, zone), ""
}

// dottedDate parses the month and year after a day and a full stop.
func dottedDate(day int, s string, zone *time.Location) (date, rule) {
	month, rest := leadingNumber(s)
	const year = 4
	if len(rest) < 1+year || rest[0] != '.' || !isDigits(rest[1:1+year]) || len(rest) > 1+year && rest[1+year]-'0' <= 9 {
		return date{}, ruleDate
	}
	d, why := newDate(number(rest[1:1+year]), month, day, toDay)
	return finished(d, why, rest[1+year:], zone)
}

// compactDate parses a date that consists of digits only.
func compactDate(s string) (date, rule) {
	switch len(s) {
	case 8:
		return newDate(number(s[:4]), number(s[4:6]), number(s[6:]), toDay)
	case 4:
		return newDate(number(s), 1, 1, toYear)
	case 6:
		day, dayRule := newDate(century(number(s[:2])), number(s[2:4]), number(s[4:]), toDay)
		month, monthRule := newDate(number(s[:4]), number(s[4:]), 1, toMonth)
		if number(s[:4]) < firstMonthYear {
			monthRule = ruleDate
		}
		switch {
		case dayRule == "" && monthRule == "":
			return date{}, ruleDateAmbiguous
		case monthRule == "":
			return month, ""
		}
		return day, dayRule
	}
	return date{}, ruleDate
}

// century completes a two-digit year: 70 to 99 are 19xx, 00 to 69 are 20xx.
func century(yy int) int {
	if yy >= 70 {
		return 1900 + yy
	}
	return 2000 + yy
}

// newDate returns the date of a year, month and day, or a rule if it does not
// exist.
func newDate(year, month, day int, p precision) (date, rule) {
	midnight := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	switch {
	case int(midnight.Month()) != month || midnight.Day() != day:
		return date{}, ruleDate
	case year == openYear:
		return date{unknown: true}, ""
	case year < firstYear || year > lastYear:
		return date{}, ruleRange
	}
	return date{days: daysOf(midnight), precision: p}, ""
}

// daysOf counts the days from 1970-01-01 to a midnight in UTC; civil is its
// inverse.
func daysOf(midnight time.Time) int32 { return int32(midnight.Unix() / 86400) }

func civil(days int32) time.Time { return time.Unix(int64(days)*86400, 0).UTC() }

// firstOfMonth returns the first day of the month of a day.
func firstOfMonth(days int32) int32 { return days - int32(civil(days).Day()-1) }

// leadingNumber parses the one or two digits at the beginning of s; 0 if there
// are none.
func leadingNumber(s string) (int, string) {
	n := min(leadingDigits(s), 2)
	return number(s[:n]), s[n:]
}

// leadingDigits counts the digits at the beginning of s.
func leadingDigits(s string) (n int) {
	for n < len(s) && s[n]-'0' <= 9 {
		n++
	}
	return n
}

// number parses a few digits. The caller ensures that they cannot overflow.
func number(s string) int {
	v := 0
	for i := 0; i < len(s); i++ {
		v = v*10 + int(s[i]-'0')
	}
	return v
}
