package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"dubbelkrona"
	pg "dubbelkrona/internal/postgres"
)

// relation is a table, view or other relation of the schema.
type relation struct {
	name    string
	kind    string // pg_class.relkind: r is a table, v a view
	comment string
}

// relations are those of the schema that have one of our names or markers.
type relations struct {
	schema bool // whether there is a schema
	all    []relation
}

// same reports whether the schema has exactly a structure.
func (r relations) same(s structure) bool {
	if len(r.all) != len(s.names) {
		return false
	}
	return !slices.ContainsFunc(r.all, func(one relation) bool { return !strings.HasSuffix(one.comment, s.marker) })
}

// existing returns the relations of the schema that are the project's. A relation
// that has one of the names without being the project's is an Invalid error.
func (w *writer) existing(ctx context.Context) (there relations, err error) {
	if err := w.tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", w.schema).Scan(&there.schema); err != nil {
		return there, pg.Fault(ctx, "schema", err)
	}
	rows, err := w.tx.Query(ctx, `
		SELECT c.relname, c.relkind::text, coalesce(obj_description(c.oid, 'pg_class'), '')
		  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
		 WHERE n.nspname = $1 ORDER BY c.relname`, w.schema)
	if err != nil {
		return there, pg.Fault(ctx, "tables", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (r relation, err error) {
		err = row.Scan(&r.name, &r.kind, &r.comment)
		return r, err
	})
	if err != nil {
		return there, pg.Fault(ctx, "tables", err)
	}
	for _, r := range all {
		ours := strings.Contains(r.comment, markerOf(w.project)) && strings.HasSuffix(r.comment, "]") && (r.kind == "r" || r.kind == "v")
		switch {
		case ours:
			there.all = append(there.all, r)
		case slices.Contains(w.names, r.name):
			return there, dubbelkrona.Invalidf("schema %s has a relation %s that this project did not make; name another schema, or remove it", w.schema, r.name)
		}
	}
	return there, nil
}

// recreate drops the project's tables and views and creates those of the structure,
// with the grants that they had.
func (w *writer) recreate(ctx context.Context, there relations) error {
	if !there.schema {
		if err := w.exec(ctx, "schema create", "CREATE SCHEMA "+quote(w.schema)); err != nil {
			return err
		}
	}
	kept, err := w.grants(ctx, there)
	if err != nil {
		return err
	}
	if err := w.drop(ctx, there); err != nil {
		return err
	}
	for _, statement := range w.statements {
		if err := w.exec(ctx, "create", statement); err != nil {
			return err
		}
	}
	return w.regrant(ctx, kept)
}

// drop drops the views and then the tables, all of a kind at once, since they
// depend on each other.
func (w *writer) drop(ctx context.Context, there relations) error {
	for _, kind := range []struct{ relkind, word string }{{"v", "VIEW"}, {"r", "TABLE"}} {
		var names []string
		for _, r := range there.all {
			if r.kind == kind.relkind {
				names = append(names, w.path(r.name))
			}
		}
		if len(names) == 0 {
			continue
		}
		_, err := w.tx.Exec(ctx, fmt.Sprintf("DROP %s %s", kind.word, strings.Join(names, ", ")))
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == "2BP01" {
			return dubbelkrona.Invalidf("the structure of schema %s must change, but somebody's view or table depends on it: drop that, run again, and create it again (2BP01)", w.schema)
		}
		if err != nil {
			return pg.Fault(ctx, "drop", err)
		}
	}
	return nil
}
