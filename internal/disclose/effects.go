package disclose

import (
	"context"
	"fmt"
	"strings"
)

// effectPrefix begins the metric of a cell that is an effect in one of its scopes.
const effectPrefix = "effect "

// ReleasedEffects returns a SELECT of effect and scope of those whose numbers of persons
// may be released; path returns the name by which the SELECT reads a table.
func ReleasedEffects(path func(table string) string) string {
	return fmt.Sprintf("SELECT substr(metric, %d), municipality FROM %s WHERE metric LIKE %s AND mark = %s",
		len(effectPrefix)+1, path("disclosure.cell"), literal(effectPrefix+"%"), literal(Released))
}

// fillEffects lists the scopes of evaluated effects as cells, and the persons that their
// verdicts count: participants and comparison persons whose primary outcome is known.
func (c *control) fillEffects(ctx context.Context) error {
	for _, d := range c.effects {
		metric := literal(effectPrefix + d.Name)
		rows, err := c.db.Collect(ctx, "SELECT count(*) FROM effect.verdict WHERE effect = ?", d.Name)
		if err != nil {
			return err
		}
		if rows[0][0] == int64(0) {
			continue // it was not evaluated
		}
		columns := strings.ReplaceAll(keys, "metric,", metric+" AS metric,")
		scopes := "(SELECT 'all' AS period_grain, '' AS period, 'municipality' AS \"grouping\", scope AS municipality, '{}' AS dimensions, * FROM (%s))"
		primary := fmt.Sprintf(`"%s_%d" IS NOT NULL`, d.Study.Primary, d.Study.PrimaryBlock)
		err = c.exec(ctx,
			fmt.Sprintf("INSERT INTO disclosure.cell SELECT DISTINCT %s, %s, NULL FROM "+scopes, cellKey(metric), columns, "FROM effect.verdict WHERE effect = "+literal(d.Name)),
			fmt.Sprintf("INSERT INTO disclosure.member SELECT DISTINCT %s, CASE WHEN treated THEN 'treated' ELSE 'comparison' END, person FROM "+scopes+" WHERE person IS NOT NULL AND %s",
				cellKey(metric), d.SQL, primary))
		if err != nil {
			return fmt.Errorf("persons of the effect %s: %w", d.Name, err)
		}
	}
	return nil
}

// isEffect reports whether a cell is an effect, whose estimates have no rows that could
// stay as they were.
func (o *cell) isEffect() bool { return strings.HasPrefix(o.key, `["`+effectPrefix) }
