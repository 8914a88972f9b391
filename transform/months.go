package transform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// The rules for spells.
const (
	ruleSpellStart  rule = "spell.start"
	ruleSpellOpen   rule = "spell.open"
	ruleSpellOrder  rule = "spell.order"
	ruleSpellLong   rule = "spell.long"
	ruleSpellFuture rule = "spell.future"
)

// The columns that the months of a spell fill.
const (
	outcomeTable   = "outcome"
	monthColumn    = "month"
	firstDayColumn = "first_day"
	lastDayColumn  = "last_day"
)

// maxMonths is the largest number of rows that one row can expand to: 50
// years.
const maxMonths = 600

// monthsPlan is a validated MonthsSpec.
type monthsPlan struct {
	until string // fromModified, fromPeriod or empty
	day   *date  // if until is a date
}

// amountsMonthly is the only value of MonthsSpec.Amounts.
const amountsMonthly = "monthly"

// months validates how the rows of an entry are expanded; nil if they are not.
func (c *compiler) months(path string, e *entry, s *MonthsSpec) *monthsPlan {
	if s == nil {
		return nil
	}
	path += ".months"
	if e.table.Name != outcomeTable {
		c.fault(path, "only the table %s has months", outcomeTable)
		return nil
	}
	for i := range e.table.Columns {
		col := &e.table.Columns[i]
		switch col.Name {
		case monthColumn, firstDayColumn, lastDayColumn:
			if e.columns[i] != nil && !e.canonical {
				c.fault(path, "months fills column %s; take it out of columns", col.Name)
			}
			e.columns[i] = nil
		}
		switch col.Name {
		case firstDayColumn:
			e.columns[i] = c.column(path+".from", col, s.From)
		case lastDayColumn:
			e.columns[i] = c.column(path+".to", col, s.To)
		}
	}
	e.canonical = false
	// An amount may be that of the whole spell, which must not be repeated.
	switch amounts := e.amounts(); {
	case s.Amounts != "" && s.Amounts != amountsMonthly:
		c.fault(path+".amounts", "unknown %q; known: %s, for amounts per month. The sum of a whole period cannot be divided among its months", s.Amounts, amountsMonthly)
	case s.Amounts == "" && len(amounts) > 0:
		c.fault(path+".amounts", "%s would be repeated in every month; write amounts: %s if they are per month, and leave them out if they are sums of the whole period",
			strings.Join(amounts, ", "), amountsMonthly)
	}
	return c.until(path+".until", s.Until)
}

// overlayMonths merges the months of a Spec into those of a profile.
func overlayMonths(base, own *MonthsSpec) *MonthsSpec {
	if base == nil || own == nil {
		return cmp.Or(own, base)
	}
	merged := *base
	if len(own.From.Column) > 0 {
		merged.From = own.From
	}
	if len(own.To.Column) > 0 {
		merged.To = own.To
	}
	merged.Until, merged.Amounts = cmp.Or(own.Until, base.Until), cmp.Or(own.Amounts, base.Amounts)
	return &merged
}

// amounts returns the names of the columns of money that the mapping fills.
func (e *entry) amounts() (names []string) {
	for _, plan := range e.columns {
		if plan != nil && plan.column.Type == dubbelkrona.Money {
			names = append(names, plan.column.Name)
		}
	}
	return names
}

// until parses the day on which open spells end.
func (c *compiler) until(path, text string) *monthsPlan {
	switch text {
	case "", fromModified:
		return &monthsPlan{until: text}
	case fromPeriod:
		if c.spec.Period == nil {
			c.fault(path, "the source has no period; add period: {from: name, pattern: …}")
		}
		return &monthsPlan{until: text}
	}
	d, why := parseDate(text, nil)
	if why != "" || d.unknown {
		c.fault(path, "unknown %q; write %s, %s or a date", text, fromModified, fromPeriod)
	}
	d.days = lastDayOf(d)
	return &monthsPlan{day: &d}
}

// last returns the last day that the extract covers; false if it is not known.
func (m *monthsPlan) last(p *Pass) (int32, bool) {
	text := ""
	switch {
	case m.day != nil:
		return m.day.days, true
	case m.until == fromModified:
		text = p.modified
	case m.until == fromPeriod:
		text = p.period
	}
	if text == "" {
		return 0, false
	}
	d, why := parseDate(text, nil)
	return lastDayOf(d), why == ""
}

