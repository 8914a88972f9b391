package warehouse

import "strings"

// Quote returns a name as a quoted SQL identifier.
func Quote(name string) string {
	return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
}

// Literal returns a text as an SQL string literal.
func Literal(text string) string {
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}

// withNamed begins a query on the comments of all tables, views and columns.
const withNamed = `WITH named AS (
	SELECT 'TABLE' AS kind, database_name, schema_name, table_name, '' AS column_name, comment FROM duckdb_tables()
	UNION ALL SELECT 'VIEW', database_name, schema_name, view_name, '', comment FROM duckdb_views() WHERE NOT internal
	UNION ALL SELECT 'COLUMN', database_name, schema_name, table_name, column_name, comment FROM duckdb_columns() WHERE NOT internal)`

// QuoteAll quotes names and joins them with commas.
func QuoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = Quote(n)
	}
	return strings.Join(quoted, ", ")
}
