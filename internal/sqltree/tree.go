// Package sqltree analyses which tables a SELECT reads and which columns it
// exposes. Its input is the syntax tree that DuckDB's json_serialize_sql writes,
// decoded by encoding/json into maps, slices and strings. It runs no SQL.
package sqltree

import "strings"

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

// within follows keys into nested objects of the tree; nil if a key is missing.
func within(v any, path ...string) any {
	for _, key := range path {
		n, _ := v.(map[string]any)
		v = n[key]
	}
	return v
}

func lower(v any) string { return strings.ToLower(text(v)) }

func text(v any) string {
	s, _ := v.(string)
	return s
}
