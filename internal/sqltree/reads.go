package sqltree

import (
	"maps"
	"slices"
	"strings"
)

// Reads lists what one SELECT reads from.
type Reads struct {
	// Tables are the tables and views, such as "core.spend" or "spend", in lower
	// case, sorted, without duplicates and without the statement's own common
	// table expressions.
	Tables []string
	// TableFunctions are the functions that it reads rows from, in the same form.
	// DESCRIBE, SHOW and SUMMARIZE inside a FROM are listed as "describe".
	TableFunctions []string
}

// Read returns what a syntax tree reads from. Tables have no catalog in their
// names if it is the given one.
func Read(tree any, catalog string) Reads {
	f := finder{catalog: catalog, tables: map[string]bool{}, functions: map[string]bool{}}
	f.walk(tree, nil)
	return Reads{
		Tables:         slices.Sorted(maps.Keys(f.tables)),
		TableFunctions: slices.Sorted(maps.Keys(f.functions)),
	}
}

// finder collects what a syntax tree reads from.
type finder struct {
	catalog           string
	tables, functions map[string]bool
}

// scope lists the names of the visible common table expressions, innermost first.
type scope struct {
	name  string
	outer *scope
}

func (s *scope) has(name string) bool {
	for ; s != nil; s = s.outer {
		if s.name == name {
			return true
		}
	}
	return false
}

func (f *finder) walk(tree any, s *scope) {
	switch n := tree.(type) {
	case []any:
		for _, child := range n {
			f.walk(child, s)
		}
	case map[string]any:
		f.node(n, s)
	}
}

// node records what an object of the tree reads, adds the common table
// expressions it defines to the scope, and walks its parts.
func (f *finder) node(n map[string]any, s *scope) {
	switch n["type"] {
	case "BASE_TABLE":
		f.table(n, s)
	case "TABLE_FUNCTION":
		if call, ok := n["function"].(map[string]any); ok {
			f.functions[strings.ToLower(text(call["function_name"]))] = true
		}
	case "SHOW_REF":
		f.functions["describe"] = true
	case "RECURSIVE_CTE_NODE":
		s = &scope{strings.ToLower(text(n["cte_name"])), s}
	case "CTE_NODE":
		// The expression cannot read itself. The parent's cte_map repeats this
		// node's content.
		f.walk(n["query"], s)
		f.walk(n["child"], &scope{strings.ToLower(text(n["cte_name"])), s})
		return
	}
	s = f.expressions(n, s)
	for _, key := range slices.Sorted(maps.Keys(n)) {
		if key != "cte_map" {
			f.walk(n[key], s)
		}
	}
}

// expressions walks the common table expressions of a node, each of which can
// read the ones before it, and returns the scope for the rest of the node.
func (f *finder) expressions(n map[string]any, s *scope) *scope {
	cte, ok := n["cte_map"].(map[string]any)
	if !ok {
		return s
	}
	entries, _ := cte["map"].([]any)
	for _, e := range entries {
		entry, ok := e.(map[string]any)
		if !ok {
			continue
		}
		f.walk(entry["value"], s)
		s = &scope{strings.ToLower(text(entry["key"])), s}
	}
	return s
}

func (f *finder) table(n map[string]any, s *scope) {
	name := strings.ToLower(text(n["table_name"]))
	schema := strings.ToLower(text(n["schema_name"]))
	catalog := strings.ToLower(text(n["catalog_name"]))
	if schema == "" && catalog == "" {
		if !s.has(name) {
			f.tables[name] = true
		}
		return
	}
	if catalog != "" && catalog != f.catalog {
		schema = catalog + "." + schema
	}
	f.tables[schema+"."+name] = true
}
