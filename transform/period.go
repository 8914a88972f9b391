package transform

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dubbelkrona"
)

// periodPlan is a PeriodSpec, checked.
type periodPlan struct {
	pattern *regexp.Regexp
	part    *regexp.Regexp // nil where a period comes in one object
}

// period checks where the period of an object is told; nil where it is not.
func (c *compiler) period() *periodPlan {
	p := c.spec.Period
	if p == nil {
		return nil
	}
	if p.From != fromName {
		c.fault("period.from", "unknown %q; a period is told by: name", p.From)
	}
	part := c.pattern("period.part", p.Part)
	if p.Pattern == "" {
		c.fault("period", "pattern is missing; write one whose groups are year and month, such as (\\d{4})-?(\\d{2})")
		return nil
	}
	return &periodPlan{pattern: c.pattern("period.pattern", p.Pattern), part: part}
}

// findPeriod reads the object's period, and its part of it, out of its name.
func (p *Pass) findPeriod() error {
	plan := p.plan.period
	if plan == nil {
		return nil
	}
	text, ok := firstMatch(plan.pattern, p.origin.Object)
	if ok {
		p.period, ok = parsePeriod(text)
	}
	if !ok {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "object %s: its name tells no period by the pattern %q; rename the file or change period in the mapping", p.origin.Object, plan.pattern)
	}
	p.periodKey = p.period
	if plan.part == nil {
		return nil
	}
	part, ok := firstMatch(plan.part, p.origin.Object)
	if !ok {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "object %s: its name tells no part of the period by the pattern %q; rename the file or change period.part in the mapping", p.origin.Object, plan.part)
	}
	p.periodKey = dubbelkrona.PeriodPart(p.period, part)
	return nil
}

// Period is the object's period, "2022-06", "2022" or "2022-06-01", with its
// part of it where the mapping says that there are parts (see
// dubbelkrona.PeriodPart), and empty where the mapping knows no period.
func (p *Pass) Period() string { return p.periodKey }

// parsePeriod reads what a pattern took out of a name: a date year first, or
// the name of a month with a year, as in "juni 2022", "2022 jun" and "jan-22".
func parsePeriod(text string) (period string, ok bool) {
	d, why := parseDate(clean(text), nil)
	if why != "" {
		d, why = parseNamedMonth(text)
	}
	if why != "" || d.unknown {
		return "", false
	}
	const year, month, day = "2006", "2006-01", "2006-01-02"
	return time.Unix(int64(d.days)*86400, 0).UTC().Format([...]string{day, month, year}[d.precision]), true
}

// parseNamedMonth reads the name of a month and a year, in this order or the
// other, with any marks or none between. A year of two digits is one only
// behind the name: before it, it may as well be a day.
func parseNamedMonth(text string) (date, rule) {
	words := wordsAndNumbers(text)
	if len(words) != 2 {
		return date{}, ruleDate
	}
	name, year := words[0], words[1]
	behind := true
	if isDigits(name) {
		name, year, behind = year, name, false
	}
	month := monthNamed(name)
	if month == 0 || !isDigits(year) {
		return date{}, ruleDate
	}
	switch {
	case len(year) == 4:
		return newDate(number(year), month, 1, toMonth)
	case len(year) == 2 && behind:
		return newDate(century(number(year)), month, 1, toMonth)
	}
	return date{}, ruleDate
}

// wordsAndNumbers takes a text apart into runs of letters and runs of digits.
func wordsAndNumbers(text string) (all []string) {
	for text != "" {
		r, width := utf8.DecodeRuneInString(text)
		is := unicode.IsLetter
		if r >= '0' && r <= '9' {
			is = func(r rune) bool { return r >= '0' && r <= '9' }
		} else if !unicode.IsLetter(r) {
			text = text[width:]
			continue
		}
		end := strings.IndexFunc(text, func(r rune) bool { return !is(r) })
		if end < 0 {
			end = len(text)
		}
		all = append(all, text[:end])
		text = text[end:]
	}
	return all
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// shortestMonth is the length of the shortest abbreviation of a month.
const shortestMonth = len("jan")

// monthNamed is the number of the month that a Swedish name says, in full or
// cut short to three letters or more, as in jun, sept and okt; 0 for others.
// English names are read where they begin differently: may and oct.
func monthNamed(word string) int {
	word = strings.ToLower(word)
	if len(word) < shortestMonth {
		return 0
	}
	for i, name := range [...]string{"januari", "februari", "mars", "april", "maj", "juni",
		"juli", "augusti", "september", "oktober", "november", "december"} {
		if strings.HasPrefix(name, word) {
			return i + 1
		}
	}
	for i, name := range [...]string{"january", "february", "march", "april", "may", "june",
		"july", "august", "september", "october", "november", "december"} {
		if strings.HasPrefix(name, word) {
			return i + 1
		}
	}
	return 0
}
