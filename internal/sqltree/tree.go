// Package sqltree finds out what a SELECT reads and shows, from its syntax tree
// as DuckDB's json_serialize_sql writes it: objects, lists and texts of
// encoding/json. It runs nothing and knows no database.
package sqltree

import "strings"

func items(v any) []any {
	list, _ := v.([]any)
	return list
}

// within follows keys into an object of the tree; nil if one is not there.
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
