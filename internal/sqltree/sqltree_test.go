package sqltree_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"dubbelkrona/internal/sqltree"
)

// Parts of syntax trees in DuckDB's form, which is tested against its parser in
// internal/warehouse.
const (
	person = `{"class": "COLUMN_REF", "column_names": ["person"]}`
	people = `{"type": "BASE_TABLE", "schema_name": "core", "table_name": "Participant"}`
	count  = `{"class": "FUNCTION", "function_name": "count", "children": [` + person + `], "alias": "n"}`
	lowest = `{"class": "FUNCTION", "function_name": "min", "children": [` + person + `], "alias": "first"}`
	isNull = `{"class": "OPERATOR", "type": "OPERATOR_IS_NULL", "children": [` + person + `], "alias": "none"}`
	star   = `{"class": "STAR"}`
	nobody = `{"class": "CONSTANT", "alias": "person"}`
	common = `{"type": "BASE_TABLE", "table_name": "c"}`
)

// from returns the tree of SELECT list FROM table.
func from(table, list string) string {
	return `{"type": "SELECT_NODE", "from_table": ` + table + `, "select_list": [` + list + `]}`
}

// with returns the tree of WITH c AS (query) child.
func with(query, child string) string {
	return `{"type": "CTE_NODE", "cte_name": "C", "query": ` + query + `, "child": ` + child + `}`
}

func parse(t *testing.T, tree string) (parsed any) {
	if err := json.Unmarshal([]byte(tree), &parsed); err != nil {
		t.Fatal(err)
	}
	return parsed
}

func TestRead(t *testing.T) {
	for name, tc := range map[string]struct {
		tree              string
		tables, functions []string
	}{
		"table":         {tree: from(people, star), tables: []string{"core.participant"}},
		"own catalog":   {tree: from(`{"type": "BASE_TABLE", "catalog_name": "impact", "schema_name": "core", "table_name": "spend"}`, star), tables: []string{"core.spend"}},
		"other catalog": {tree: from(`{"type": "BASE_TABLE", "catalog_name": "disk", "schema_name": "core", "table_name": "spend"}`, star), tables: []string{"disk.core.spend"}},
		"join, once":    {tree: from(`{"type": "JOIN", "left": `+people+`, "right": `+people+`}`, star), tables: []string{"core.participant"}},
		"common table":  {tree: with(from(people, star), from(common, star)), tables: []string{"core.participant"}},
		"not yet named": {tree: with(from(common, star), from(common, star)), tables: []string{"c"}},
		"function":      {tree: from(`{"type": "TABLE_FUNCTION", "function": {"function_name": "READ_CSV"}}`, star), functions: []string{"read_csv"}},
		"show":          {tree: from(`{"type": "SHOW_REF"}`, star), functions: []string{"describe"}},
		"no tree":       {tree: `null`},
	} {
		got := sqltree.Read(parse(t, tc.tree), "impact")
		if !slices.Equal(got.Tables, tc.tables) || !slices.Equal(got.TableFunctions, tc.functions) {
			t.Errorf("%s: %+v, want %v and %v", name, got, tc.tables, tc.functions)
		}
	}
}

func TestExposed(t *testing.T) {
	marked := func(table string) map[string]string {
		return map[string]map[string]string{"core.participant": {"person": "participant.person"}}[table]
	}
	for name, tc := range map[string]struct{ tree, column string }{
		"column":       {from(people, person), "person"},
		"star":         {from(people, star), "person"},
		"minimum":      {from(people, lowest), "first"},
		"count":        {from(people, count), ""},
		"condition":    {from(people, isNull), ""},
		"common table": {with(from(people, lowest), from(common, star)), "first"},
		"union":        {`{"type": "SET_OPERATION_NODE", "left": ` + from(people, nobody) + `, "right": ` + from(people, person) + `}`, "person"},
		"other table":  {from(`{"type": "BASE_TABLE", "schema_name": "core", "table_name": "spend"}`, person), ""},
	} {
		want := map[string]string{}
		if tc.column != "" {
			want[tc.column] = "participant.person"
		}
		if got := sqltree.Exposed(parse(t, tc.tree), marked); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}
