package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Acceptance is that somebody took the responsibility for a version of an
// object that was held back.
type Acceptance struct {
	Source, Object string
	SHA256         string // of the bytes that it holds for, and no others
	Reason, User   string
	At             time.Time
	Taken          bool // it has been committed since
}

// Accept records acceptances, all or none. At is the time of the call.
func (l *Ledger) Accept(ctx context.Context, all ...Acceptance) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		for _, a := range all {
			_, err := tx.ExecContext(ctx, "INSERT INTO acceptance (source, object, sha256, reason, user, at) VALUES (?, ?, ?, ?, ?, ?)",
				a.Source, a.Object, a.SHA256, a.Reason, a.User, stamp{l.now()})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("acceptance record: %w", err)
	}
	return nil
}

// Accepted reports whether a version of an object was accepted and has not
// been committed since.
func (l *Ledger) Accepted(ctx context.Context, source, object, sha256 string) (bool, error) {
	var n int64
	err := l.db.QueryRowContext(ctx, "SELECT count(*) FROM acceptance WHERE source = ? AND object = ? AND sha256 = ? AND delivery IS NULL", source, object, sha256).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("acceptance look up: %w", err)
	}
	return n > 0, nil
}

// Acceptances lists the latest acceptances, newest first, at most limit of
// them; 0 is all.
func (l *Ledger) Acceptances(ctx context.Context, limit int) ([]Acceptance, error) {
	if limit <= 0 {
		limit = -1
	}
	all, err := collect(ctx, l.db, func(rows *sql.Rows, a *Acceptance) error {
		var at stamp
		err := rows.Scan(&a.Source, &a.Object, &a.SHA256, &a.Reason, &a.User, &at, &a.Taken)
		a.At = at.Time
		return err
	}, "SELECT source, object, sha256, reason, user, at, delivery IS NOT NULL FROM acceptance ORDER BY id DESC LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("acceptances list: %w", err)
	}
	return all, nil
}
