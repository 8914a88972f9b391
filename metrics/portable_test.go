package metrics_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/metrics/figure"
)

// The SQL of package queries uses only what other engines run too, with the same
// result. Two of these rules exist because Trino gives another number without an
// error: it divides decimals to the scale of the decimals, so that sum(1.0) /
// count(*) of 0.0614 is 0.1, and rounds their mean to that scale.

// plainNodes are the nodes of a syntax tree that need no rule.
var plainNodes = strings.Fields(`SELECT_NODE CTE_NODE BASE_TABLE SUBQUERY EXPRESSION_LIST EMPTY COLUMN_REF VALUE_CONSTANT FUNCTION CASE_EXPR OPERATOR_CAST
	COMPARE_EQUAL COMPARE_NOTEQUAL COMPARE_LESSTHAN COMPARE_GREATERTHAN COMPARE_LESSTHANOREQUALTO COMPARE_GREATERTHANOREQUALTO
	COMPARE_DISTINCT_FROM COMPARE_NOT_DISTINCT_FROM COMPARE_BETWEEN COMPARE_IN COMPARE_NOT_IN CONJUNCTION_AND CONJUNCTION_OR
	OPERATOR_NOT OPERATOR_IS_NULL OPERATOR_IS_NOT_NULL OPERATOR_COALESCE
	WINDOW_AGGREGATE WINDOW_ROW_NUMBER WINDOW_RANK WINDOW_LAG
	ORDER_MODIFIER ORDER_DEFAULT ASCENDING DESCENDING`)

// plainFunctions are those that other engines have under the same name, with
// the same arguments. INTERVAL '1' MONTH is to_months(trunc(…)) in the tree.
var plainFunctions = strings.Fields(`+ - * / || ~~ !~~ count count_star sum min max avg nullif abs floor ceil power sqrt exp
	length lower upper trim rtrim replace substr split_part date_trunc date_part date_diff row_number rank lag to_months to_days trunc`)

// ownFunctions have no plain equivalent, each with its reason.
var ownFunctions = map[string]string{
	"sha256": "Trino has it of bytes: to_hex(sha256(to_utf8(…)))",
}

var plainTypes = strings.Fields("DOUBLE DECIMAL INTEGER BIGINT VARCHAR DATE BOOLEAN")

// lint finds what is not portable in a syntax tree.
type lint struct {
	// doubles are the names of a let that are a DOUBLE.
	doubles map[string]bool
	found   []string
}

// refuse records a finding once, since the tree repeats common table expressions.
func (l *lint) refuse(format string, args ...any) {
	if what := fmt.Sprintf(format, args...); !slices.Contains(l.found, what) {
		l.found = append(l.found, what)
	}
}

type node = map[string]any

func (l *lint) walk(tree any) {
	switch n := tree.(type) {
	case []any:
		for _, child := range n {
			l.walk(child)
		}
	case node:
		l.node(n)
		for _, key := range slices.Sorted(maps.Keys(n)) {
			l.walk(n[key])
		}
	}
}

func (l *lint) node(n node) {
	kind, _ := n["type"].(string)
	switch kind {
	case "", "DECIMAL_TYPE_INFO":
	case "SET_OPERATION_NODE":
		if kind := n["setop_type"]; kind != "UNION" && kind != "EXCEPT" && kind != "INTERSECT" {
			l.refuse("%v: name the columns of both SELECTs in the same order", kind)
		}
	case "JOIN":
		l.join(n)
	case "STAR":
		if n["exclude_list"] != nil || n["replace_list"] != nil || n["columns"] != nil {
			l.refuse("a star with EXCLUDE, REPLACE or COLUMNS, or ALL: name the columns")
		}
	case "DISTINCT_MODIFIER":
		if n["distinct_on_targets"] != nil {
			l.refuse("DISTINCT ON: number the rows with row_number()")
		}
	default:
		if !slices.Contains(plainNodes, kind) {
			l.refuse("%s is not portable", kind)
		}
	}
	switch {
	case kind == "SELECT_NODE":
		l.selectNode(n)
	case n["class"] == "FUNCTION" || n["class"] == "WINDOW":
		l.function(n)
	case n["class"] == "CAST":
		l.cast(n)
	}
	if n["sample"] != nil {
		l.refuse("a sample is not portable")
	}
}

func (l *lint) join(n node) {
	if kind := n["ref_type"]; kind != "REGULAR" && kind != "CROSS" {
		l.refuse("%v JOIN is not portable", kind)
	}
	if kind, _ := n["join_type"].(string); !slices.Contains([]string{"INNER", "LEFT", "RIGHT", "FULL"}, kind) {
		l.refuse("%v JOIN: write EXISTS", kind)
	}
}

