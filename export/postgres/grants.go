package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	pg "dubbelkrona/internal/postgres"
)

// grant is a right on a table or view, or on one of its columns.
type grant struct {
	relation  string
	column    string // empty for all of it
	privilege string // as in GRANT
	role      string // quoted, or PUBLIC
	grantable bool
}

// grants returns the rights that the owner has given on relations.
func (w *writer) grants(ctx context.Context, there relations) ([]grant, error) {
	var names []string
	for _, r := range there.all {
		names = append(names, r.name)
	}
	rows, err := w.tx.Query(ctx, `
		WITH given AS (
		  SELECT c.relname, '' AS attname, c.relowner, (aclexplode(c.relacl)).*
		    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
		   WHERE n.nspname = $1 AND c.relname = ANY ($2)
		  UNION ALL
		  SELECT c.relname, a.attname, c.relowner, (aclexplode(a.attacl)).*
		    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
		   WHERE n.nspname = $1 AND c.relname = ANY ($2) AND a.attnum > 0 AND NOT a.attisdropped
		)
		SELECT relname, attname, privilege_type, CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, is_grantable
		  FROM given WHERE grantee <> relowner ORDER BY 1, 2, 3, 4`, w.schema, names)
	if err != nil {
		return nil, pg.Fault(ctx, "grants", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (g grant, err error) {
		err = row.Scan(&g.relation, &g.column, &g.privilege, &g.role, &g.grantable)
		return g, err
	})
	if err != nil {
		return nil, pg.Fault(ctx, "grants", err)
	}
	return all, nil
}

// regrant gives rights again, on what is still there.
func (w *writer) regrant(ctx context.Context, kept []grant) error {
	rows, err := w.tx.Query(ctx, `
		SELECT c.relname, a.attname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace JOIN pg_attribute AS a ON a.attrelid = c.oid
		 WHERE n.nspname = $1 AND c.relname = ANY ($2) AND a.attnum > 0 AND NOT a.attisdropped`, w.schema, w.names)
	if err != nil {
		return pg.Fault(ctx, "columns", err)
	}
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByPos[struct{ Relation, Column string }])
	if err != nil {
		return pg.Fault(ctx, "columns", err)
	}
	for _, g := range kept {
		there := slices.ContainsFunc(columns, func(c struct{ Relation, Column string }) bool {
			return c.Relation == g.relation && (g.column == "" || c.Column == g.column)
		})
		if !there {
			continue
		}
		if err := w.exec(ctx, "grant", g.statement(w.path(g.relation))); err != nil {
			return err
		}
	}
	return nil
}

// statement returns the statement that gives the right.
func (g grant) statement(path string) string {
	of, option := "", ""
	if g.column != "" {
		of = " (" + quote(g.column) + ")"
	}
	if g.grantable {
		option = " WITH GRANT OPTION"
	}
	return fmt.Sprintf("GRANT %s%s ON %s TO %s%s", g.privilege, of, path, g.role, option)
}
