package ingest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// Expand fills the placeholders of a name, an address or a query in from a
// date, for sources that have another name each month:
//
//	ledger-{yyyy}-{mm}.csv        ledger-2026-03.csv on 1 March 2026
//	ledger-{yyyymm -1m}.csv       ledger-202602.csv
//	?from={yyyy-mm-dd -7d}        ?from=2026-02-22
//
// Between the braces stand yyyy, yy, mm and dd with - _ . or / between them or
// nothing and then, where another date is meant, a space and how far it is
// away: a sign, a number and y, m, w or d. A month before 31 March is the last
// of February. {{ is a brace. Anything else in braces is an Invalid error.
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
			return "", dubbelkrona.Invalidf("a brace opens a placeholder such as {yyyy}, {mm}, {dd} or {yyyy-mm -1m}; write {{ where a brace is meant")
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

// move is a date some years, months, weeks or days away.
func move(at time.Time, offset string) (time.Time, bool) {
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

// moveMonths keeps to the month: time.AddDate takes the 31st of a month that
// has none for the next month's first days.
func moveMonths(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, at.Location())
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(at.Day(), last.Day())-1)
}