func (l *lint) selectNode(n node) {
	if n["aggregate_handling"] != "STANDARD_HANDLING" {
		l.refuse("GROUP BY ALL: name the columns")
	}
	if n["qualify"] != nil {
		l.refuse("QUALIFY: filter in a query around it")
	}
	l.windows(n)
	from, _ := n["from_table"].(node)
	names := map[string]bool{}
	var stars []string
	for _, item := range list(n["select_list"]) {
		item := item.(node)
		if item["class"] == "STAR" {
			of, _ := item["relation_name"].(string)
			if of == "" && from["type"] == "JOIN" {
				l.refuse("* over a join has two columns of one name: name the columns")
			}
			stars = append(stars, of)
			continue
		}
		name := outputName(item)
		if name != "" && names[name] {
			l.refuse("two columns are named %s", name)
		}
		names[name] = true
	}
	if len(stars) > 1 {
		l.refuse("two stars in one SELECT may have columns of one name: name the columns")
	}
	for _, of := range stars {
		for _, key := range joinColumns(from, of) {
			if names[key] {
				l.refuse("%s.* repeats the column %s: name the columns", of, key)
			}
		}
	}
}

func (l *lint) function(n node) {
	name, _ := n["function_name"].(string)
	if name == "greatest" || name == "least" {
		l.refuse("%s skips NULL in DuckDB and is NULL in Trino, so that something unknown becomes a figure: write CASE", name)
	} else if _, known := ownFunctions[name]; !known && !slices.Contains(plainFunctions, name) {
		l.refuse("function %s: is there one that other engines have? then put it on the list", name)
	}
	arguments := list(n["children"])
	switch {
	case name == "/" && !l.double(arguments[0]) && !l.double(arguments[1]):
		l.refuse("a division of what may be decimals: write CAST(… AS DOUBLE) / …")
	case name == "avg" && !l.double(arguments[0]):
		l.refuse("avg of what may be decimals: write avg(CAST(… AS DOUBLE))")
	}
}

func (l *lint) cast(n node) {
	to, _ := n["cast_type"].(node)["id"].(string)
	if !slices.Contains(plainTypes, to) {
		l.refuse("CAST to %s", to)
	}
}

// double reports whether an expression is certainly a DOUBLE.
func (l *lint) double(tree any) bool {
	n := tree.(node)
	some := func(nodes []any) bool { return slices.ContainsFunc(nodes, l.double) }
	switch n["class"] {
	case "COLUMN_REF":
		names := list(n["column_names"])
		return len(names) == 1 && l.doubles[names[0].(string)]
	case "CAST":
		return n["cast_type"].(node)["id"] == "DOUBLE"
	case "CASE":
		values := []any{n["else_expr"]}
		for _, c := range list(n["case_checks"]) {
			values = append(values, c.(node)["then_expr"])
		}
		return some(slices.DeleteFunc(values, func(v any) bool { return v == nil }))
	case "OPERATOR":
		return n["type"] == "OPERATOR_COALESCE" && some(list(n["children"]))
	case "FUNCTION", "WINDOW":
		switch n["function_name"] {
		case "power", "sqrt", "exp":
			return true
		case "+", "-", "*", "/", "sum", "min", "max", "avg", "abs":
			return some(list(n["children"]))
		case "nullif":
			return l.double(list(n["children"])[0])
		}
	}
	return false
}

// joinColumns returns the columns of a relation that ON conditions compare.
func joinColumns(tree any, relation string) (names []string) {
	switch n := tree.(type) {
	case []any:
		for _, child := range n {
			names = append(names, joinColumns(child, relation)...)
		}
	case node:
		if path := list(n["column_names"]); len(path) == 2 && path[0] == relation {
			return []string{path[1].(string)}
		}
		for _, key := range []string{"left", "right", "condition", "children"} {
			names = append(names, joinColumns(n[key], relation)...)
		}
	}
	return names
}

func outputName(item node) string {
	if alias, _ := item["alias"].(string); alias != "" {
		return strings.ToLower(alias)
	}
	names := list(item["column_names"])
	if len(names) == 0 {
		return ""
	}
	return strings.ToLower(names[len(names)-1].(string))
}

func list(v any) []any {
	all, _ := v.([]any)
	return all
}

// tree returns the syntax tree of a SELECT.
func tree(t *testing.T, db *warehouse.DB, sql string) node {
	t.Helper()
	rows, err := db.Collect(t.Context(), "SELECT CAST(json_serialize_sql(CAST(? AS VARCHAR), skip_null := true, skip_empty := true, skip_default := true) AS VARCHAR)", sql)
	if err != nil {
		t.Fatal(err)
	}
	var parsed struct{ Statements []struct{ Node node } }
	if err := json.Unmarshal([]byte(rows[0][0].(string)), &parsed); err != nil || len(parsed.Statements) != 1 {
		t.Fatalf("%s: %v", sql, err)
	}
	return parsed.Statements[0].Node
}

