package ledger

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"dubbelkrona"
)

// Mark names a state of the ledger. Each change of what is committed or
// published makes the next one. Noted beside the ledger once it holds, it says
// later whether a ledger knows that state: an older one does not.
type Mark struct {
	Serial int64
	Token  string // random, so that two histories with one serial differ
}

// markForm has a fixed width, so that one mark can be written over another.
const markForm = "%020d %016s\n"

// String is the mark as it is noted: always the same number of bytes.
func (m Mark) String() string { return fmt.Sprintf(markForm, m.Serial, m.Token) }

// ParseMark reads what String wrote.
func ParseMark(text string) (m Mark, err error) {
	if _, err := fmt.Sscanf(text, markForm, &m.Serial, &m.Token); err != nil || m.String() != text {
		return Mark{}, dubbelkrona.Errorf(dubbelkrona.Invalid, "that is not the mark of a ledger")
	}
	return m, nil
}

// change is transact for what a later ledger must know: it makes the next mark
// and tells Options.Changed of it once it is committed.
func (l *Ledger) change(ctx context.Context, f func(*sql.Tx) error) error {
	var m Mark
	err := l.transact(ctx, func(tx *sql.Tx) (err error) {
		if err := f(tx); err != nil {
			return err
		}
		m, err = nextMark(ctx, tx)
		return err
	})
	if err == nil {
		l.changed(m)
	}
	return err
}

func nextMark(ctx context.Context, tx *sql.Tx) (m Mark, err error) {
	var token [8]byte
	rand.Read(token[:])
	m.Token = hex.EncodeToString(token[:])
	err = tx.QueryRowContext(ctx, "INSERT INTO mark (serial, token) SELECT coalesce(max(serial), 0) + 1, ? FROM mark RETURNING serial", m.Token).Scan(&m.Serial)
	return m, err
}

// Mark gives the mark of the ledger's state. A ledger that has none, since an
// earlier version wrote it, gets its first.
func (l *Ledger) Mark(ctx context.Context) (m Mark, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT serial, token FROM mark ORDER BY serial DESC LIMIT 1").Scan(&m.Serial, &m.Token)
	if errors.Is(err, sql.ErrNoRows) {
		err = l.transact(ctx, func(tx *sql.Tx) (err error) {
			m, err = nextMark(ctx, tx)
			return err
		})
	}
	if err != nil {
		return Mark{}, fmt.Errorf("ledger mark: %w", err)
	}
	return m, nil
}

// Knows reports whether the ledger is at a state or has passed it. Of a state
// that PruneMarks dropped it takes that for granted.
func (l *Ledger) Knows(ctx context.Context, m Mark) (bool, error) {
	var known bool
	err := l.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM mark WHERE serial = ?1 AND token = ?2)
		OR coalesce((SELECT min(serial) FROM mark) > ?1, FALSE)`, m.Serial, m.Token).Scan(&known)
	if err != nil {
		return false, fmt.Errorf("ledger mark: %w", err)
	}
	return known, nil
}

// keptMarks is how many states before the one that the lake bears are kept.
const keptMarks = 1000

// PruneMarks drops the marks long before one that the lake bears.
func (l *Ledger) PruneMarks(ctx context.Context, m Mark) error {
	if _, err := l.db.ExecContext(ctx, "DELETE FROM mark WHERE serial < ?", m.Serial-keptMarks); err != nil {
		return fmt.Errorf("ledger mark: %w", err)
	}
	return nil
}

// KnowsSnapshot reports whether a snapshot of that id was ever recorded.
func (l *Ledger) KnowsSnapshot(ctx context.Context, id string) (known bool, err error) {
	if err := l.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM snapshot WHERE id = ?)", id).Scan(&known); err != nil {
		return false, fmt.Errorf("snapshot look up: %w", err)
	}
	return known, nil
}

// Unused reports whether the ledger has never seen a run.
func (l *Ledger) Unused(ctx context.Context) (unused bool, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT NOT EXISTS (SELECT 1 FROM run) AND NOT EXISTS (SELECT 1 FROM delivery) AND NOT EXISTS (SELECT 1 FROM snapshot)").Scan(&unused)
	if err != nil {
		return false, fmt.Errorf("ledger look at: %w", err)
	}
	return unused, nil
}
