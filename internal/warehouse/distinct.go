package warehouse

import (
	"context"
	"fmt"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/sqltree"
)

// Distinct returns X, as SQL, of an expression count(DISTINCT X): what it counts, NULL
// for a row that a FILTER of it leaves out. It is empty if the expression is anything
// else.
func (d *DB) Distinct(ctx context.Context, expression string) (string, error) {
	if !strings.Contains(strings.ToLower(expression), "distinct") {
		return "", nil
	}
	row, err := d.one(ctx, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", "SELECT "+expression)
	if err != nil {
		return "", err
	}
	trees, err := sqltree.Counted(row[0].(string))
	if err != nil {
		return "", dubbelkrona.Invalidf("SQL parse: %w", err)
	}
	var parts []string
	for _, tree := range trees {
		if row, err = d.one(ctx, "SELECT json_deserialize_sql(?::JSON)::VARCHAR", tree); err != nil {
			return "", fmt.Errorf("SQL write: %w", err)
		}
		parts = append(parts, "("+strings.TrimPrefix(row[0].(string), "SELECT ")+")")
	}
	if len(parts) == 2 {
		return "CASE WHEN " + parts[1] + " THEN " + parts[0] + " END", nil
	}
	return strings.Join(parts, ""), nil
}
