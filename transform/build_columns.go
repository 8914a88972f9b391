package transform

import (
	"slices"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// columnMaker makes the columns of a pass.
type columnMaker struct {
	hash         *hasher
	now          time.Time                   // bounds years and days
	municipality func(string) (string, bool) // the code of a code or name
}

// columns makes the columns of one entry and links those that depend on
// each other. Their sources are bound later.
func (m columnMaker) columns(e *entry) []column {
	made := make([]column, len(e.columns))
	for i := range e.columns {
		plan := e.columns[i]
		if plan == nil {
			plan = &columnPlan{column: &e.table.Columns[i], invalid: invalidReject, optional: true}
		}
		made[i] = m.column(e.table, plan)
		if days, ok := made[i].(*typed[date]); ok && e.months != nil {
			made[i] = &spellColumn{typed: *days}
		}
		if flag, ok := made[i].(*typed[bool]); ok && e.table.Name == contractTable && e.table.Columns[i].Name == reservedColumn {
			made[i] = &reservation{typed: *flag}
		}
		if form, ok := made[i].(*typed[string]); ok && isForm(e.table, e.table.Columns[i].Name) {
			made[i] = &contractForm{typed: *form}
		}
	}
	for i, col := range e.table.Columns {
		tie(e.table, made, i, col.Name)
	}
	return made
}

// column makes the column that reads cells according to the plan.
func (m columnMaker) column(table *dubbelkrona.Table, plan *columnPlan) column {
	col := plan.column
	b := base{plan: plan, table: table}
	switch col.Type {
	case dubbelkrona.Money, dubbelkrona.Decimal:
		return m.number(b, buildDecimals(col.Type))
	case dubbelkrona.Integer:
		return m.number(b, buildIntegers)
	}
	b.shape = newShaper(plan, false)
	switch col.Type {
	case dubbelkrona.Date:
		return makeDate(b)
	case dubbelkrona.Boolean:
		parse := parseBoolean
		if plan.as == asFlag {
			parse = parseFlag
		}
		return &typed[bool]{base: b, parse: parse, build: buildBooleans}
	case dubbelkrona.Pseudonym:
		parse := m.hash.personCell
		if plan.as == asOtherID {
			parse = m.hash.otherID
		}
		return &typed[personCell]{base: b, parse: parse, memory: new(memo[personCell]), build: buildPseudonyms}
	}
	return m.text(b)
}

func (m columnMaker) number(b base, build func(memory.Allocator, []int64, []bool) arrow.Array) column {
	b.shape = newShaper(b.plan, true)
	limits := b.plan.limits.in(m.now)
	return &typed[int64]{base: b, build: build, parse: func(text string) (int64, rule) {
		v, why := b.plan.number.parseGuarded(text)
		if why == "" {
			why = limits.number(v)
		}
		if why == "" && slices.Contains(b.plan.placeholders, v) {
			why = rulePlaceholder
		}
		return v, why
	}}
}

// makeDate makes a date column. An open end (such as 9999-12-31) is NULL in a
// column of end dates and a warning in other columns.
func makeDate(b base) column {
	parse := dateParser(b.table, b.plan)
	unknown := func(d date) bool { return d.unknown }
	return &typed[date]{base: b, build: buildDates, unknown: unknown, parse: func(text string) (date, rule) {
		d, why := parse(text)
		switch {
		case why != "":
		case !d.unknown:
			why = b.plan.limits.number(int64(d.days))
		case !b.plan.column.Range.OpenEnd:
			why = ruleOpenEnd
		}
		return d, why
	}}
}

// text makes a text column according to its content or the mapping's "as".
func (m columnMaker) text(b base) column {
	plan := b.plan
	switch {
	case plan.as == asOrgNo || plan.as == "" && plan.column.Content == dubbelkrona.OrgNo:
		return newOrgColumn(b, m.hash)
	case plan.as == asMunicipality || plan.column.Content == dubbelkrona.Municipality:
		return &typed[string]{base: b, parse: municipalityParser(m.municipality), memory: new(memo[string]), build: buildTexts}
	case plan.column.Name == currencyColumn:
		return &typed[string]{base: b, parse: parseCurrency, memory: new(memo[string]), build: buildTexts}
	case isForm(b.table, plan.column.Name):
		return &typed[string]{base: b, parse: parseForm, memory: new(memo[string]), build: buildTexts}
	case len(plan.column.Values) > 0:
		return &typed[string]{base: b, parse: codeParser(plan.column), memory: new(memo[string]), build: buildTexts}
	}
	text := &textColumn{base: b}
	if usesTokens(b.table, plan.column) {
		text.hash = m.hash
	}
	return text
}

// dateParser returns a parser for the layouts of the mapping, or for
// year-first dates if it has none.
func dateParser(table *dubbelkrona.Table, plan *columnPlan) func(string) (date, rule) {
	parse := func(text string) (date, rule) { return parseDate(text, plan.zone) }
	if len(plan.layouts) > 0 {
		parse = func(text string) (date, rule) {
			if strings.EqualFold(text, infinity) {
				return date{unknown: true}, ""
			}
			for _, l := range plan.layouts {
				if d, why := l.parse(text, plan.zone); why == "" {
					return d, ""
				}
			}
			return date{}, ruleDate
		}
	}
	if !isMonthColumn(table, plan.column.Name) {
		return parse
	}
	return func(text string) (date, rule) {
		d, why := parse(text)
		d.days = firstOfMonth(d.days)
		return d, why
	}
}

// tie links column i of a table to the columns that it is filled or blanked
// from.
func tie(table *dubbelkrona.Table, made []column, i int, name string) {
	find := func(other string) column {
		if k := table.Index(other); k >= 0 {
			return made[k]
		}
		return nil
	}
	if org, ok := made[i].(*orgColumn); ok {
		if named, ok := find(nameOf(name)).(*textColumn); ok {
			named.blanked = org.isTrader
		}
		if ref, ok := find(refOf(name)).(*textColumn); ok {
			org.takesRefs, ref.fallback = true, org.ref
		}
	}
	if reserved, ok := made[i].(*reservation); ok {
		reserved.execution = find(executionColumn).(*typed[bool])
	}
	if form, ok := made[i].(*contractForm); ok {
		procedure := find(procedureColumn).(*textColumn)
		procedure.fallback = form.asProcedure(procedure)
	}
	if person, ok := made[i].(*typed[personCell]); ok && table.Name == participantTable {
		if year, ok := find(birthYearColumn).(*typed[int64]); ok {
			year.fallback = func(_ *rows, j int) (int64, bool) {
				return int64(person.values[j].birthYear), person.values[j].birthYear != 0
			}
		}
		if sex, ok := find(sexColumn).(*typed[string]); ok {
			sex.fallback = func(_ *rows, j int) (string, bool) { return person.values[j].sex, person.values[j].sex != "" }
		}
	}
	if version, ok := made[i].(*textColumn); ok && table.Name == definitionTable && name == versionColumn {
		var parts []*textColumn
		for _, part := range wording {
			parts = append(parts, find(part).(*textColumn))
		}
		version.fallback = versionOf(parts)
	}
	if of, ok := precisionOf(table, name); ok {
		dates, isDate := find(of).(*typed[date])
		if text, ok := made[i].(*typed[string]); ok && isDate {
			text.fallback = func(_ *rows, j int) (string, bool) {
				return dates.values[j].precision.String(), dates.valid[j]
			}
		}
	}
}
