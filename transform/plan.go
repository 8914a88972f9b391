package transform

import (
	"regexp"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

// Fault is one error in a Spec.
type Fault struct {
	Path    string // within the Spec: "tables[0].columns.amount"; empty for the Spec as a whole
	Message string // what is wrong and how to correct it
}

// Plan is a validated Spec. It is immutable and safe for concurrent use.
type Plan struct {
	entries    []*entry
	period     *periodPlan // nil if objects have no period
	quarantine Quarantine
	// municipality returns the code for a code or name.
	municipality func(string) (string, bool)
}

// Tables returns the tables that the plan fills, each once, in the order of
// the mapping.
func (p *Plan) Tables() []*dubbelkrona.Table {
	var tables []*dubbelkrona.Table
	for _, e := range p.entries {
		if !slices.Contains(tables, e.table) {
			tables = append(tables, e.table)
		}
	}
	return tables
}

// entry is one validated TableSpec.
type entry struct {
	table   *dubbelkrona.Table
	columns []*columnPlan // in the order of table.Columns; nil if nothing fills the column
	where   []*condition
	skip    []*condition
	totals  *condition
	months  *monthsPlan // nil if rows are not expanded
	// unstored are the columns of the mapping that the table no longer has.
	unstored []unstoredColumn
	// canonical is true if the file uses the table's own column names, so that
	// an unknown column is worth a warning.
	canonical bool
}

// fills reports whether the mapping fills a column.
func (e *entry) fills(name string) bool {
	i := e.table.Index(name)
	return i >= 0 && e.columns[i] != nil
}

// columnPlan is one validated ColumnSpec.
type columnPlan struct {
	column   *dubbelkrona.Column
	names    List
	optional bool
	constant *string
	from     string // fromName, fromPeriod, fromModified or empty
	pattern  *regexp.Regexp
	values   map[string]string // by folded text; anyOther matches the rest
	split    int
	by       string
	number   numberFormat
	layouts  []layout
	zone     *time.Location  // for converting instants to days
	nulls    map[string]bool // by folded text
	as       string
	invalid  string
	limits   limits
	cases    []caseLimits
	// placeholders are the unscaled numbers that mean unknown.
	placeholders []int64
}

// The values of ColumnSpec.From.
const (
	fromName   = "name"
	fromPeriod = "period"
	// fromModified is the day on which the object was last changed, UTC.
	fromModified = "modified"
)

// The values of ColumnSpec.As.
const (
	asMunicipality = "municipality"
	asOrgNo        = "org_no"
	asPerson       = "personnummer"
	asOtherID      = "other_id"
	asFlag         = "flag"
)

// The values of ColumnSpec.Invalid.
const (
	invalidReject = "reject"
	invalidWarn   = "warn"
	invalidIgnore = "ignore"
)

// anyOther is the key of ColumnSpec.Values that matches every other known
// cell.
const anyOther = "*"

// Compile validates a Spec and returns its Plan, or all of its faults. It
// reads nothing but its arguments.
func Compile(spec Spec) (*Plan, []Fault) {
	c := compiler{spec: spec}
	tables := c.tables()
	plan := &Plan{municipality: reference.MunicipalityCode, period: c.period(), quarantine: c.quarantine()}
	c.mark("decimal", spec.Decimal)
	c.mark("thousands", spec.Thousands)
	c.exponent("unit", spec.Unit)
	c.layouts("layouts", spec.Layouts)
	c.zone = c.location("zone", spec.Zone)
	for _, t := range tables {
		if e := c.entry(t); e != nil {
			plan.entries = append(plan.entries, e)
		}
	}
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	return plan, nil
}
