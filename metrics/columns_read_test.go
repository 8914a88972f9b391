package metrics_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// columnReads collects the columns of base tables that a SELECT names, as table.column.
type columnReads struct {
	found map[string]bool
	// starred are the tables with a star, all of whose columns a surrounding SELECT can
	// name, and named all columns that the SELECT names.
	starred, named map[string]bool
}

// read adds the columns that a SELECT reads.
func (r *columnReads) read(tree node) {
	r.starred, r.named = map[string]bool{}, map[string]bool{}
	r.walk(tree, nil)
	for table := range r.starred {
		for column := range r.named {
			r.found[table+"."+column] = true
		}
	}
}

// relations returns the base tables of a FROM clause by alias; other relations are empty.
func relations(part any, into map[string]string) map[string]string {
	switch n := part.(type) {
	case []any:
		for _, child := range n {
			relations(child, into)
		}
	case node:
		switch n["type"] {
		case "SELECT_NODE":
			return into
		case "BASE_TABLE":
			name := strings.TrimPrefix(fmt.Sprint(n["schema_name"], ".", n["table_name"]), ".")
			alias, _ := n["alias"].(string)
			if alias == "" {
				alias = fmt.Sprint(n["table_name"])
			}
			into[alias] = name
			return into
		}
		for _, child := range n {
			relations(child, into)
		}
	}
	return into
}

// walk records the columns that a tree names; scopes are the relations that it sees, the
// innermost last.
func (r *columnReads) walk(part any, scopes []map[string]string) {
	switch n := part.(type) {
	case []any:
		for _, child := range n {
			r.walk(child, scopes)
		}
	case node:
		switch n["type"] {
		case "SELECT_NODE":
			scopes = append(slices.Clip(scopes), relations(n["from_table"], map[string]string{}))
		case "COLUMN_REF":
			r.column(n["column_names"].([]any), scopes)
		case "STAR":
			r.star(n["relation_name"], scopes)
		}
		for _, key := range slices.Sorted(maps.Keys(n)) {
			r.walk(n[key], scopes)
		}
	}
}

func (r *columnReads) column(names []any, scopes []map[string]string) {
	column := fmt.Sprint(names[len(names)-1])
	r.named[column] = true
	for _, scope := range slices.Backward(scopes) {
		if len(names) > 1 {
			if table, ok := scope[fmt.Sprint(names[0])]; ok {
				r.found[table+"."+column] = true
				return
			}
			continue
		}
		for _, table := range scope {
			r.found[table+"."+column] = true
		}
		return
	}
}

func (r *columnReads) star(relation any, scopes []map[string]string) {
	for alias, table := range scopes[len(scopes)-1] {
		if relation == nil || relation == alias {
			r.starred[table] = true
		}
	}
}

// A column about persons that no figure reads must not be stored: each is named by the SQL
// of a built-in definition.
func TestEveryColumnAboutPersonsIsRead(t *testing.T) {
	inSnapshot(t, func(_ context.Context, db *warehouse.DB) {
		reads := columnReads{found: map[string]bool{}}
		all := catalogue(t, db, builtIn())
		for _, d := range slices.Concat(all.Of(metrics.Model), all.Of(metrics.Effect), all.Of(metrics.Check), all.Of(metrics.Metric)) {
			reads.read(tree(t, db, d.SQL))
		}
		unread := func(table *dubbelkrona.Table) (names []string) {
			for _, c := range table.Columns {
				name := table.Name + "." + c.Name
				if !reads.found["core."+name] {
					names = append(names, name)
				}
			}
			return names
		}
		for _, table := range dubbelkrona.Tables() {
			if names := unread(table); table.Person && len(names) > 0 {
				t.Errorf("no definition reads %s: remove the columns from the table and add them to Removed", strings.Join(names, ", "))
			}
		}
		// The search itself works.
		if got := unread(&dubbelkrona.Table{Name: "participant", Columns: []dubbelkrona.Column{{Name: "note"}, {Name: "treated"}}}); !slices.Equal(got, []string{"participant.note"}) {
			t.Errorf("unread are %v", got)
		}
	})
}
