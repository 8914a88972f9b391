package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// CatalogHash is the name under which Sealed returns the hash of the catalog:
// names, types and comments of tables, views and columns, and the SQL of views.
const CatalogHash = "catalog"

const catalogQuery = `SELECT count(*), sum(hash(kind, name, text, type, comment)) FROM (
	SELECT 'table' AS kind, schema_name || '.' || table_name AS name, '' AS text, '' AS type, comment, database_name FROM duckdb_tables()
	UNION ALL
	SELECT 'view', schema_name || '.' || view_name, sql, '', comment, database_name FROM duckdb_views() WHERE NOT internal
	UNION ALL
	SELECT 'column', schema_name || '.' || table_name || '.' || column_name, CAST(column_index AS VARCHAR), data_type, comment, database_name
	  FROM duckdb_columns() WHERE NOT internal) WHERE database_name = current_database()`

// Seal opens a closed snapshot and returns its DB.Sealed.
func Seal(ctx context.Context, path string, limits Limits) (sealed []dubbelkrona.TableHash, err error) {
	db, err := OpenReadOnly(ctx, path, limits)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Sealed(ctx)
}

// Sealed computes the hash of every table that Hashes leaves out, over all its
// columns, and CatalogHash. They never change in a closed file, so a different
// hash means that the file was changed by hand. Unlike those of Hashes they
// differ between builds of the same rows, since they cover times and run ids.
func (d *DB) Sealed(ctx context.Context) ([]dubbelkrona.TableHash, error) {
	names, err := tableNames(ctx, d)
	if err != nil {
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name string) bool {
		return slices.ContainsFunc(loadedTables(), func(t loaded) bool { return t.name == name })
	})
	all, err := d.SealedTables(ctx, names...)
	if err != nil {
		return nil, err
	}
	sum, err := sumOf(ctx, d, CatalogHash, catalogQuery)
	return append(all, sum.hash(CatalogHash)), err
}

// SealedTables is Sealed for the named tables only.
func (d *DB) SealedTables(ctx context.Context, names ...string) (all []dubbelkrona.TableHash, err error) {
	for _, name := range names {
		h, err := hashOf(ctx, d, name, "")
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// hashOf returns the hash of a table over all columns but one. The columns are
// those in the file, which may lack some if an earlier version made it.
func hashOf(ctx context.Context, d *DB, name, without string) (dubbelkrona.TableHash, error) {
	rows, err := d.Collect(ctx, `SELECT column_name FROM duckdb_columns()
		WHERE database_name = current_database() AND schema_name || '.' || table_name = ? AND column_name <> ? ORDER BY column_index`, name, without)
	if err == nil && len(rows) == 0 {
		err = errors.New("the table does not exist")
	}
	if err != nil {
		return dubbelkrona.TableHash{}, fmt.Errorf("content hash: %s: %w", name, err)
	}
	columns := make([]string, len(rows))
	for i, row := range rows {
		columns[i] = row[0].(string)
	}
	sum, err := sumOf(ctx, d, name, fmt.Sprintf("SELECT count(*), sum(hash(%s)) FROM %s", QuoteAll(columns), quotePath(name)))
	return sum.hash(name), err
}

// tableNames returns the names of the tables in the file, without views, sorted.
func tableNames(ctx context.Context, d *DB) ([]string, error) {
	rows, err := d.Collect(ctx, "SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1")
	if err != nil {
		return nil, fmt.Errorf("tables list: %w", err)
	}
	names := make([]string, len(rows))
	for i, row := range rows {
		names[i] = row[0].(string)
	}
	slices.SortFunc(names, strings.Compare)
	return names, nil
}

// presentTables returns the loaded tables that the file has: a released file has no
// tables of persons.
func presentTables(ctx context.Context, d *DB) (all []loaded, err error) {
	names, err := tableNames(ctx, d)
	if err != nil {
		return nil, err
	}
	for _, t := range loadedTables() {
		if slices.Contains(names, t.name) {
			all = append(all, t)
		}
	}
	return all, nil
}
