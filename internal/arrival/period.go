package arrival

import (
	"time"

	"dubbelkrona"
)

// periodEnd returns the end (exclusive, UTC) of a period, or of the period that it
// is a part of; false if it is no day, month or year.
func periodEnd(period string) (time.Time, bool) {
	whole, _ := dubbelkrona.WholePeriod(period)
	for layout, end := range map[string]func(time.Time) time.Time{
		"2006":        func(t time.Time) time.Time { return t.AddDate(1, 0, 0) },
		"2006-01":     func(t time.Time) time.Time { return t.AddDate(0, 1, 0) },
		time.DateOnly: func(t time.Time) time.Time { return t.AddDate(0, 0, 1) },
	} {
		if start, err := time.Parse(layout, whole); err == nil {
			return end(start), true
		}
	}
	return time.Time{}, false
}

// isOpen reports whether a period is not over at a moment.
func isOpen(period string, at time.Time) bool {
	end, known := periodEnd(period)
	return known && at.Before(end)
}
