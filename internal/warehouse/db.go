package warehouse

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/scratch"

	"github.com/marcboeker/go-duckdb/v2"
)

// Catalog is the name of the snapshot inside DuckDB, and of the published file
// (impact.duckdb): DuckDB names a catalog after its file, so a view that names
// the catalog works in both.
const Catalog = "impact"

// DB is one open snapshot. Its methods may be called from several goroutines.
type DB struct {
	pool *sql.DB
	done func() error // removes the temporary folder; nil if there is none
}

// OpenReadOnly opens a published or kept snapshot. As during Build, no
// statement can reach files or settings. Any number of readers may have the
// file open; each keeps reading the snapshot it opened after another one has
// taken the file's name. A missing file is a NotFound error.
func OpenReadOnly(ctx context.Context, path string, limits Limits) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		kind := dubbelkrona.Internal
		if os.IsNotExist(err) {
			kind = dubbelkrona.NotFound
		}
		return nil, dubbelkrona.Errorf(kind, "snapshot open: %w", err)
	}
	temp, done := "", func() error { return nil }
	if limits.Scratch != "" {
		var err error
		if temp, done, err = scratch.Folder(limits.Scratch); err != nil {
			return nil, fmt.Errorf("snapshot open: %w", err)
		}
	}
	db, err := open(ctx, path, temp, limits, "READ_ONLY")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("snapshot open: %s: %w; if it is damaged, `dubbelkrona rebuild` builds it again", path, err), done())
	}
	db.done = done
	if err := db.harden(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// OpenEmpty opens an in-memory database without tables, for parsing SQL. As
// with OpenReadOnly, no statement can reach files or settings.
func OpenEmpty(ctx context.Context) (*DB, error) {
	db, err := open(ctx, ":memory:", "", Limits{Threads: 1}, "")
	if err != nil {
		return nil, fmt.Errorf("engine open: %w", err)
	}
	if err := db.harden(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// open attaches the file to a separate in-memory DuckDB instead of opening it
// directly, for three reasons: the driver reads "?" and "%" in a path as
// settings; it shares one DuckDB among all that open the same path, so that
// opening a new snapshot could return the previous one; and only ATTACH takes
// the catalog's name and the storage version.
func open(ctx context.Context, path, temp string, limits Limits, option string) (*DB, error) {
	if strings.ContainsRune(path, '?') {
		// DuckDB takes ? for the start of a query string and writes its log elsewhere.
		return nil, dubbelkrona.Invalidf("%s: DuckDB cannot open a path that contains ?: rename the folder", path)
	}
	setup := setupSQL(path, temp, limits.withDefaults(fileBytes(path)), option)
	var attached bool // the driver opens one connection at a time until Ping returns
	connector, err := duckdb.NewConnector("", func(conn driver.ExecerContext) error {
		if !attached {
			if _, err := conn.ExecContext(ctx, setup, nil); err != nil {
				return err
			}
			attached = true
		}
		_, err := conn.ExecContext(context.Background(), "USE "+Catalog, nil)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("engine start: %w", wrapQuery(ctx, err, ""))
	}
	db := &DB{pool: sql.OpenDB(connector)}
	if err := db.pool.PingContext(ctx); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("engine start: %w", wrapQuery(ctx, err, ""))
	}
	return db, nil
}

// setupSQL returns the statements that the first connection runs, once.
func setupSQL(path, temp string, limits Limits, option string) string {
	return strings.Join([]string{
		fmt.Sprintf("SET memory_limit = '%dKiB'", limits.Memory>>10),
		fmt.Sprintf("SET threads = %d", limits.Threads),
		"SET temp_directory = " + Literal(temp),
		// No statement relies on the order in which rows were loaded.
		"SET preserve_insertion_order = false",
		// One checkpoint, at the end, instead of one per 16 MB.
		"SET checkpoint_threshold = '1TB'",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		strings.TrimSuffix(fmt.Sprintf("ATTACH %s AS %s (%s)", Literal(path), Catalog, option), " ()"),
	}, "; ")
}

// harden disables access to files and settings. It cannot be undone in this
// DuckDB. The attached file and the temporary folder stay accessible.
func (d *DB) harden(ctx context.Context) error {
	if err := d.exec(ctx, "SET enable_external_access = false; SET lock_configuration = true"); err != nil {
		return fmt.Errorf("engine lock: %w", err)
	}
	return nil
}

// Close closes the file and frees DuckDB's memory.
func (d *DB) Close() error {
	err := d.pool.Close()
	if d.done != nil {
		err = errors.Join(err, d.done())
	}
	return err
}

// Exec runs statements that the program wrote. SQL written by a user may be
// part of one only after Parse has accepted it. args are the values of ? and
// are allowed with a single statement only. rows is the number of rows affected.
func (d *DB) Exec(ctx context.Context, sql string, args ...any) (rows int64, err error) {
	res, err := d.pool.ExecContext(ctx, sql, args...)
	if err != nil {
		return 0, wrapQuery(ctx, err, sql)
	}
	return res.RowsAffected()
}

func (d *DB) exec(ctx context.Context, sql string, args ...any) error {
	_, err := d.Exec(ctx, sql, args...)
	return err
}
