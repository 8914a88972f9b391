package sqltree

import (
	"maps"
	"slices"
	"strconv"
)

// Exposed returns the columns of a SELECT whose values are those of a marked
// column, or are made of one row's: the name of the column to that of the
// marked one. A column without a name is listed by its place, from 0. marked
// returns the marked columns of a table, as the statement names it, to what
// they are called in the result.
//
// An aggregate of several rows that shows none of them, such as a count or a
// sum, is not of the column; a minimum is, since it is the value of a row. Nor
// is a condition, or the year or month of a day.
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

// outcome is a column of a query or a relation: its name in lower case, and
// the marked column that it is of, empty for none.
type outcome struct{ name, of string }

// relation is something that a SELECT reads, under its name there.
type relation struct {
	name    string
	columns []outcome
}

// frame is what names mean in a part of the tree, the innermost part first.
type frame struct {
	tables    []relation // common table expressions
	relations []relation // of FROM
	aliases   []outcome  // of the SELECT list so far
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

// column finds what a reference is of; relation is empty if none is named.
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

// query gives the columns of a SELECT or of what joins several.
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
		return either(e.query(n["left"], f), e.query(n["right"], f))
	case "RECURSIVE_CTE_NODE":
		first := e.query(n["left"], f)
		f.tables = append(f.tables, relation{lower(n["cte_name"]), first})
		return either(first, e.query(n["right"], f))
	}
	e.from(n["from_table"], f)
	return e.list(n["select_list"], f)
}

// tables reads the common table expressions of a node, each of which sees
// those before it.
func (e *exposure) tables(n map[string]any, f *frame) {
	for _, entry := range items(within(n["cte_map"], "map")) {
		value := within(entry, "value")
		columns := e.query(within(value, "query", "node"), f)
		f.tables = append(f.tables, relation{lower(within(entry, "key")), renamed(columns, within(value, "aliases"))})
	}
}

// from adds what a FROM clause reads to the frame.
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
	default: // JOIN, PIVOT and what is to come
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

// list gives the columns of a SELECT list.
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

// star gives the marked columns that a star stands for.
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

// renamed gives columns the names of an alias list, as far as that goes.
func renamed(columns []outcome, aliases any) []outcome {
	columns = slices.Clone(columns)
	for i, name := range items(aliases) {
		if i < len(columns) {
			columns[i].name = lower(name)
		}
	}
	return columns
}

// either gives the columns of a set operation, which has the names of the
// left and the values of both.
func either(left, right []outcome) []outcome {
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
