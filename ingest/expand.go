package ingest

import (
	"fmt"
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

func placeholder(inside string, at time.Time) (string, bool) {
	layout, offset, moved := strings.Cut(inside, " ")
	if moved {
		var ok bool
		if at, ok = move(at, offset); !ok {
			return "", false
		}
	}
	var b strings.Builder
	parts := 0
	for rest := layout; rest != ""; {
		used, part := 1, ""
		switch {
		case strings.HasPrefix(rest, "yyyy"):
			used, part = 4, fmt.Sprintf("%04d", at.Year())
		case strings.HasPrefix(rest, "yy"):
			used, part = 2, fmt.Sprintf("%02d", at.Year()%100)
		case strings.HasPrefix(rest, "mm"):
			used, part = 2, fmt.Sprintf("%02d", at.Month())
		case strings.HasPrefix(rest, "dd"):
			used, part = 2, fmt.Sprintf("%02d", at.Day())
		case strings.ContainsAny(rest[:1], "-_./"):
			part = rest[:1]
			parts--
		default:
			return "", false
		}
		parts++
		b.WriteString(part)
		rest = rest[used:]
	}
	return b.String(), parts > 0
}

// move returns at shifted by an offset such as -1m; ok is false if the offset
// is malformed.
func move(at time.Time, offset string) (moved time.Time, ok bool) {
	if len(offset) < 3 || len(offset) > 6 || offset[0] != '+' && offset[0] != '-' || offset[1] < '0' || offset[1] > '9' {
		return at, false
	}
	n, err := strconv.Atoi(offset[:len(offset)-1])
	if err != nil {
		return at, false
	}
	switch offset[len(offset)-1] {
	case 'y':
		return moveMonths(at, 12*n), true
	case 'm':
		return moveMonths(at, n), true
	case 'w':
		return at.AddDate(0, 0, 7*n), true
	case 'd':
		return at.AddDate(0, 0, n), true
	}
	return at, false
}

// moveMonths clamps to the last day of the month, unlike time.AddDate, which
// overflows the 31st into the next month.
func moveMonths(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, at.Location())
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(at.Day(), last.Day())-1)
}
