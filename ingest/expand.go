package ingest

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// Expand replaces the date placeholders in a name, an address or a query, for
// sources whose name changes with time:
//
//	ledger-{yyyy}-{mm}.csv        ledger-2026-03.csv on 1 March 2026
//	ledger-{yyyymm -1m}.csv       ledger-202602.csv
//	?from={yyyy-mm-dd -7d}        ?from=2026-02-22
//
// A placeholder consists of yyyy, yy, mm and dd, optionally separated by - _ .
// or /, and optionally a space and an offset: a sign, a number and y, m, w or
// d. Months are clamped to their last day: 31 March -1m is the last of
// February. {{ is a literal brace. Anything else in braces is an Invalid error.
func Expand(text string, at time.Time) (string, error) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "{")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		if strings.HasPrefix(rest, "{") {
			b.WriteByte('{')
			text = rest[1:]
			continue
		}
		inside, after, closed := strings.Cut(rest, "}")
		filled, ok := placeholder(inside, at)
		if !closed || !ok {
			return "", dubbelkrona.Invalidf("a brace starts a placeholder such as {yyyy}, {mm}, {dd} or {yyyy-mm -1m}; write {{ for a literal brace")
		}
		b.WriteString(filled)
		text = after
	}
}

// The form of a placeholder, with its offset, and the layouts of its parts.
var (
	placeholderForm = regexp.MustCompile(`^([-_./]*(?:(?:yyyy|yy|mm|dd)[-_./]*)+)(?: ([+-]\d{1,4})([ymwd]))?$`)
	dateParts       = regexp.MustCompile(`yyyy|yy|mm|dd`)
	dateLayouts     = map[string]string{"yyyy": "2006", "yy": "06", "mm": "01", "dd": "02"}
)

func placeholder(inside string, at time.Time) (string, bool) {
	m := placeholderForm.FindStringSubmatch(inside)
	if m == nil {
		return "", false
	}
	n, _ := strconv.Atoi(m[2])
	switch m[3] {
	case "y":
		at = moveMonths(at, 12*n)
	case "m":
		at = moveMonths(at, n)
	case "w":
		at = at.AddDate(0, 0, 7*n)
	case "d":
		at = at.AddDate(0, 0, n)
	}
	return dateParts.ReplaceAllStringFunc(m[1], func(part string) string { return at.Format(dateLayouts[part]) }), true
}

// moveMonths clamps to the last day of the month, unlike time.AddDate, which
// overflows the 31st into the next month.
func moveMonths(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, at.Location())
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(at.Day(), last.Day())-1)
}
