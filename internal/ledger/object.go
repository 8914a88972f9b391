package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dubbelkrona"
)

// Fingerprint is what a place tells about an object without reading it.
type Fingerprint struct {
	Size     int64
	Modified time.Time // zero where the place does not know
	Version  string    // an ETag or the like; empty where there is none
}

// Equal compares two fingerprints.
func (f Fingerprint) Equal(g Fingerprint) bool {
	return f.Size == g.Size && f.Modified.Equal(g.Modified) && f.Version == g.Version
}

// ObjectState is what the ledger knows about an object: its last committed
// delivery.
type ObjectState struct {
	Fingerprint
	SHA256    string // of the bytes that were read
	Mapping   string // Delivery.Mapping
	Format    string // Delivery.Format
	Mode      dubbelkrona.LoadMode
	Period    string
	Rows      int64
	Rejected  int64
	RunID     string
	Committed time.Time
	// Live says that no other delivery has replaced this one.
	Live bool
}

// Object tells what is known about an object of a source; found is false for
// one that was never committed. label is the object's identity.
func (l *Ledger) Object(ctx context.Context, source, label string) (state ObjectState, found bool, err error) {
	var modified, committed stamp
	row := l.db.QueryRowContext(ctx, `SELECT o.size, o.modified, o.version, d.sha256, d.mapping, d.format, d.mode, d.period,
		d.rows, d.rejected, d.run, d.committed, d.issues_replaced_by IS NULL
		FROM object o JOIN delivery d ON d.id = o.delivery WHERE o.source = ? AND o.object = ?`, source, label)
	err = row.Scan(&state.Size, &modified, &state.Version, &state.SHA256, &state.Mapping, &state.Format, &state.Mode, &state.Period,
		&state.Rows, &state.Rejected, &state.RunID, &committed, &state.Live)
	if errors.Is(err, sql.ErrNoRows) {
		return ObjectState{}, false, nil
	}
	if err != nil {
		return ObjectState{}, false, fmt.Errorf("object look up: %w", err)
	}
	state.Modified, state.Committed = modified.Time, committed.Time
	return state, true, nil
}

// Touch stores a new fingerprint of an object whose bytes are unchanged, so
// that the next run need not read it, and with it how far the source has been
// read; a nil cursor leaves what was there. An object that is not there is
// NotFound.
func (l *Ledger) Touch(ctx context.Context, source, label string, f Fingerprint, cursor []byte) error {
	err := l.transact(ctx, func(tx *sql.Tx) error { return touch(ctx, tx, source, label, f, cursor) })
	if err != nil {
		return fmt.Errorf("object touch: %w", err)
	}
	return nil
}

func touch(ctx context.Context, tx *sql.Tx, source, label string, f Fingerprint, cursor []byte) error {
	result, err := tx.ExecContext(ctx, "UPDATE object SET size = ?, modified = ?, version = ? WHERE source = ? AND object = ?",
		f.Size, stamp{f.Modified}, f.Version, source, label)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "source %s has no object %s", source, label)
	}
	return setCursor(ctx, tx, source, cursor)
}

// setCursor stores how far a source has been read; nil leaves what was there.
func setCursor(ctx context.Context, tx *sql.Tx, source string, cursor []byte) error {
	if cursor == nil {
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO cursor (source, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", source, cursor)
	return err
}

// Cursor gives how far a source has been read, as its last delivery with
// a cursor said; nil where none has.
func (l *Ledger) Cursor(ctx context.Context, source string) ([]byte, error) {
	var value []byte
	err := l.db.QueryRowContext(ctx, "SELECT value FROM cursor WHERE source = ?", source).Scan(&value)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("cursor look up: %w", err)
	}
	return value, nil
}

// LastCommit is when a source's last delivery was committed; zero where there
// is none.
func (l *Ledger) LastCommit(ctx context.Context, source string) (time.Time, error) {
	var at stamp
	if err := l.db.QueryRowContext(ctx, "SELECT max(committed) FROM delivery WHERE source = ?", source).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("delivery look up: %w", err)
	}
	return at.Time, nil
}
