package transform

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
)

// compiler collects the faults of one Spec.
type compiler struct {
	spec   Spec
	faults []Fault
	zone   *time.Location // of the Spec
}

func (c *compiler) fault(path, format string, args ...any) {
	c.faults = append(c.faults, Fault{path, fmt.Sprintf(format, args...)})
}

// sourced is a TableSpec with its path in the Spec; the path is "profile" if
// only the profile has it.
type sourced struct {
	TableSpec
	path string
}

// tables returns the profile's entries, each merged with the Spec's entry for
// the same table, followed by the Spec's other entries.
func (c *compiler) tables() []sourced {
	var all []sourced
	if c.spec.Profile != "" {
		all = c.profile()
	} else if len(c.spec.Tables) == 0 {
		c.fault("", "no mapping; name a profile (%s) or list tables", strings.Join(Profiles(), ", "))
	}
	fromProfile := len(all)
	for i, t := range c.spec.Tables {
		path := fmt.Sprintf("tables[%d]", i)
		at := slices.IndexFunc(all[:fromProfile], func(s sourced) bool { return s.Table == t.Table })
		if at < 0 {
			all = append(all, sourced{TableSpec: t, path: path})
			continue
		}
		all[at] = overlay(all[at], t, path)
	}
	return all
}

// profile returns the entries of the Spec's profile.
func (c *compiler) profile() (all []sourced) {
	p, ok := ProfileByName(c.spec.Profile)
	if !ok {
		c.fault("profile", "unknown profile %q; known: %s", c.spec.Profile, strings.Join(Profiles(), ", "))
		return nil
	}
	tables, faults := p.tables()
	for _, f := range faults {
		c.fault("profile", "%s", f)
	}
	for _, t := range tables {
		all = append(all, sourced{TableSpec: t, path: "profile"})
	}
	return all
}

// overlay merges an entry of the Spec into the profile's entry for the same
// table.
func overlay(base sourced, t TableSpec, path string) sourced {
	if len(t.Columns) > 0 {
		columns := maps.Clone(base.Columns)
		if table, ok := dubbelkrona.TableByName(t.Table); ok && columns == nil {
			columns = canonical(table)
		}
		maps.Copy(columns, t.Columns)
		base.Columns = columns
	}
	base.Where = append(slices.Clone(base.Where), t.Where...)
	base.Skip = append(slices.Clone(base.Skip), t.Skip...)
	if t.Totals != nil {
		base.Totals = t.Totals
	}
	base.Months = overlayMonths(base.Months, t.Months)
	base.path = path
	return base
}

func (c *compiler) pattern(path, text string) *regexp.Regexp {
	if text == "" {
		return nil
	}
	re, err := regexp.Compile(text)
	if err != nil {
		c.fault(path, "is not a valid regular expression: %v", err)
	}
	return re
}

func (c *compiler) quarantine() Quarantine {
	q := c.spec.Quarantine
	if q.MaxShare != nil && !(*q.MaxShare >= 0 && *q.MaxShare <= 1) {
		c.fault("quarantine.max_share", "%v is not a share; write a number from 0 to 1", *q.MaxShare)
	}
	if q.MaxRows != nil && *q.MaxRows < 0 {
		c.fault("quarantine.max_rows", "%d is negative", *q.MaxRows)
	}
	return q
}

// entry validates the mapping of one table.
func (c *compiler) entry(t sourced) *entry {
	table, ok := dubbelkrona.TableByName(t.Table)
	if !ok {
		c.fault(t.path+".table", "unknown table %q; known: %s", t.Table, names(dubbelkrona.Tables(), func(t *dubbelkrona.Table) string { return t.Name }))
		return nil
	}
	e := &entry{table: table, columns: make([]*columnPlan, len(table.Columns)), canonical: len(t.Columns) == 0}
	if e.canonical {
		t.Columns = canonical(table)
	}
	for _, name := range slices.Sorted(maps.Keys(t.Columns)) {
		path := t.path + ".columns." + name
		i := table.Index(name)
		if slices.Contains(table.Removed, name) {
			e.unstored = append(e.unstored, unstoredColumn{name, path})
			continue
		}
		if i < 0 {
			c.fault(path, "table %s has no column %q; it has: %s", table.Name, name,
				names(table.Columns, func(col dubbelkrona.Column) string { return col.Name }))
			continue
		}
		e.columns[i] = c.column(path, &table.Columns[i], t.Columns[name])
		if isForm(table, name) && t.Columns[name].Invalid == "" {
			e.columns[i].invalid = invalidWarn // the contract is there all the same
		}
	}
	e.months = c.months(t.path, e, t.Months)
	c.required(t.path, e)
	e.where = c.conditions(t.path+".where", t.Where)
	e.skip = c.conditions(t.path+".skip", t.Skip)
	if t.Totals != nil {
		e.totals = c.condition(t.path+".totals", *t.Totals)
	}
	return e
}

// required reports required columns that nothing fills.
func (c *compiler) required(path string, e *entry) {
	for i, col := range e.table.Columns {
		if col.Required && e.columns[i] == nil && !isDerived(e.table, col.Name) && !(e.months != nil && col.Name == monthColumn) {
			c.fault(path+".columns", "column %s of table %s is required and nothing fills it", col.Name, e.table.Name)
		}
	}
	if mustHaveAmount(e.table) && !e.fills(amountColumn) && !e.fills(originalPrefix+amountColumn) {
		c.fault(path+".columns", "column %s of table %s is required and nothing fills it", amountColumn, e.table.Name)
	}
}

// canonical maps each column of a table to the file column of the same name.
func canonical(table *dubbelkrona.Table) map[string]ColumnSpec {
	columns := make(map[string]ColumnSpec, len(table.Columns))
	for _, col := range table.Columns {
		optional := !col.Required || isDerived(table, col.Name)
		if table.Name == spendTable && col.Name == objectColumn {
			continue
		}
		columns[col.Name] = ColumnSpec{Column: List{col.Name}, Optional: optional}
		if table.Name == definitionTable && col.Name == seenColumn {
			columns[col.Name] = ColumnSpec{Column: List{col.Name}, From: fromModified}
		}
	}
	return columns
}

func names[T any](all []T, name func(T) string) string {
	list := make([]string, len(all))
	for i, v := range all {
		list[i] = name(v)
	}
	return strings.Join(list, ", ")
}
