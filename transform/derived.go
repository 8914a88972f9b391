package transform

import "dubbelkrona"

// Names that the tables' own rules speak of.
const (
	indicatorTable   = "indicator"
	spendTable       = "spend"
	participantTable = "participant"
	objectColumn     = "object"
)

// isDerived says whether the package fills a column of a table by itself where
// the mapping or the cell does not.
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

// The columns of a participant that an identity number tells.
const (
	birthYearColumn = "birth_year"
	sexColumn       = "sex"
)

// precisionOf is the date column whose precision a column tells:
// date_precision that of date.
func precisionOf(table *dubbelkrona.Table, column string) (date string, ok bool) {
	const suffix = "_precision"
	if len(column) <= len(suffix) || column[len(column)-len(suffix):] != suffix {
		return "", false
	}
	date = column[:len(column)-len(suffix)]
	col, ok := table.Column(date)
	return date, ok && col.Type == dubbelkrona.Date
}

// nameOf is the column with the name of the organisation whose number an
// organisation number's column holds: supplier_name of supplier_org_no.
func nameOf(column string) string {
	const suffix = "org_no"
	if len(column) < len(suffix) || column[len(column)-len(suffix):] != suffix {
		return ""
	}
	return column[:len(column)-len(suffix)] + "name"
}

// refOf is the column for a number that its owner uses instead of an
// organisation number: supplier_ref of supplier_org_no.
func refOf(column string) string {
	const suffix = "_org_no"
	if len(column) <= len(suffix) || column[len(column)-len(suffix):] != suffix {
		return ""
	}
	return column[:len(column)-len(suffix)] + "_ref"
}

// isMonthColumn says whether a date column holds the first day of a month.
func isMonthColumn(table *dubbelkrona.Table, column string) bool {
	return table.Name == "outcome" && column == "month"
}
