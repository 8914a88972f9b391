package transform

import (
	"strings"

	"dubbelkrona"
)

// Column names with rules of their own.
const (
	indicatorTable   = "indicator"
	spendTable       = "spend"
	participantTable = "participant"
	objectColumn     = "object"
)

// isDerived reports whether the package itself fills a column that neither the
// mapping nor the cell fills.
func isDerived(table *dubbelkrona.Table, column string) bool {
	if _, ok := precisionOf(table, column); ok {
		return true
	}
	switch table.Name {
	case spendTable:
		return column == objectColumn
	case participantTable:
		return column == birthYearColumn || column == sexColumn
	case definitionTable:
		return column == versionColumn
	}
	return false
}

// The columns of a participant that are derived from the identity number.
const (
	birthYearColumn = "birth_year"
	sexColumn       = "sex"
)

// precisionOf returns the date column whose precision a column states: date
// for date_precision.
func precisionOf(table *dubbelkrona.Table, column string) (date string, ok bool) {
	date, ok = strings.CutSuffix(column, "_precision")
	if !ok {
		return "", false
	}
	col, ok := table.Column(date)
	return date, ok && col.Type == dubbelkrona.Date
}

// nameOf returns the column with the name of the organisation that a number
// column identifies: supplier_name for supplier_org_no.
func nameOf(column string) string {
	if of, ok := strings.CutSuffix(column, "org_no"); ok {
		return of + "name"
	}
	return ""
}

// refOf returns the column for a number of the source's own that is used
// instead of an organisation number: supplier_ref for supplier_org_no.
func refOf(column string) string {
	if of, ok := strings.CutSuffix(column, "_org_no"); ok {
		return of + "_ref"
	}
	return ""
}

// isMonthColumn reports whether a date column holds the first day of a month.
func isMonthColumn(table *dubbelkrona.Table, column string) bool {
	return table.Name == outcomeTable && column == monthColumn
}
