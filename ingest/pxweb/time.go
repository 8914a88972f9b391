package pxweb

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// span is a period as a date of its own precision, its first and last day, and
// a comment if the precision is not day, month or year.
type span struct{ period, from, to, comment string }

// A timeForm is a notation of a period; the groups of its pattern are the
// numbers.
type timeForm struct {
	form *regexp.Regexp
	span func(year, a, b int) (span, bool)
}

// timeForms are PxWeb's notations of time: 2025, 2025M01, 2025-01, 20250131,
// 2025K1, 2025H1, 2025V05, school years such as 2024/25 and several years such
// as 2020-2024.
var timeForms = []timeForm{
	{regexp.MustCompile(`^(\d{4})$`), yearSpan},
	{regexp.MustCompile(`^(\d{4})[M-]?(\d{2})$`), monthSpan},
	{regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`), daySpan},
	{regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})$`), daySpan},
	{regexp.MustCompile(`^(\d{4})[KQ](\d)$`), quarterSpan},
	{regexp.MustCompile(`^(\d{4})H(\d)$`), halfSpan},
	{regexp.MustCompile(`^(\d{4})[VW](\d{2})$`), weekSpan},
	{regexp.MustCompile(`^(\d{4})/(\d{2}|\d{4})$`), schoolSpan},
	{regexp.MustCompile(`^(\d{4})-(\d{4})$`), yearsSpan},
}

// spanOf parses a period. If it cannot be parsed it is kept as written, for
// transform to reject.
func spanOf(code string) span { return spanIn(timeForms, code) }

func spanIn(forms []timeForm, code string) span {
	for _, f := range forms {
		m := f.form.FindStringSubmatch(code)
		if m == nil {
			continue
		}
		var n [3]int
		for i, digits := range m[1:] {
			n[i], _ = strconv.Atoi(digits)
		}
		if s, ok := f.span(n[0], n[1], n[2]); ok {
			return s
		}
		break
	}
	return span{period: code}
}

// first returns the first day of a month; months outside of 1 to 12 are in
// other years.
func first(year, month int) time.Time {
	return time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
}

func yearSpan(year, _, _ int) (span, bool) {
	return days(first(year, 1), first(year+1, 1), "2006", ""), true
}

func monthSpan(year, month, _ int) (span, bool) {
	return days(first(year, month), first(year, month+1), "2006-01", ""), month >= 1 && month <= 12
}

func daySpan(year, month, day int) (span, bool) {
	at := first(year, month).AddDate(0, 0, day-1)
	return days(at, at.AddDate(0, 0, 1), time.DateOnly, ""), month >= 1 && month <= 12 && day >= 1 && int(at.Month()) == month
}

func quarterSpan(year, quarter, _ int) (span, bool) {
	return days(first(year, 3*quarter-2), first(year, 3*quarter+1), "2006-01", fmt.Sprintf("kvartal %dK%d", year, quarter)), quarter >= 1 && quarter <= 4
}

func halfSpan(year, half, _ int) (span, bool) {
	return days(first(year, 6*half-5), first(year, 6*half+1), "2006-01", fmt.Sprintf("halvår %dH%d", year, half)), half == 1 || half == 2
}

// weekSpan is a week of ISO 8601, which begins on a Monday. Its year is that of
// its Thursday, so that week 1 may begin in December.
func weekSpan(year, week, _ int) (span, bool) {
	fourth := first(year, 1).AddDate(0, 0, 3) // always in week 1
	monday := fourth.AddDate(0, 0, -(int(fourth.Weekday())+6)%7+7*(week-1))
	y, w := monday.ISOWeek()
	return days(monday, monday.AddDate(0, 0, 7), time.DateOnly, fmt.Sprintf("vecka %dV%02d", year, week)), y == year && w == week
}

// schoolSpan is a school year, from July to June.
func schoolSpan(year, next, _ int) (span, bool) {
	return days(first(year, 7), first(year+1, 7), "2006", fmt.Sprintf("läsår %d/%02d", year, (year+1)%100)), next == year+1 || next == (year+1)%100
}

func yearsSpan(year, last, _ int) (span, bool) {
	return days(first(year, 1), first(last+1, 1), "2006", fmt.Sprintf("år %d-%d", year, last)), last > year
}

// days returns the span from a day to the day before another.
func days(from, behind time.Time, form, comment string) span {
	return span{from.Format(form), from.Format(time.DateOnly), behind.AddDate(0, 0, -1).Format(time.DateOnly), comment}
}
