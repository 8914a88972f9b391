package warehouse

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/internal/sqltree"
)

// Column is a column of a result.
type Column struct {
	Name string
	Type string // DuckDB's name for it: "VARCHAR", "DECIMAL(18,2)", …
}

// Describe returns the columns of one SELECT without running it. Errors have
// the line and column in sql.
func (d *DB) Describe(ctx context.Context, sql string) ([]Column, error) {
	if _, err := d.References(ctx, sql); err != nil {
		return nil, err
	}
	columns, err := d.describe(ctx, "", sql, "")
	if err != nil {
		return nil, fmt.Errorf("SQL bind: %w", err)
	}
	return columns, nil
}

// Expression returns the type of one expression, such as an aggregate, over the
// rows of a SELECT that Describe has accepted. Errors have the line and column
// in expr.
func (d *DB) Expression(ctx context.Context, sql, expr string) (Column, error) {
	if err := d.parseExpression(ctx, expr); err != nil {
		return Column{}, err
	}
	columns, err := d.describe(ctx, "SELECT (", expr, "\n) AS value FROM (\n"+sql+"\n) AS given")
	if err != nil {
		return Column{}, fmt.Errorf("expression bind: %w", err)
	}
	if len(columns) != 1 {
		return Column{}, dubbelkrona.Invalidf("expression bind: the expression gives %d columns instead of one value", len(columns))
	}
	return columns[0], nil
}

// parseExpression rejects text that is more than one expression, and
// expressions that read tables, which References would not see.
func (d *DB) parseExpression(ctx context.Context, expr string) error {
	const before = "SELECT ("
	tree, err := syntaxTree(ctx, d, before+expr+"\n)", len(before))
	if err != nil {
		return fmt.Errorf("expression parse: %w", err)
	}
	reads := sqltree.Read(tree, Catalog)
	node, _ := tree.(map[string]any)
	list, _ := node["select_list"].([]any)
	from, _ := node["from_table"].(map[string]any)
	if len(reads.Tables)+len(reads.TableFunctions) > 0 || len(list) != 1 || from["type"] != "EMPTY" {
		return dubbelkrona.Invalidf("expression parse: not a single expression over the columns of the SELECT")
	}
	return nil
}

// describe binds before+sql+after; positions in errors are relative to sql.
func (d *DB) describe(ctx context.Context, before, sql, after string) ([]Column, error) {
	before = "DESCRIBE " + before
	seen := before + sql + after
	rows, err := d.pool.QueryContext(ctx, seen)
	if err != nil {
		return nil, wrapPart(ctx, err, seen, len(before), len(sql))
	}
	defer rows.Close()
	var columns []Column
	for rows.Next() {
		var c Column
		var null, key, def, extra any
		if err := rows.Scan(&c.Name, &c.Type, &null, &key, &def, &extra); err != nil {
			return nil, errors.New("description read: unexpected shape")
		}
		columns = append(columns, c)
	}
	return columns, wrapPart(ctx, rows.Err(), seen, len(before), len(sql))
}
