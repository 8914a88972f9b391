package warehouse

import (
	"context"
	"encoding/hex"
	"fmt"
	"strings"
)

// Containing returns the table columns, "schema.table.column", in which any
// value contains one of the blobs or, ignoring case, one of the texts. The bytes
// of the file cannot be searched instead, since DuckDB compresses them.
func (d *DB) Containing(ctx context.Context, blobs [][]byte, texts []string) ([]string, error) {
	rows, err := d.Collect(ctx, `SELECT c.schema_name, c.table_name, c.column_name, c.data_type
		FROM duckdb_columns() AS c JOIN duckdb_tables() AS t USING (database_name, schema_name, table_name)
		WHERE c.database_name = current_database() AND NOT c.internal ORDER BY 1, 2, c.column_index`)
	if err != nil {
		return nil, fmt.Errorf("columns search: %w", err)
	}
	var found []string
	for _, row := range rows {
		table, column := Quote(row[0].(string))+"."+Quote(row[1].(string)), row[2].(string)
		condition := containing(Quote(column), row[3].(string), blobs, texts)
		if condition == "" {
			continue
		}
		hit, err := d.one(ctx, fmt.Sprintf("SELECT coalesce(bool_or(%s), false) FROM %s", condition, table))
		if err != nil {
			return nil, fmt.Errorf("columns search: %s.%s: %w", table, column, err)
		}
		if hit[0] == true {
			found = append(found, fmt.Sprintf("%s.%s.%s", row[0], row[1], column))
		}
	}
	return found, nil
}

// containing returns the condition for a column of a type; empty for types that
// can contain neither.
func containing(column, kind string, blobs [][]byte, texts []string) string {
	var conditions []string
	switch {
	case kind == "BLOB":
		for _, b := range blobs {
			conditions = append(conditions, fmt.Sprintf("contains(hex(%s), %s)", column, Literal(strings.ToUpper(hex.EncodeToString(b)))))
		}
	case kind == "VARCHAR" || kind == "JSON" || strings.ContainsAny(kind, "[(") && !strings.HasPrefix(kind, "DECIMAL"):
		for _, t := range texts {
			conditions = append(conditions, fmt.Sprintf("contains(lower(CAST(%s AS VARCHAR)), %s)", column, Literal(strings.ToLower(t))))
		}
	}
	return strings.Join(conditions, " OR ")
}