// lastDayOf returns the last day of the month or year of a date.
func lastDayOf(d date) int32 {
	day := civil(d.days)
	switch d.precision {
	case toMonth:
		day = day.AddDate(0, 1, -1)
	case toYear:
		day = day.AddDate(1, 0, -1)
	}
	return daysOf(day)
}

// nextMonth returns the first day of the month after that of a day.
func nextMonth(days int32) int32 { return daysOf(civil(firstOfMonth(days)).AddDate(0, 1, 0)) }

// spellColumn is one of the three columns that months fills. It reads the days
// of the spell and produces those of each month.
type spellColumn struct {
	typed[date]
	out []date
}

// complete does nothing: checkSpells checks what a spell must have.
func (c *spellColumn) complete(*rows) {}

func (c *spellColumn) array(mem memory.Allocator, _ []int32) arrow.Array {
	return buildDates(mem, c.out, slices.Repeat([]bool{true}, len(c.out)))
}

// checkSpells rejects the rows whose spell cannot be expanded, and truncates
// spells at the last day of the extract.
func (e *boundEntry) checkSpells(p *Pass) {
	first, last := e.named(firstDayColumn).(*spellColumn), e.named(lastDayColumn).(*spellColumn)
	until, bounded := e.months.last(p)
	for j := range e.rows.n {
		if e.rows.bad[j] {
			continue
		}
		end := lastDayOf(last.values[j])
		switch {
		case !first.valid[j]:
			first.unusable(&e.rows, j, ruleSpellStart)
			continue
		case last.valid[j] && end < first.values[j].days:
			last.unusable(&e.rows, j, ruleSpellOrder)
			continue
		case !last.valid[j] && !bounded:
			last.unusable(&e.rows, j, ruleSpellOpen)
			continue
		case !last.valid[j]:
			end = until
		}
		if bounded && (end > until || first.values[j].days > until) {
			end = until
			last.warn(&e.rows, j, ruleSpellFuture, explain(ruleSpellFuture))
		}
		if monthsBetween(first.values[j].days, end) > maxMonths {
			last.unusable(&e.rows, j, ruleSpellLong)
		}
		last.values[j].days = end
	}
}

// unusable rejects row j, even if the mapping keeps rows with unreadable
// cells: the row has no month.
func (c *spellColumn) unusable(r *rows, j int, why rule) {
	c.reject(r, j, why, explain(why))
}

// monthsBetween counts the calendar months from the first to the last day,
// including both.
func monthsBetween(first, last int32) int {
	a, b := civil(first), civil(last)
	return (b.Year()-a.Year())*12 + int(b.Month()-a.Month()) + 1
}

// monthsAtATime is the maximum number of rows in a typed batch of months.
const monthsAtATime = 1 << 15

// eachMonth makes a row for every month of every spell that was kept, and
// calls send with the number of rows for each batch.
func (e *boundEntry) eachMonth(send func(n int) error) error {
	first, last := e.named(firstDayColumn).(*spellColumn), e.named(lastDayColumn).(*spellColumn)
	month := e.named(monthColumn).(*spellColumn)
	columns := []*spellColumn{month, first, last}
	flush := func() error {
		if len(e.keep) == 0 {
			return nil
		}
		err := send(len(e.keep))
		e.keep = e.keep[:0]
		for _, c := range columns {
			c.out = c.out[:0]
		}
		return err
	}
	e.keep = make([]int32, 0, e.rows.n)
	for j, bad := range e.rows.bad {
		for day := first.values[j].days; !bad && day <= last.values[j].days; {
			next := nextMonth(day)
			e.keep = append(e.keep, int32(j))
			month.out = append(month.out, date{days: firstOfMonth(day)})
			first.out = append(first.out, date{days: day})
			last.out = append(last.out, date{days: min(next-1, last.values[j].days)})
			day = next
			if len(e.keep) == monthsAtATime {
				if err := flush(); err != nil {
					return err
				}
			}
		}
	}
	return flush()
}