// portable lints a SELECT.
func portable(t *testing.T, db *warehouse.DB, sql string) []string {
	l := &lint{}
	l.walk(tree(t, db, sql))
	if _, body, _ := strings.Cut("*/"+sql, "*/"); strings.Contains(body, "::") {
		l.refuse(":: is DuckDB's and PostgreSQL's alone: write CAST")
	}
	return l.found
}

// expressionsOf lints the expressions of a metric, step by step, since a name
// of a let is a DOUBLE if its expression is.
func expressionsOf(t *testing.T, db *warehouse.DB, f figure.Figure) (found []string) {
	known := map[string]bool{}
	read := func(expression string) (l *lint, double bool) {
		l = &lint{doubles: maps.Clone(known)}
		if expression == "" {
			return l, false
		}
		n := tree(t, db, "SELECT "+expression+" FROM _rows")
		l.walk(n)
		for _, what := range l.found {
			found = append(found, expression+": "+what)
		}
		return l, l.double(list(n["select_list"])[0])
	}
	for _, step := range f.Let {
		doubles := map[string]bool{}
		for _, b := range step {
			_, doubles[b.Name] = read(b.Expression)
		}
		maps.Copy(known, doubles)
	}
	for _, e := range f.Expressions() {
		if !strings.HasPrefix(e.Name, "let[") {
			read(e.Expression)
		}
	}
	return found
}

func TestDefinitionsArePortable(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		for _, kind := range []metrics.Kind{metrics.Model, metrics.Effect, metrics.Check, metrics.Metric} {
			for _, d := range c.Of(kind) {
				found := portable(t, db, d.SQL)
				if kind == metrics.Metric {
					found = append(found, expressionsOf(t, db, d.Figure)...)
				}
				for _, what := range found {
					t.Errorf("%s: %s", d.File, what)
				}
			}
		}
	})
}

