package sqltree

import (
	"maps"
	"slices"
	"strings"
)

// Reads are what one SELECT reads from.
type Reads struct {
	// Tables are the tables and views that it reads, "core.spend" or "spend",
	// in lower case, sorted, each once. A common table expression of the
	// statement itself is not among them.
	Tables []string
	// TableFunctions are the functions it reads rows from, as Tables are.
	// DESCRIBE, SHOW and SUMMARIZE inside a FROM stand here as "describe".
	TableFunctions []string
}

// Read returns what a syntax tree reads from. A table of the named catalog is
// written without it; one of any other catalog with it.
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

// scope are the names of the common table expressions in force, innermost
// first.
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

// node enters an object of the tree: notes what it reads, opens the scope of
// the common table expressions it defines, and goes on to its parts.
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
		// The expression itself does not see its own name. Its parent's map of
		// expressions repeats what stands here.
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

// expressions walks the common table expressions of a node, each of which sees
// those before it, and returns the scope in which the rest of the node stands.
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
