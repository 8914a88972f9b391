package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"dubbelkrona"
)

// Erased gives the marks of the persons whom deliveries leave out. A mark
// tells nothing without the project's key.
func (l *Ledger) Erased(ctx context.Context) (map[string]bool, error) {
	marks, err := collect(ctx, l.db, func(rows *sql.Rows, mark *string) error { return rows.Scan(mark) }, "SELECT mark FROM erased")
	if err != nil {
		return nil, fmt.Errorf("erased list: %w", err)
	}
	all := make(map[string]bool, len(marks))
	for _, mark := range marks {
		all[mark] = true
	}
	return all, nil
}

// Record is that rows were taken out of the lake or re-keyed.
type Record struct {
	RunID     string
	Operation string
	At        time.Time
	Rows      int64
}

// Rewritings lists what was taken out or re-keyed, oldest first.
func (l *Ledger) Rewritings(ctx context.Context) ([]Record, error) {
	all, err := collect(ctx, l.db, func(rows *sql.Rows, r *Record) error {
		var at stamp
		err := rows.Scan(&r.RunID, &r.Operation, &at, &r.Rows)
		r.At = at.Time
		return err
	}, "SELECT run, operation, at, rows FROM rewriting ORDER BY id")
	if err != nil {
		return nil, fmt.Errorf("rewritings list: %w", err)
	}
	return all, nil
}

// complete refuses to tell a past state of which segments have been dropped.
func (l *Ledger) complete(ctx context.Context, asOf time.Time) error {
	text, found, err := l.Fact(ctx, horizonFact)
	if err != nil || !found || asOf.IsZero() {
		return err
	}
	var horizon stamp
	if err := horizon.Scan(text); err != nil {
		return fmt.Errorf("history horizon: %w", err)
	}
	if asOf.Before(horizon.Time) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the state of %s can no longer be told: what was replaced before %s has been collected",
			asOf.UTC().Format(time.RFC3339), horizon.Format(time.RFC3339))
	}
	return nil
}

// CommittedAt is when the delivery was committed that Through gave the number
// of.
func (l *Ledger) CommittedAt(ctx context.Context, through int64) (time.Time, error) {
	var at stamp
	if err := l.db.QueryRowContext(ctx, "SELECT committed FROM delivery WHERE last = ?", through).Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("delivery look up: %d: %w", through, err)
	}
	return at.Time, nil
}
