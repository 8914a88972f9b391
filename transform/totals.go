package transform

// The columns of an indicator that a row of the source's own sum fills.
const (
	areaColumn     = "area"
	valueColumn    = "value"
	declaredColumn = "declared_total"
	wholeArea      = "*"
)

// moveTotals turns the rows that hold the source's own sum into rows of the
// whole area, with the value as the sum declared.
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
	for i, col := range e.table.Columns {
		if col.Name == name {
			return e.columns[i]
		}
	}
	return nil
}
