package warehouse

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/sqltree"
)

// distinct caches the results of Distinct, which depend on nothing but the text.
var distinct sync.Map // expression → SQL text

// Distinct returns X, as SQL, of an expression count(DISTINCT X): what it counts, NULL
// for a row that a FILTER of it leaves out. It is empty if the expression is anything
// else.
func (d *DB) Distinct(ctx context.Context, expression string) (string, error) {
	if !strings.Contains(strings.ToLower(expression), "distinct") {
		return "", nil
	}
	if counted, ok := distinct.Load(expression); ok {
		return counted.(string), nil
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
	counted := strings.Join(parts, "")
	if len(parts) == 2 {
		counted = "CASE WHEN " + parts[1] + " THEN " + parts[0] + " END"
	}
	distinct.Store(expression, counted)
	return counted, nil
}
