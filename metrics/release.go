package metrics

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// minPersons is the minimum number of persons of a released result. A result
// about no person is released too.
const minPersons = 5

// ReleasedResults returns the SELECT of metric.result as it may be released; from
// is the name of the table. If any part of a group is about one to four persons,
// the numbers of all parts of the group are suppressed, since one part can often
// be calculated from the others.
//
// This protection is incomplete: a suppressed number can be calculated by
// subtraction if the total and all other groups are published.
func ReleasedResults(from string) string {
	few := fmt.Sprintf(`coalesce(bool_or(persons BETWEEN 1 AND %d) OVER (PARTITION BY metric, period_grain, period, "grouping", municipality, dimensions), FALSE)`, minPersons-1)
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
