package transform

import (
	"regexp"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/reference"
)

// Options are what Compile needs from outside.
type Options struct {
	// Municipality finds the code of a municipality by code or name; default
	// reference.MunicipalityCode.
	Municipality func(nameOrCode string) (code string, ok bool)
}

// Fault is a fault of a Spec.
type Fault struct {
	Path    string // within the Spec: "tables[0].columns.amount"; empty for the Spec as a whole
	Message string // what is wrong and what would be right
}

// Plan is a Spec that has been checked. It is immutable and may be used by
// several goroutines.
type Plan struct {
	entries    []*entry
	period     *periodPlan // nil where objects have no period
	quarantine Quarantine
	// municipality finds codes.
	municipality func(string) (string, bool)
}

// Tables are the tables that the plan fills, each once, in the order of the
// mapping.
func (p *Plan) Tables() []*dubbelkrona.Table {
	var tables []*dubbelkrona.Table
	seen := make(map[*dubbelkrona.Table]bool)
	for _, e := range p.entries {
		if !seen[e.table] {
			seen[e.table] = true
			tables = append(tables, e.table)
		}
	}
	return tables
}

// entry is one TableSpec, checked.
type entry struct {
	table   *dubbelkrona.Table
	columns []*columnPlan // as table.Columns, nil where nothing fills one
	where   []*condition
	skip    []*condition
	totals  *condition
	months  *monthsPlan // nil where a row is one row
	// canonical entries take the file's columns by the table's own names, so
	// that one which the table lacks is worth a word.
	canonical bool
}

// fills says whether the mapping fills a column.
func (e *entry) fills(name string) bool {
	for i, col := range e.table.Columns {
		if col.Name == name {
			return e.columns[i] != nil
		}
	}
	return false
}

// columnPlan is one ColumnSpec, checked.
type columnPlan struct {
	column   *dubbelkrona.Column
	names    List
	optional bool
	constant *string
	from     string // fromName, fromPeriod, fromModified or empty
	pattern  *regexp.Regexp
	values   map[string]string // by folded text; anyOther is the rest
	split    int
	by       string
	number   numberFormat
	layouts  []layout
	zone     *time.Location  // in which an instant is a day
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

// anyOther is the key of ColumnSpec.Values for every other known cell.
const anyOther = "*"

// Compile checks a Spec and gives its Plan, or all of its faults. It reads no
// data and looks at nothing but its arguments.
func Compile(spec Spec, options Options) (*Plan, []Fault) {
	c := compiler{spec: spec}
	tables := c.tables()
	plan := &Plan{municipality: options.Municipality}
	if plan.municipality == nil {
		plan.municipality = reference.MunicipalityCode
	}
	plan.period = c.period()
	plan.quarantine = c.quarantine()
	c.spec.number(&c)
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
