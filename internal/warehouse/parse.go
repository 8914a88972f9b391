package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"dubbelkrona"
)

// Statement is what DuckDB's parser finds in one SELECT.
type Statement struct {
	// Tables are the tables and views that it reads, "core.spend" or "spend",
	// in lower case, sorted, each once. A common table expression of the
	// statement itself is not among them.
	Tables []string
	// TableFunctions are the functions it reads rows from, as Tables are.
	// DESCRIBE, SHOW and SUMMARIZE inside a FROM stand here as "describe".
	TableFunctions []string
}

// harmless are the table functions that read neither files nor tables, nor
// what is none of a metric's business.
func harmless(function string) bool {
	return slices.Contains([]string{"generate_series", "range", "unnest"}, function)
}

// parsed holds what was found in each text, which never changes: the parser
// looks at nothing but the text, and reading the program's own definitions
// again is what a reload would spend most of its time on.
var parsed sync.Map // SQL text → Statement

// Parse reads a statement without running or binding it. What is not exactly
// one SELECT is an Invalid error, with line and column where DuckDB tells.
// The slices of the result are shared: they are read only.
func (d *DB) Parse(ctx context.Context, sql string) (Statement, error) {
	if s, ok := parsed.Load(sql); ok {
		return s.(Statement), nil
	}
	tree, err := d.tree(ctx, sql, 0)
	if err != nil {
		return Statement{}, fmt.Errorf("SQL parse: %w", err)
	}
	f := finder{tables: map[string]bool{}, functions: map[string]bool{}}
	f.walk(tree, nil)
	s := Statement{
		Tables:         slices.Sorted(maps.Keys(f.tables)),
		TableFunctions: slices.Sorted(maps.Keys(f.functions)),
	}
	parsed.Store(sql, s)
	return s, nil
}

// References are the tables and views that one SELECT reads (Statement.Tables).
// A table function other than range, generate_series and unnest is an Invalid
// error: such functions read files, or tables that no parser sees.
func (d *DB) References(ctx context.Context, sql string) ([]string, error) {
	s, err := d.Parse(ctx, sql)
	if err != nil {
		return nil, err
	}
	for _, f := range s.TableFunctions {
		if !harmless(f) {
			return nil, dubbelkrona.Invalidf("SQL parse: table function %s is not allowed: read a table of core, metric or meta instead", f)
		}
	}
	return s.Tables, nil
}

// serialized is what json_serialize_sql gives.
type serialized struct {
	Error      bool   `json:"error"`
	Type       string `json:"error_type"`
	Message    string `json:"error_message"`
	Position   string `json:"position"`
	Statements []struct {
		Node any `json:"node"`
	} `json:"statements"`
}

// tree is the syntax tree of one SELECT. What the user wrote begins at byte
// offset of sql.
func (d *DB) tree(ctx context.Context, sql string, offset int) (any, error) {
	row, err := d.one(ctx, "SELECT json_serialize_sql(?::VARCHAR, skip_null := true, skip_empty := true, skip_default := true)::VARCHAR", sql)
	if err != nil {
		return nil, err
	}
	var s serialized
	if err := json.Unmarshal([]byte(row[0].(string)), &s); err != nil {
		return nil, fmt.Errorf("syntax tree read: %w", err)
	}
	q := &QueryError{Class: "Parser"}
	switch {
	case s.Error && s.Type == "parser":
		q.Text = s.Message
		// The parser counts characters, where the binder counts bytes.
		if at, err := strconv.Atoi(s.Position); err == nil && at <= utf8.RuneCountInString(sql) {
			q.Line, q.Column = position(sql[offset:], len(string([]rune(sql)[:at]))-offset)
		}
	case s.Error:
		q.Text = "only a SELECT (WITH … SELECT, FROM …) may stand here"
	case len(s.Statements) != 1:
		q.Text = fmt.Sprintf("%d statements where exactly one SELECT may stand", len(s.Statements))
	default:
		return s.Statements[0].Node, nil
	}
	return nil, &dubbelkrona.Error{Kind: dubbelkrona.Invalid, Err: q}
}

// finder collects what a syntax tree reads from.
type finder struct {
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
	if catalog != "" && catalog != Catalog {
		schema = catalog + "." + schema
	}
	f.tables[schema+"."+name] = true
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
