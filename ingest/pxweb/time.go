package pxweb

import (
	"regexp"
	"strconv"
	"time"
)

// span is a period as a date of its own precision, its first and last day, and
// a word where the precision is none of day, month and year.
type span struct{ period, from, to, comment string }

var timeForm = regexp.MustCompile(`^(\d{4})(?:(?:M|-)?(\d{2})(?:-?(\d{2}))?|[KQ]([1-4])|([/-]\d{2,4}))?$`)

// spanOf reads the forms in which PxWeb writes time: 2025, 2025M01, 2025K1,
// 20250131 and school years such as 2024/25. What it cannot read stays as it
// is, for transform to reject.
func spanOf(code string) span {
	m := timeForm.FindStringSubmatch(code)
	if m == nil {
		return span{period: code}
	}
	year, _ := strconv.Atoi(m[1])
	first := func(month, day int) time.Time { return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC) }
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	switch {
	case month > 12:
		return span{period: code}
	case m[3] != "":
		if at := first(month, day); at.Day() == day && month > 0 {
			return days(at, at, time.DateOnly, "")
		}
		return span{period: code}
	case m[2] != "" && month > 0:
		return days(first(month, 1), first(month+1, 0), "2006-01", "")
	case m[2] != "":
		return span{period: code}
	case m[4] != "":
		quarter, _ := strconv.Atoi(m[4])
		return days(first(3*quarter-2, 1), first(3*quarter+1, 0), "2006-01", "kvartal "+code)
	case m[5] != "":
		return days(first(7, 1), first(18, 30), "2006", "läsår "+code)
	}
	return days(first(1, 1), first(12, 31), "2006", "")
}

func days(from, to time.Time, form, comment string) span {
	return span{from.Format(form), from.Format(time.DateOnly), to.Format(time.DateOnly), comment}
}