// What the lint must find, each with a part of its message; "" for portable SQL.
var portability = map[string]string{
	"SELECT sum(a) / count(*) FROM t":                                                                           "a division",
	"SELECT sum(CASE WHEN a THEN 1.0 ELSE 0 END) / nullif(count(b), 0) FROM t":                                  "a division",
	"SELECT sum(a) / CAST(count(*) AS BIGINT) FROM t":                                                           "a division",
	"SELECT CAST(1.0 / count(*) OVER (PARTITION BY a) AS DOUBLE) FROM t":                                        "a division",
	"WITH u AS (SELECT 1 - a / b AS c FROM t) SELECT c FROM u":                                                  "a division",
	"SELECT CAST(sum(a) AS DOUBLE) / nullif(count(*), 0) FROM t":                                                "",
	"SELECT 1 / (1 + 0.5 * sqrt(a)) FROM t":                                                                     "",
	"SELECT avg(a) FROM t":                                                                                      "avg",
	"SELECT avg(CASE WHEN a > 1 THEN b END) FROM t":                                                             "avg",
	"SELECT avg(a) OVER (PARTITION BY b) FROM t":                                                                "avg",
	"SELECT avg(CAST(a AS DOUBLE)) FROM t":                                                                      "",
	"SELECT avg(CASE WHEN a > 1 THEN CAST(b AS DOUBLE) END) FROM t":                                             "",
	"SELECT a FROM t UNION ALL BY NAME SELECT a FROM u":                                                         "UNION_BY_NAME",
	"SELECT a, NULL AS person FROM t UNION ALL SELECT a, person FROM u":                                         "",
	"SELECT CAST(NULL AS BLOB) AS person FROM t":                                                                "CAST to BLOB",
	"SELECT CAST(a AS HUGEINT) FROM t":                                                                          "CAST to HUGEINT",
	"SELECT to_json(a) FROM t":                                                                                  "function to_json",
	"SELECT greatest(a, 0) FROM t":                                                                              "greatest skips NULL",
	"SELECT list(a) FROM t":                                                                                     "function list",
	"SELECT any_value(a) FROM t":                                                                                "function any_value",
	"SELECT s.id, f.* FROM s INNER JOIN f ON f.id = s.id":                                                       "f.* repeats the column id",
	"SELECT s.a, f.* FROM s INNER JOIN f ON f.id = s.id":                                                        "",
	"SELECT * FROM s INNER JOIN f ON f.id = s.id":                                                               "* over a join",
	"SELECT s.*, f.* FROM s INNER JOIN f ON f.id = s.id":                                                        "two stars",
	"SELECT a, b AS a FROM t":                                                                                   "two columns are named a",
	"SELECT * EXCLUDE (a) FROM t":                                                                               "a star with EXCLUDE",
	"SELECT * REPLACE (a + 1 AS a) FROM t":                                                                      "a star with EXCLUDE",
	"SELECT COLUMNS('a.*') FROM t":                                                                              "a star with EXCLUDE",
	"SELECT *, row_number() OVER (ORDER BY a) AS n FROM t":                                                      "",
	"SELECT max(a) OVER () FROM t":                                                                              "OVER () sometimes",
	"SELECT a + sum(a) OVER (PARTITION BY b) - sum(c) OVER (PARTITION BY b) AS n FROM t":                        "",
	"SELECT rank() OVER (ORDER BY a), lag(b, 1) OVER (ORDER BY a DESC) FROM t":                                  "two window",
	"SELECT a FROM t ORDER BY rank() OVER (ORDER BY a), rank() OVER (ORDER BY b)":                               "two window",
	"SELECT sum(a) OVER (PARTITION BY b), sum(a) OVER (PARTITION BY b ORDER BY a) FROM t":                       "two window",
	"SELECT sum(a) OVER (ORDER BY a), sum(a) OVER (ORDER BY a ROWS UNBOUNDED PRECEDING) FROM t":                 "two window",
	"WITH u AS (SELECT *, rank() OVER (ORDER BY a) AS n FROM t) SELECT *, rank() OVER (ORDER BY b) AS m FROM u": "",
	"SELECT a, count(*) FROM t GROUP BY ALL":                                                                    "GROUP BY ALL",
	"SELECT a FROM t ORDER BY ALL":                                                                              "ALL",
	"SELECT a FROM t QUALIFY row_number() OVER (ORDER BY b) = 1":                                                "QUALIFY",
	"SELECT DISTINCT ON (a) a, b FROM t":                                                                        "DISTINCT ON",
	"SELECT DISTINCT a FROM t":                                                                                  "",
	"SELECT a FROM t ASOF JOIN u ON t.d >= u.d":                                                                 "ASOF JOIN",
	"SELECT a FROM t POSITIONAL JOIN u":                                                                         "POSITIONAL JOIN",
	"SELECT a FROM t SEMI JOIN u ON t.a = u.a":                                                                  "SEMI JOIN",
	"SELECT a FROM t NATURAL JOIN u":                                                                            "NATURAL JOIN",
	"SELECT a FROM t FULL JOIN u ON u.b = t.b":                                                                  "",
	"SELECT a FROM t USING SAMPLE 10%":                                                                          "sample",
	"SELECT a FROM range(3) AS r(a)":                                                                            "TABLE_FUNCTION",
	"SELECT a FROM (VALUES (1), (2)) AS r(a)":                                                                   "",
	"SELECT list_transform(a, lambda x: x + 1) FROM t":                                                          "LAMBDA",
	"SELECT [a] FROM t":                                                                                         "list_value",
	"SELECT {'a': b} FROM t":                                                                                    "struct_pack",
	"SELECT a[1] FROM t":                                                                                        "ARRAY_EXTRACT",
	"SELECT a // b FROM t":                                                                                      "function //",
	"SELECT a ** 2 FROM t":                                                                                      "function **",
	"SELECT a ILIKE 'x' FROM t":                                                                                 "function ~~*",
	"SELECT a GLOB 'x' FROM t":                                                                                  "function ~~~",
	"SELECT a SIMILAR TO 'x' FROM t":                                                                            "function regexp_full_match",
	"SELECT a COLLATE NOCASE FROM t":                                                                            "COLLATE",
	"SELECT a::VARCHAR FROM t":                                                                                  "::",
	"SELECT a FROM t WHERE d BETWEEN DATE '2024-01-01' AND d + INTERVAL '1' DAY":                                "",
}

func TestLintFindsUnportableSQL(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		for sql, want := range portability {
			found := strings.Join(portable(t, db, sql), "; ")
			if (want == "") != (found == "") || !strings.Contains(found, want) {
				t.Errorf("%s: found %q, want %q", sql, found, want)
			}
		}
		// A name of a let is a DOUBLE if its expression is, in later steps.
		f := figure.Figure{Let: [][]figure.Binding{{{Name: "a", Expression: "sum(a)"}, {Name: "b", Expression: "CAST(sum(b) AS DOUBLE)"}}},
			Value: "a / b", Parts: []figure.Part{{Name: "p", Value: "a / c"}}}
		if found := expressionsOf(t, db, f); len(found) != 1 || !strings.Contains(found[0], "a / c: a division") {
			t.Errorf("found %q", found)
		}
	})
}
