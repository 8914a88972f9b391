package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/internal/sqltree"
)

// parsed caches the result of Parse, which depends on nothing but the text.
// Without it a reload would spend most of its time parsing the built-in
// definitions.
var parsed sync.Map // SQL text → sqltree.Reads

// Parse parses a statement without running or binding it. Anything but exactly
// one SELECT is an Invalid error, with line and column if DuckDB gives them.
// The slices of the result are shared; the caller must not change them.
func (d *DB) Parse(ctx context.Context, sql string) (sqltree.Reads, error) {
	if s, ok := parsed.Load(sql); ok {
		return s.(sqltree.Reads), nil
	}
	tree, err := syntaxTree(ctx, d, sql, 0)
	if err != nil {
		return sqltree.Reads{}, fmt.Errorf("SQL parse: %w", err)
	}
	s := sqltree.Read(tree, Catalog)
	parsed.Store(sql, s)
	return s, nil
}

// References returns the tables and views that one SELECT reads. A table
// function other than range, generate_series and unnest is an Invalid error:
// such functions read files, or tables that the parser does not see.
func (d *DB) References(ctx context.Context, sql string) ([]string, error) {
	s, err := d.Parse(ctx, sql)
	if err != nil {
		return nil, err
	}
	for _, f := range s.TableFunctions {
		if !slices.Contains([]string{"generate_series", "range", "unnest"}, f) {
			return nil, dubbelkrona.Invalidf("SQL parse: table function %s is not allowed: read a table of core, metric or meta instead", f)
		}
	}
	return s.Tables, nil
}

// Exposed parses a SELECT and returns sqltree.Exposed of it.
func (d *DB) Exposed(ctx context.Context, sql string, marked func(table string) map[string]string) (map[string]string, error) {
	tree, err := syntaxTree(ctx, d, sql, 0)
	if err != nil {
		return nil, fmt.Errorf("SQL parse: %w", err)
	}
	return sqltree.Exposed(tree, marked), nil
}

// serialized is the result of json_serialize_sql.
type serialized struct {
	Error      bool   `json:"error"`
	Type       string `json:"error_type"`
	Message    string `json:"error_message"`
	Position   string `json:"position"`
	Statements []struct {
		Node any `json:"node"`
	} `json:"statements"`
}

// syntaxTree returns the syntax tree of one SELECT. The user's part begins at byte
// offset of sql; positions in errors are relative to it.
func syntaxTree(ctx context.Context, d *DB, sql string, offset int) (any, error) {
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
		// The parser counts characters; the binder counts bytes.
		if at, err := strconv.Atoi(s.Position); err == nil && at <= utf8.RuneCountInString(sql) {
			q.Line, q.Column = position(sql[offset:], len(string([]rune(sql)[:at]))-offset)
		}
	case s.Error:
		q.Text = "only a SELECT (WITH … SELECT, FROM …) is allowed here"
	case len(s.Statements) != 1:
		q.Text = fmt.Sprintf("%d statements; exactly one SELECT is allowed", len(s.Statements))
	default:
		return s.Statements[0].Node, nil
	}
	return nil, &dubbelkrona.Error{Kind: dubbelkrona.Invalid, Err: q}
}
