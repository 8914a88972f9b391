package metrics_test

import (
	"encoding/json"
	"slices"
)

// windows refuses SELECTs that can make DuckDB 1.4.1 stop with the internal error
// "Attempted to access index 0 within vector of size 0", after which the database cannot
// be used until it is opened again. The error is random: with a window over all rows it
// occurs in about one of a hundred runs of a SELECT of few rows from a UNION (issue 22352
// of duckdb). It also occurred in a SELECT with two windows, one of them over all rows.
func (l *lint) windows(n node) {
	var specifications []string
	for _, key := range []string{"select_list", "modifiers", "qualify"} {
		for _, w := range windowsIn(n[key]) {
			if len(list(w["partitions"])) == 0 && len(list(w["orders"])) == 0 {
				l.refuse("OVER () sometimes ends in an internal error of DuckDB 1.4.1, which makes the whole database unusable: aggregate in a common table expression and join it")
			}
			if s := specification(w); !slices.Contains(specifications, s) {
				specifications = append(specifications, s)
			}
		}
	}
	if len(specifications) > 1 {
		l.refuse("two window specifications in one SELECT, with which an internal error of DuckDB 1.4.1 was seen that makes the whole database unusable: write a common table expression for each")
	}
}

// windowsIn returns the calls of window functions in expressions, without those
// of subqueries.
func windowsIn(tree any) (calls []node) {
	switch n := tree.(type) {
	case []any:
		for _, child := range n {
			calls = append(calls, windowsIn(child)...)
		}
	case node:
		if n["class"] == "WINDOW" {
			return []node{n}
		}
		if n["type"] == "SELECT_NODE" {
			return nil
		}
		for _, child := range n {
			calls = append(calls, windowsIn(child)...)
		}
	}
	return calls
}

// specification returns the content of OVER (…): partitions, order and frame, without
// positions in the text.
func specification(window node) string {
	parts := make([]any, 0, 7)
	for _, key := range []string{"partitions", "orders", "start", "start_expr", "end", "end_expr", "exclude_clause"} {
		parts = append(parts, withoutPositions(window[key]))
	}
	text, err := json.Marshal(parts)
	if err != nil {
		panic(err) // it was decoded from JSON
	}
	return string(text)
}

func withoutPositions(tree any) any {
	switch n := tree.(type) {
	case []any:
		var all []any
		for _, child := range n {
			all = append(all, withoutPositions(child))
		}
		return all
	case node:
		rest := node{}
		for key, child := range n {
			if key != "query_location" {
				rest[key] = withoutPositions(child)
			}
		}
		return rest
	}
	return tree
}
