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
// (impact.duckdb): DuckDB names a catalog after its file, so that a view which
// spells it out works in both.
const Catalog = "impact"

// DB is one open snapshot. Its methods may be called from several goroutines.
type DB struct {
	pool *sql.DB
	done func() error // removes the temporary folder; nil where there is none
}

// OpenReadOnly opens a published or kept snapshot. The result is closed to the
// outside as described at Build: no statement reaches files or settings. It
// shares the file with any number of other readers, and it goes on showing the
// snapshot that it opened when another one takes the file's name.
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
		return nil, errors.Join(fmt.Errorf("snapshot open: %s: %w; if it is damaged, `dubbelkrona rebuild` makes it anew", path, err), done())
	}
	db.done = done
	if err := db.harden(ctx); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// OpenEmpty opens a database in memory that has no tables, closed to the
// outside as that of OpenReadOnly: enough to have SQL parsed.
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

// open attaches the file to an in-memory DuckDB of its own. Not to open the
// file itself has three reasons: the driver reads "?" and "%" in a path as
// settings, it shares one DuckDB between all who open the same path, which
// would give the former snapshot to who opens the new one, and only ATTACH
// takes the catalog's name and the storage version.
func open(ctx context.Context, path, temp string, limits Limits, option string) (*DB, error) {
	if strings.ContainsRune(path, '?') {
		// DuckDB reads it as the end of an address and puts its log elsewhere.
		return nil, dubbelkrona.Invalidf("%s: DuckDB cannot work below a folder with ? in its name: rename it", path)
	}
	setup := setupSQL(path, temp, limits.withDefaults(), option)
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

// setupSQL is what the first connection runs, once.
func setupSQL(path, temp string, limits Limits, option string) string {
	return strings.Join([]string{
		fmt.Sprintf("SET memory_limit = '%dKiB'", limits.Memory>>10),
		fmt.Sprintf("SET threads = %d", limits.Threads),
		"SET temp_directory = " + Literal(temp),
		// No statement of ours relies on the order in which rows were loaded.
		"SET preserve_insertion_order = false",
		// One checkpoint, at the end, instead of one per 16 MB.
		"SET checkpoint_threshold = '1TB'",
		"SET autoinstall_known_extensions = false",
		"SET autoload_known_extensions = false",
		"SET allow_community_extensions = false",
		strings.TrimSuffix(fmt.Sprintf("ATTACH %s AS %s (%s)", Literal(path), Catalog, option), " ()"),
	}, "; ")
}

// harden closes the door for good: none of these settings can be undone in
// this DuckDB. The attached file and the temporary folder stay reachable.
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

// Exec runs statements that the program wrote. SQL that a user wrote goes in as
// part of one only after Parse has accepted it. args are the values of ?; they
// may be given with a single statement only.
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
