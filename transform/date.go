package transform

import (
	"strings"
	"time"
)

// The rules of dates.
const (
	ruleDate          rule = "date.invalid"
	ruleDateAmbiguous rule = "date.ambiguous"
	// ruleOpenEnd is the rule of days that say until further notice in columns
	// that are no end.
	ruleOpenEnd rule = "date.open_end"
)

// precision says how exactly a date is known.
type precision uint8

const (
	toDay precision = iota
	toMonth
	toYear
)

// String is the code of the tables' precision columns.
func (p precision) String() string { return [...]string{"day", "month", "year"}[p] }

// date is a day, counted from 1970-01-01, with its precision. Until further
// notice is no day but unknown.
type date struct {
	days      int32
	precision precision
	unknown   bool
}

// The years in which the facts of the tables happen. A date outside is a slip.
const (
	firstYear = 1850
	lastYear  = 2199
)

// openYear is the year that says until further notice, mostly on its last day.
const openYear = 9999

// firstMonthYear is the first year that six digits in a row can begin with;
// below it they are a day.
const firstMonthYear = 1990

// infinity is what databases write for until further notice.
const infinity = "infinity"

// parseDate reads a clean, known cell year first, or as 15.01.2024, which can be
// read in one way only. An instant is the day that it is in the zone; without
// one, the day as it is written.
func parseDate(s string, zone *time.Location) (date, rule) {
	if strings.EqualFold(s, infinity) {
		return date{unknown: true}, ""
	}
	digits := 0
	for digits < len(s) && s[digits]-'0' <= 9 {
		digits++
	}
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

// finished is a date with what follows it in the cell.
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

// dottedDate reads the month and the year behind a day and a full stop.
func dottedDate(day int, s string, zone *time.Location) (date, rule) {
	month, rest := leadingNumber(s)
	const year = 4
	if len(rest) < 1+year || rest[0] != '.' || !isDigits(rest[1:1+year]) || len(rest) > 1+year && rest[1+year]-'0' <= 9 {
		return date{}, ruleDate
	}
	d, why := newDate(number(rest[1:1+year]), month, day, toDay)
	return finished(d, why, rest[1+year:], zone)
}

// compactDate reads a date of digits alone.
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

// century gives a two-digit year the century in which bookkeeping has data:
// 70 to 99 are the last one.
func century(yy int) int {
	if yy >= 70 {
		return 1900 + yy
	}
	return 2000 + yy
}

// newDate is the date of a year, month and day that exist.
func newDate(year, month, day int, p precision) (date, rule) {
	switch {
	case month < 1 || month > 12 || day < 1 || day > daysIn(year, month):
		return date{}, ruleDate
	case year == openYear:
		return date{unknown: true}, ""
	case year < firstYear || year > lastYear:
		return date{}, ruleRange
	}
	return date{days: daysSinceEpoch(year, month, day), precision: p}, ""
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSinceEpoch counts days from 1970-01-01 in the Gregorian calendar, in
// eras of 400 years that begin in March (so that a leap day is the last).
func daysSinceEpoch(year, month, day int) int32 {
	if month <= 2 {
		year--
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	const toEpoch = 719468 // days from 0000-03-01 to 1970-01-01
	return int32(era*146097 + dayOfEra - toEpoch)
}

// firstOfMonth is the first day of the month that a day is in.
func firstOfMonth(days int32) int32 {
	return days - int32(time.Unix(int64(days)*86400, 0).UTC().Day()-1)
}

// leadingNumber reads the one or two digits that s begins with; 0 is none.
func leadingNumber(s string) (int, string) {
	n := 0
	for n < len(s) && n < 2 && s[n]-'0' <= 9 {
		n++
	}
	return number(s[:n]), s[n:]
}

// number reads digits that are known to be few.
func number(s string) int {
	v := 0
	for i := 0; i < len(s); i++ {
		v = v*10 + int(s[i]-'0')
	}
	return v
}
