package sqltree

import (
	"maps"
	"slices"
	"strconv"
)

// Exposed returns the columns of a SELECT that show values of marked columns, or
// values derived from those of a single row: from the name of the column, or its
// index from 0 if it has none, to the label of the marked column. marked returns
// the marked columns of a table, named as in the statement, with their labels.
//
// An aggregate that does not show the value of any row, such as a count or a sum,
// does not expose the column; a minimum does. A condition does not, nor does the
// year or month of a date.
func Exposed(tree any, marked func(table string) map[string]string) map[string]string {
	e := exposure{marked: marked}
	exposed := make(map[string]string)
	for i, c := range e.query(tree, nil) {
		if c.of == "" {
			continue
		}
		if c.name == "" {
			c.name = strconv.Itoa(i)
		}
		exposed[c.name] = c.of
	}
	return exposed
}

// exposure follows marked columns through a syntax tree.
type exposure struct {
	marked func(table string) map[string]string
}

// outcome is a column of a query or a relation: its name in lower case, and the
// label of the marked column that it exposes, empty for none.
type outcome struct{ name, of string }

// relation is a table, view or subquery that a SELECT reads, with its name there.
type relation struct {
	name    string
	columns []outcome
}

// frame resolves names in a part of the tree; outer is that of the part around it.
type frame struct {
	tables    []relation // common table expressions
	relations []relation // of FROM
	aliases   []outcome  // of the SELECT list read so far
	outer     *frame
}

func (f *frame) table(name string) (columns []outcome, ok bool) {
	for ; f != nil; f = f.outer {
		for _, t := range slices.Backward(f.tables) {
			if t.name == name {
				return t.columns, true
			}
		}
	}
	return nil, false
}

// column returns the label that a reference exposes, empty for none; relation is
// empty if the reference names none.
func (f *frame) column(relation, name string) string {
	for ; f != nil; f = f.outer {
		for _, r := range f.relations {
			if relation != "" && r.name != relation {
				continue
			}
			for _, c := range r.columns {
				if c.name == name && c.of != "" {
					return c.of
				}
			}
		}
		for _, c := range f.aliases {
			if relation == "" && c.name == name && c.of != "" {
				return c.of
			}
		}
	}
	return ""
}

// query returns the columns of a SELECT or of a set operation.
func (e *exposure) query(tree any, outer *frame) []outcome {
	n, ok := tree.(map[string]any)
	if !ok {
		return nil
	}
	f := &frame{outer: outer}
	e.tables(n, f)
	switch n["type"] {
	case "CTE_NODE":
		name := lower(n["cte_name"])
		if _, known := f.table(name); !known {
			f.tables = append(f.tables, relation{name, e.query(n["query"], f)})
		}
		return e.query(n["child"], f)
	case "SET_OPERATION_NODE":
		return union(e.query(n["left"], f), e.query(n["right"], f))
	case "RECURSIVE_CTE_NODE":
		first := e.query(n["left"], f)
		f.tables = append(f.tables, relation{lower(n["cte_name"]), first})
		return union(first, e.query(n["right"], f))
	}
	e.from(n["from_table"], f)
	return e.list(n["select_list"], f)
}

// tables adds the common table expressions of a node to the frame; each can read
// the ones before it.
func (e *exposure) tables(n map[string]any, f *frame) {
	for _, entry := range items(within(n["cte_map"], "map")) {
		value := within(entry, "value")
		columns := e.query(within(value, "query", "node"), f)
		f.tables = append(f.tables, relation{lower(within(entry, "key")), renamed(columns, within(value, "aliases"))})
	}
}

// from adds the relations of a FROM clause to the frame.
func (e *exposure) from(tree any, f *frame) {
	n, ok := tree.(map[string]any)
	if !ok {
		return
	}
	alias := lower(n["alias"])
	switch n["type"] {
	case "BASE_TABLE":
		f.relations = append(f.relations, e.base(n, f, alias))
	case "SUBQUERY":
		columns := e.query(within(n["subquery"], "node"), f)
		f.relations = append(f.relations, relation{alias, renamed(columns, n["column_name_alias"])})
	case "TABLE_FUNCTION":
		name := lower(within(n["function"], "function_name"))
		columns := renamed([]outcome{{name, e.expression(n["function"], f)}}, n["column_name_alias"])
		f.relations = append(f.relations, relation{alias, columns})
	default: // JOIN, PIVOT and unknown nodes
		for _, key := range []string{"left", "right", "source"} {
			e.from(n[key], f)
		}
	}
}

func (e *exposure) base(n map[string]any, f *frame, alias string) relation {
	name := lower(n["table_name"])
	r := relation{name: name}
	if alias != "" {
		r.name = alias
	}
	if schema := lower(n["schema_name"]); schema != "" {
		name = schema + "." + name
	} else if columns, ok := f.table(name); ok {
		r.columns = renamed(columns, n["column_name_alias"])
		return r
	}
	marked := e.marked(name)
	for _, column := range slices.Sorted(maps.Keys(marked)) {
		r.columns = append(r.columns, outcome{column, marked[column]})
	}
	return r
}

// list returns the columns of a SELECT list.
func (e *exposure) list(tree any, f *frame) (all []outcome) {
	for _, item := range items(tree) {
		if within(item, "class") == "STAR" {
			all = append(all, e.star(item, f)...)
			continue
		}
		c := outcome{lower(within(item, "alias")), e.expression(item, f)}
		if names := items(within(item, "column_names")); c.name == "" && len(names) > 0 {
			c.name = lower(names[len(names)-1])
		}
		f.aliases, all = append(f.aliases, c), append(all, c)
	}
	return all
}

// star returns the marked columns that a star includes.
func (e *exposure) star(item any, f *frame) (all []outcome) {
	var without []string
	for _, name := range items(within(item, "exclude_list")) {
		without = append(without, lower(name))
	}
	only := lower(within(item, "relation_name"))
	for _, r := range f.relations {
		for _, c := range r.columns {
			if (only == "" || r.name == only) && !slices.Contains(without, c.name) {
				all = append(all, c)
			}
		}
	}
	return all
}

// renamed returns columns with the names of an alias list, which may be shorter.
func renamed(columns []outcome, aliases any) []outcome {
	columns = slices.Clone(columns)
	for i, name := range items(aliases) {
		if i < len(columns) {
			columns[i].name = lower(name)
		}
	}
	return columns
}

// union returns the columns of a set operation, which has the names of the left
// side and the values of both.
func union(left, right []outcome) []outcome {
	left = slices.Clone(left)
	for i, c := range right {
		switch {
		case c.of == "":
		case i >= len(left):
			left = append(left, c)
		case left[i].of == "":
			left[i].of = c.of
		}
	}
	return left
}
