package warehouse

import (
	"bytes"
	"context"
	"encoding/json"
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
	counted, err := d.counted(ctx, "SELECT "+expression)
	if err != nil {
		return "", fmt.Errorf("SQL parse: %w", err)
	}
	distinct.Store(expression, counted)
	return counted, nil
}

func (d *DB) counted(ctx context.Context, sql string) (string, error) {
	// The whole tree is needed to make SQL from a part of it.
	row, err := d.one(ctx, "SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", sql)
	if err != nil {
		return "", err
	}
	var s serialized
	decoder := json.NewDecoder(strings.NewReader(row[0].(string)))
	decoder.UseNumber()
	if err := decoder.Decode(&s); err != nil {
		return "", fmt.Errorf("syntax tree read: %w", err)
	}
	if s.Error || len(s.Statements) != 1 {
		return "", dubbelkrona.Invalidf("%s", s.Message)
	}
	tree := s.Statements[0].Node
	x, condition, ok := sqltree.Distinct(tree)
	if !ok {
		return "", nil
	}
	counted, err := d.written(ctx, sqltree.Only(tree, x))
	if err != nil || condition == nil {
		return counted, err
	}
	given, err := d.written(ctx, sqltree.Only(tree, condition))
	return "CASE WHEN " + given + " THEN " + counted + " END", err
}

// written returns the only expression of a tree as SQL.
func (d *DB) written(ctx context.Context, tree any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"error": false, "statements": []any{map[string]any{"node": tree}}}); err != nil {
		return "", fmt.Errorf("syntax tree write: %w", err)
	}
	row, err := d.one(ctx, "SELECT json_deserialize_sql(?::JSON)::VARCHAR", b.String())
	if err != nil {
		return "", err
	}
	return "(" + strings.TrimPrefix(row[0].(string), "SELECT ") + ")", nil
}
