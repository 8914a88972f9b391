package transform

import (
	"regexp"
	"strings"

	"dubbelkrona"
)

// periodPlan is a validated PeriodSpec.
type periodPlan struct {
	pattern *regexp.Regexp
	part    *regexp.Regexp // nil if a period is a single object
}

// period validates how the period of an object is found; nil if objects have
// none.
func (c *compiler) period() *periodPlan {
	p := c.spec.Period
	if p == nil {
		return nil
	}
	if p.From != fromName {
		c.fault("period.from", "unknown %q; known: name", p.From)
	}
	part := c.pattern("period.part", p.Part)
	if p.Pattern == "" {
		c.fault("period", "pattern is missing; write one whose groups are year and month, such as (\\d{4})-?(\\d{2})")
		return nil
	}
	return &periodPlan{pattern: c.pattern("period.pattern", p.Pattern), part: part}
}

// findPeriod finds the object's period, and its part of the period, in its
// name.
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
		return dubbelkrona.Invalidf("object %s: the pattern %q finds no period in its name; rename the file or change period in the mapping", p.origin.Object, plan.pattern)
	}
	p.periodKey = p.period
	if plan.part == nil {
		return nil
	}
	part, ok := firstMatch(plan.part, p.origin.Object)
	if !ok {
		return dubbelkrona.Invalidf("object %s: the pattern %q finds no part of the period in its name; rename the file or change period.part in the mapping", p.origin.Object, plan.part)
	}
	p.periodKey = dubbelkrona.PeriodPart(p.period, part)
	return nil
}

// Period returns the object's period ("2022-06", "2022" or "2022-06-01"),
// followed by its part if the mapping has parts (see dubbelkrona.PeriodPart);
// empty if the mapping has no period.
func (p *Pass) Period() string { return p.periodKey }

// parsePeriod parses what a pattern matched: a year-first date, or the name of
// a month with a year, as in "juni 2022", "2022 jun" and "jan-22".
func parsePeriod(text string) (period string, ok bool) {
	d, why := parseDate(clean(text), nil)
	if why != "" {
		d, why = parseNamedMonth(text)
	}
	if why != "" || d.unknown {
		return "", false
	}
	const year, month, day = "2006", "2006-01", "2006-01-02"
	return civil(d.days).Format([...]string{day, month, year}[d.precision]), true
}

// parseNamedMonth parses the name of a month and a year, in either order and
// with any or no separator. A two-digit year is accepted only after the name,
// because before it it may be a day.
func parseNamedMonth(text string) (date, rule) {
	words := wordOrNumber.FindAllString(text, -1)
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

// wordOrNumber matches a run of letters or of digits.
var wordOrNumber = regexp.MustCompile(`\p{L}+|[0-9]+`)

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// shortestMonth is the length of the shortest abbreviated month name.
const shortestMonth = len("jan")

// monthNamed returns the number of the month with a Swedish name, in full or
// shortened to at least three letters (jun, sept, okt), or with the English
// abbreviations may and oct; 0 for other words.
func monthNamed(word string) int {
	word = strings.ToLower(word)
	if len(word) < shortestMonth {
		return 0
	}
	for i, name := range [...]string{
		"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december",
		"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
	} {
		if strings.HasPrefix(name, word) {
			return i%12 + 1
		}
	}
	return 0
}
