package transform

import (
	"fmt"
	"strings"
	"time"
)

// layout is a parsed date layout: the tokens yyyy, yy, mm, m, dd and d with
// separators, or excel.
type layout struct {
	tokens []string
	excel  bool
}

// excelLayout is the name of the layout for spreadsheet serial numbers.
const excelLayout = "excel"

// layoutTokens is in the order in which they are matched.
var layoutTokens = [...]string{"yyyy", "yy", "mm", "m", "dd", "d"}

func parseLayout(text string) (layout, error) {
	folded := strings.ToLower(text)
	if folded == excelLayout {
		return layout{excel: true}, nil
	}
	var l layout
	seen := make(map[byte]bool)
	for rest := folded; rest != ""; {
		token := rest[:1]
		for _, known := range layoutTokens {
			if strings.HasPrefix(rest, known) {
				token = known
				break
			}
		}
		if isToken(token) {
			if seen[token[0]] {
				return layout{}, fmt.Errorf("layout %q has %c twice", text, token[0])
			}
			seen[token[0]] = true
		}
		l.tokens = append(l.tokens, token)
		rest = rest[len(token):]
	}
	if !seen['y'] || seen['d'] && !seen['m'] {
		return layout{}, fmt.Errorf("layout %q is not a date layout; write yyyy or yy, mm or m, dd or d with marks between, or excel", text)
	}
	return l, nil
}

func isToken(s string) bool { return s[0] == 'y' || s[0] == 'm' || s[0] == 'd' }

// parse parses a cleaned, known cell in this layout.
func (l layout) parse(s string, zone *time.Location) (date, rule) {
	if l.excel {
		return excelDate(s)
	}
	year, month, day, p := 0, 1, 1, toYear
	for _, token := range l.tokens {
		if !isToken(token) {
			if !strings.HasPrefix(s, token) {
				return date{}, ruleDate
			}
			s = s[len(token):]
			continue
		}
		v, rest, ok := tokenNumber(s, token)
		if !ok {
			return date{}, ruleDate
		}
		s = rest
		switch token[0] {
		case 'y':
			if year = v; len(token) == 2 {
				year = century(v)
			}
		case 'm':
			month, p = v, min(p, toMonth)
		case 'd':
			day, p = v, toDay
		}
	}
	d, why := newDate(year, month, day, p)
	return finished(d, why, s, zone)
}

// tokenNumber parses the digits of one token: as many as it has letters, or
// one or two for a single letter.
func tokenNumber(s, token string) (v int, rest string, ok bool) {
	want := max(len(token), 2)
	n := min(leadingDigits(s), want)
	return number(s[:n]), s[n:], n > 0 && (n == want || len(token) == 1)
}

// excelDate parses a spreadsheet serial number: days since 1899-12-30, with a
// fraction for the time of day. Values below 61 are refused, because they
// count a 29 February 1900 that did not exist.
func excelDate(s string) (date, rule) {
	whole, fraction, _ := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	const firstSure, longest = 61, 6
	if len(whole) == 0 || len(whole) > longest || strings.Trim(whole+fraction, "0123456789") != "" || number(whole) < firstSure {
		return date{}, ruleDate
	}
	day := time.Date(1899, 12, 30+number(whole), 0, 0, 0, 0, time.UTC)
	if day.Year() > lastYear {
		return date{}, ruleDate
	}
	return date{days: daysOf(day)}, ""
}
