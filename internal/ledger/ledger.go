package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"dubbelkrona"

	"modernc.org/sqlite" // the driver "sqlite" as well
	sqlite3 "modernc.org/sqlite/lib"
)

// The points at which Options.Fault is called.
const (
	PointBeforeCommit = "ledger.before-commit" // all is written, nothing is committed
	PointAfterCommit  = "ledger.after-commit"  // all is committed, the caller does not know it
)

// Points lists the points at which Options.Fault is called.
func Points() []string { return []string{PointBeforeCommit, PointAfterCommit} }

// Options tune a Ledger.
type Options struct {
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Fault, if it is not nil, is called at every point of Points during
	// Commit; its error is returned by Commit. Tests interrupt commits with it.
	Fault func(point string) error
	// Changed, if it is not nil, is called with each new Mark once it is
	// committed.
	Changed func(Mark)
}

// ErrDamaged is wrapped by the Invalid error about a file that SQLite cannot
// read.
var ErrDamaged = errors.New("it is damaged, or no ledger at all")

// Ledger is an open ledger. Its methods and those of its parts may be called
// from several goroutines, and several processes may have the same file open.
// The parts share one connection, which Close closes.
type Ledger struct {
	*conn
	Runs         Runs
	Deliveries   Deliveries
	Objects      Objects
	Sources      Sources
	Held         HeldVersions
	Acceptances  Acceptances
	Segments     Segments
	Files        Files
	Snapshots    Snapshots
	Slots        Slots
	Facts        Facts
	Marks        Marks
	Effects      Effects
	Releases     Releases
	Restatements Restatements
	Comments     Comments
}

// Open opens the ledger at path. It creates it, readable by its owner alone, if
// there is none, and migrates an older schema. A newer schema is an Invalid
// error.
func Open(path string, o Options) (*Ledger, error) {
	if err := create(path); err != nil {
		return nil, fmt.Errorf("ledger open: %w", err)
	}
	l, err := open(path, o, "journal_mode(WAL)")
	if err != nil {
		return nil, err
	}
	if err := l.migrate(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger open: %s: %w", path, damaged(err)), l.Close())
	}
	return l, nil
}

// OpenReadOnly opens an existing ledger for reading while another process may
// be writing. No ledger is a NotFound error; another schema version is an
// Invalid error, since reading must not migrate it.
func OpenReadOnly(path string) (*Ledger, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "ledger open: there is no ledger at %s yet; the first run makes it", path)
	} else if err != nil {
		return nil, fmt.Errorf("ledger open: %w", err)
	}
	l, err := open(path, Options{}, "query_only(1)")
	if err != nil {
		return nil, err
	}
	if err := l.checkVersion(context.Background()); err != nil {
		return nil, errors.Join(fmt.Errorf("ledger open: %s: %w", path, damaged(err)), l.Close())
	}
	return l, nil
}

// Read opens an existing ledger as OpenReadOnly does, calls f and closes it.
func Read(path string, f func(*Ledger) error) error {
	l, err := OpenReadOnly(path)
	if err != nil {
		return err
	}
	return errors.Join(f(l), l.Close())
}

// Close closes the ledger; the last one to close it folds the write-ahead log
// into the file.
func (l *Ledger) Close() error {
	if err := l.db.Close(); err != nil {
		return fmt.Errorf("ledger close: %w", err)
	}
	return nil
}

// create makes an empty file of the right mode, which SQLite's own files take
// over from it.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func open(path string, o Options, pragma string) (*Ledger, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("ledger open: %w", err)
	}
	query := url.Values{"mode": {"rw"}, "_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(15000)", "synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)", pragma,
	}}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: query.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("ledger open: %w", err)
	}
	// One connection: a process does not compete with itself for the one
	// writer that SQLite allows.
	db.SetMaxOpenConns(1)
	c := &conn{db: db, now: o.Now, fault: o.Fault, changed: o.Changed}
	if c.now == nil {
		c.now = time.Now
	}
	if c.fault == nil {
		c.fault = func(string) error { return nil }
	}
	if c.changed == nil {
		c.changed = func(Mark) {}
	}
	return &Ledger{
		conn: c, Runs: Runs{c}, Deliveries: Deliveries{c}, Objects: Objects{c}, Sources: Sources{c},
		Held: HeldVersions{c}, Acceptances: Acceptances{c}, Segments: Segments{c}, Files: Files{c}, Snapshots: Snapshots{c},
		Slots: Slots{c}, Facts: Facts{c}, Marks: Marks{c}, Effects: Effects{c}, Releases: Releases{c}, Restatements: Restatements{c}, Comments: Comments{c},
	}, nil
}

// damaged puts ErrDamaged in the chain if SQLite cannot read the file.
func damaged(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_NOTADB || e.Code()&0xff == sqlite3.SQLITE_CORRUPT) {
		return dubbelkrona.Invalidf("%w", ErrDamaged)
	}
	return err
}

// Unused reports whether the ledger has never seen a run.
func (l *Ledger) Unused(ctx context.Context) (unused bool, err error) {
	_, err = l.find(ctx, "ledger look at", []any{&unused},
		"SELECT NOT EXISTS (SELECT 1 FROM run) AND NOT EXISTS (SELECT 1 FROM delivery) AND NOT EXISTS (SELECT 1 FROM snapshot)")
	return unused, err
}
