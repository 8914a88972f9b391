package transform

import (
	"slices"

	"dubbelkrona"
)

// The columns of indicator that a row with the source's own sum fills.
const (
	areaColumn     = "area"
	valueColumn    = "value"
	declaredColumn = "declared_total"
	wholeArea      = "*"
)

// ruleTotal is the rule for rows that state a sum in tables in which a sum is
// not a row.
const ruleTotal rule = dubbelkrona.RuleTotal

// statesTotal reports whether a raw row states the source's own sum.
func (e *boundEntry) statesTotal(row int) bool {
	return slices.ContainsFunc(e.totals, func(c *boundCondition) bool { return c.holds(row) })
}

// sum is a row of a batch that states sums.
type sum struct {
	row int  // of the raw batch
	vat bool // it mentions VAT
}

// leavesOut rejects a row that states sums. next are the rows of the batch,
// from this row on, that may be rows of sums by their first filled cell.
func (p *Pass) leavesOut(e *boundEntry, raw *dubbelkrona.RawBatch, row int, next []sumRow) bool {
	stated := e.table.Name != indicatorTable && e.statesTotal(row)
	if !stated && (len(next) == 0 || next[0].row != row || !e.isSum(next[0], raw.Record)) {
		return false
	}
	p.report.reject(e.table.Name, "", raw.Rows[row], ruleTotal, "the row states a sum of others and is none itself")
	e.sums = append(e.sums, sum{row: row, vat: ofVAT(raw.Record, row)})
	return true
}

// moveTotals changes rows with the source's own sum into rows of the whole
// area, with the value in declared_total.
func (e *boundEntry) moveTotals() {
	if e.rows.totals == nil {
		return
	}
	value, isNumber := e.named(valueColumn).(*typed[int64])
	declared, isSum := e.named(declaredColumn).(*typed[int64])
	if !isNumber || !isSum {
		return
	}
	for j, total := range e.rows.totals {
		if !total {
			continue
		}
		switch area := e.named(areaColumn).(type) {
		case *textColumn:
			area.replace(j, wholeArea)
		case *typed[string]:
			area.set(j, wholeArea)
		}
		declared.values[j], declared.valid[j] = value.values[j], value.valid[j]
		value.valid[j] = false
	}
}

func (e *boundEntry) named(name string) column {
	if i := e.table.Index(name); i >= 0 {
		return e.columns[i]
	}
	return nil
}
