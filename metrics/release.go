package metrics

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// fewestPersons is the least number of persons of whom a result is released;
// of nobody it is.
const fewestPersons = 5

// ReleasedResults is the SELECT of metric.result as it may be released; from is
// what the table is called there. If any part of a group is about one to four
// persons, all parts of the group keep what they are about and lose everything
// that was calculated, since one part can often be found from the others.
//
// It is a stopgap. What is left out of a group can be found by subtraction
// where the total and the other groups are there.
func ReleasedResults(from string) string {
	few := fmt.Sprintf(`coalesce(bool_or(persons BETWEEN 1 AND %d) OVER (PARTITION BY metric, period_grain, period, "grouping", municipality, dimensions), FALSE)`, fewestPersons-1)
	var columns []string
	for _, c := range resultTable.columns {
		switch column := quote(c.name); c.name {
		case "value", "low", "high", "persons":
			columns = append(columns, fmt.Sprintf("CASE WHEN NOT %s THEN %s END AS %s", few, column, column))
		case "status":
			columns = append(columns, fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END AS %s", few, literal(dubbelkrona.Suppressed), column, column))
		default:
			columns = append(columns, column)
		}
	}
	return fmt.Sprintf("SELECT %s FROM %s", strings.Join(columns, ", "), from)
}
