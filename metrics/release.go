package metrics

import (
	"fmt"
	"strings"

	"dubbelkrona"
)

// ReleasedResults returns the SELECT of metric.result as it may be released; path
// returns the name by which the SELECT reads a table. Schema disclosure says what is
// done with each cell, the figures of one metric for one group: its rows are released,
// suppressed, which means without numbers, warnings and comments and with no more than
// its target of what says how near the target it is, replaced by those of an earlier
// release, or left out. A figure that is not made of persons is not suppressed with the
// others of its group. Rows about persons of which it says nothing are suppressed.
func ReleasedResults(path func(table string) string) string {
	var columns, frozen []string
	for _, c := range resultTable.columns {
		column := "r." + quote(c.name)
		frozen = append(frozen, quote(c.name))
		switch c.name {
		case "value", "low", "high", "persons", "gap":
			columns = append(columns, fmt.Sprintf("CASE WHEN %s THEN %s END AS %s", shown, column, quote(c.name)))
		case "status":
			columns = append(columns, fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END AS status", shown, column, literal(dubbelkrona.Suppressed)))
		case "target_status", "warnings", "comments":
			columns = append(columns, fmt.Sprintf("CASE WHEN %s THEN %s ELSE '' END AS %s", shown, column, quote(c.name)))
		default:
			columns = append(columns, column)
		}
	}
	return fmt.Sprintf(`SELECT %s FROM %s AS r LEFT JOIN %s AS d ON d.cell = CAST(json_array(r.metric, r.period_grain, r.period, r."grouping", r.municipality, r.dimensions) AS VARCHAR)
		LEFT JOIN (SELECT metric, part, protect FROM %s UNION ALL SELECT name, '', protect FROM %s) AS p ON p.metric = r.metric AND p.part = r.part
		WHERE coalesce(d.mark, '') NOT IN ('frozen', 'withheld')
		UNION ALL SELECT %s FROM %s`,
		strings.Join(columns, ", "), path("metric.result"), path("disclosure.cell"), path("metric.part"), path("metric.definition"), strings.Join(frozen, ", "), path("disclosure.frozen"))
}

// shown is the condition of a row that is released as it is.
const shown = "(coalesce(d.mark, '') = 'released' OR d.cell IS NULL AND r.persons IS NULL OR coalesce(p.protect, '') = 'none')"

// SameFigure is the condition that a row r of metric.result and a row c, of a table with
// the same columns for the figure, are about the same figure.
const SameFigure = `r.metric = c.metric AND r.part = c.part AND r.period_grain = c.period_grain AND r.period = c.period AND r."grouping" = c."grouping"
	AND r.municipality IS NOT DISTINCT FROM c.municipality AND r.dimensions = c.dimensions`
