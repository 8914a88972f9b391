package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dubbelkrona"
)

// Age is a length of time in calendar days, months or years: 400d, 18m, 5y.
// The zero Age means no limit.
type Age struct{ years, months, days int }

var ageForm = regexp.MustCompile(`^([1-9][0-9]{0,4})([dmy])$`)

// parseAge parses an Age; an empty text is the zero Age.
func parseAge(text string) (Age, error) {
	if text == "" {
		return Age{}, nil
	}
	parts := ageForm.FindStringSubmatch(text)
	if parts == nil {
		return Age{}, fmt.Errorf("%q is not an age; write days, months or years: 400d, 18m, 5y", text)
	}
	n, _ := strconv.Atoi(parts[1]) // one to five digits
	switch parts[2] {
	case "d":
		return Age{days: n}, nil
	case "m":
		return Age{months: n}, nil
	default:
		return Age{years: n}, nil
	}
}

// before returns the time that is the age earlier than now.
func (a Age) before(now time.Time) time.Time { return now.AddDate(-a.years, -a.months, -a.days) }

// comparison is the key of retention for persons of the comparison group whom no
// effect uses. The other keys are tables.
const comparison = "comparison"

// RetainFrom returns, by table, the first day whose rows about persons are
// kept. Tables without a limit are not included.
func (p *Project) RetainFrom(now time.Time) map[string]time.Time {
	first := make(map[string]time.Time)
	for table := range p.Retention {
		if day, limited := p.retainFrom(table, now); limited && table != comparison {
			first[table] = day
		}
	}
	return first
}

// RetainComparisonFrom returns the first day of an outcome for which a person of the
// comparison group is kept whom no effect uses; limited is false if all are.
func (p *Project) RetainComparisonFrom(now time.Time) (first time.Time, limited bool) {
	return p.retainFrom(comparison, now)
}

func (p *Project) retainFrom(key string, now time.Time) (first time.Time, limited bool) {
	age, err := parseAge(p.Retention[key])
	y, m, d := age.before(now.UTC()).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), err == nil && age != (Age{})
}

// HistoryFrom returns the time since which past states can be restored;
// limited is false if all history is kept.
func (p *Project) HistoryFrom(now time.Time) (from time.Time, limited bool) {
	age, err := parseAge(p.History)
	return age.before(now), err == nil && age != (Age{})
}

// validateAges validates history and retention.
func (p *Project) validateAges(report reporter) {
	if _, err := parseAge(p.History); err != nil {
		report("history", "history: %v", err)
	}
	var persons []string
	for _, t := range dubbelkrona.Tables() {
		if t.Person {
			persons = append(persons, t.Name)
		}
	}
	for table, text := range p.Retention {
		if table != comparison && !slices.Contains(persons, table) {
			report("retention."+table, "retention: %q is not a table of persons; known: %s, %s", table, strings.Join(persons, ", "), comparison)
		}
		if _, err := parseAge(text); err != nil || text == "" {
			report("retention."+table, "retention: %s: write an age such as 5y", table)
		}
	}
}
