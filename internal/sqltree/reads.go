package sqltree

import (
	"maps"
	"slices"
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

// scope lists the names of the visible common table expressions.
type scope []string

func (s scope) with(name any) scope { return append(slices.Clip(s), lower(name)) }

func (f *finder) walk(tree any, s scope) {
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
func (f *finder) node(n map[string]any, s scope) {
	switch n["type"] {
	case "BASE_TABLE":
		f.table(n, s)
	case "TABLE_FUNCTION":
		if call, ok := n["function"].(map[string]any); ok {
			f.functions[lower(call["function_name"])] = true
		}
	case "SHOW_REF":
		f.functions["describe"] = true
	case "RECURSIVE_CTE_NODE":
		s = s.with(n["cte_name"])
	case "CTE_NODE":
		// The expression cannot read itself. The parent's cte_map repeats this
		// node's content.
		f.walk(n["query"], s)
		f.walk(n["child"], s.with(n["cte_name"]))
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
func (f *finder) expressions(n map[string]any, s scope) scope {
	for _, entry := range items(within(n["cte_map"], "map")) {
		f.walk(within(entry, "value"), s)
		s = s.with(within(entry, "key"))
	}
	return s
}

func (f *finder) table(n map[string]any, s scope) {
	name := lower(n["table_name"])
	schema := lower(n["schema_name"])
	catalog := lower(n["catalog_name"])
	if schema == "" && catalog == "" {
		if !slices.Contains(s, name) {
			f.tables[name] = true
		}
		return
	}
	if catalog != "" && catalog != f.catalog {
		schema = catalog + "." + schema
	}
	f.tables[schema+"."+name] = true
}
