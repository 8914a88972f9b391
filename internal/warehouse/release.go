package warehouse

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"dubbelkrona/internal/durable"
)

// wholeCatalog is the name of the snapshot in the SELECTs of a Release.
const wholeCatalog = "whole"

// releaseFile is the name of the released part of a snapshot while it is being
// written, beside the snapshot.
const releaseFile = "release.duckdb"

// Release selects the part of a snapshot that is published.
type Release struct {
	// Select returns the SELECT of the released part of a table, or of a view
	// that becomes a table; empty if none of it is released. Whole selects all.
	Select func(name string) string
	// Views are released as views, ordered so that each reads only tables and
	// earlier views. Views that the snapshot does not have are ignored.
	Views []string
}

// Whole returns the SELECT of all of a table, such as "core.spend".
func Whole(table string) string { return "SELECT * FROM " + WholePath(table) }

// WholePath returns the name of a table of the snapshot in a Release's SELECT.
func WholePath(table string) string { return wholeCatalog + "." + quotePath(table) }

// release writes the released part of a closed snapshot to a new file. It does
// not delete from a copy: DuckDB leaves deleted data in the blocks it frees.
func release(ctx context.Context, to, from string, limits Limits, r Release) (err error) {
	temp := filepath.Join(filepath.Dir(to), tempDir)
	if err := errors.Join(durable.Remove(to, to+".wal"), os.MkdirAll(temp, 0o700)); err != nil {
		return err
	}
	db, err := open(ctx, to, temp, limits, storageVersion)
	if err != nil {
		return err
	}
	if err = errors.Join(os.Chmod(to, 0o600), db.release(ctx, from, r), db.Close()); err == nil {
		err = errors.Join(noWAL(to), os.RemoveAll(temp))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("release: %w", err), durable.Remove(to, to+".wal"))
	}
	return nil
}

// release fills the open, empty file.
func (d *DB) release(ctx context.Context, from string, r Release) error {
	if err := d.exec(ctx, fmt.Sprintf("ATTACH %s AS %s (READ_ONLY)", Literal(from), wholeCatalog)); err != nil {
		return err
	}
	if err := d.harden(ctx); err != nil {
		return err
	}
	if err := d.script(ctx, []string{"CREATE SCHEMA core", "CREATE SCHEMA effect", "CREATE SCHEMA metric", "CREATE SCHEMA meta"}); err != nil {
		return err
	}
	relations, err := d.Collect(ctx, `
		SELECT schema_name || '.' || table_name AS name, NULL AS sql FROM duckdb_tables() WHERE database_name = 'whole'
		UNION ALL SELECT schema_name || '.' || view_name, sql FROM duckdb_views() WHERE database_name = 'whole' AND NOT internal ORDER BY 1`)
	if err != nil {
		return err
	}
	views := make(map[string]string)
	for _, row := range relations {
		name := row[0].(string)
		if sql, ok := row[1].(string); ok && slices.Contains(r.Views, name) {
			views[name] = sql
		} else if query := r.Select(name); query != "" {
			if err := d.exec(ctx, fmt.Sprintf("CREATE TABLE %s AS %s", quotePath(name), query)); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	for _, name := range r.Views {
		if sql, ok := views[name]; ok {
			if err := d.exec(ctx, sql); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if err := copyComments(ctx, d); err != nil {
		return err
	}
	return d.exec(ctx, "FORCE CHECKPOINT "+Catalog)
}

// copyComments copies the comments of the released tables, views and columns
// from the snapshot.
func copyComments(ctx context.Context, d *DB) error {
	rows, err := d.Collect(ctx, withNamed+`
		SELECT here.kind, here.schema_name || '.' || here.table_name, here.column_name, there.comment
		  FROM named AS here JOIN named AS there USING (schema_name, table_name, column_name)
		 WHERE here.database_name = current_database() AND there.database_name = 'whole' AND there.comment IS NOT NULL`)
	if err != nil {
		return err
	}
	statements := make([]string, len(rows))
	for i, row := range rows {
		path := quotePath(row[1].(string))
		if column := row[2].(string); column != "" {
			path += "." + Quote(column)
		}
		statements[i] = fmt.Sprintf("COMMENT ON %s %s IS %s", row[0], path, Literal(row[3].(string)))
	}
	if len(statements) == 0 {
		return nil
	}
	return d.script(ctx, statements)
}
