package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Twin is an object with rows of the same bytes as another.
type Twin struct {
	Object, Period string
	First          int64 // the number of its first delivery
}

// Twins gives the objects of a source, but one, that have live rows of some
// bytes, in the order in which they were first seen.
func (l *Ledger) Twins(ctx context.Context, source, sha256, except string) ([]Twin, error) {
	all, err := collect(ctx, l.db, func(rows *sql.Rows, t *Twin) error { return rows.Scan(&t.Object, &t.Period, &t.First) },
		`SELECT d.object, d.period, (SELECT min(id) FROM delivery f WHERE f.source = d.source AND f.object = d.object) AS first
		FROM delivery d JOIN object o ON o.source = d.source AND o.object = d.object AND o.delivery = d.id
		WHERE d.source = ? AND d.sha256 = ? AND d.object <> ? AND d.rows > 0 AND d.issues_replaced_by IS NULL ORDER BY first`, source, sha256, except)
	if err != nil {
		return nil, fmt.Errorf("objects compare: %w", err)
	}
	return all, nil
}

// FirstSeen gives the number of an object's first delivery, 0 where there is
// none.
func (l *Ledger) FirstSeen(ctx context.Context, source, object string) (first int64, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT coalesce(min(id), 0) FROM delivery WHERE source = ? AND object = ?", source, object).Scan(&first)
	if err != nil {
		return 0, fmt.Errorf("object look up: %w", err)
	}
	return first, nil
}

// Copy is an object that was refused since its bytes are another's.
type Copy struct{ Source, Object, SHA256, Original string }

// RefuseCopy notes that an object was refused. Where it has rows from before,
// empty is the delivery without rows that takes their place; the object itself
// is then as if it had never been read.
func (l *Ledger) RefuseCopy(ctx context.Context, c Copy, empty *Delivery) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		if empty != nil {
			if err := empty.validate(); err != nil {
				return err
			}
			if _, err := l.commit(ctx, tx, empty); err != nil {
				return err
			}
			if err := leave(ctx, tx, c.Source, c.Object); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO copy (source, object, sha256, original) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, original = excluded.original`, c.Source, c.Object, c.SHA256, c.Original)
		return err
	})
	if err != nil {
		return fmt.Errorf("copy note: %w", err)
	}
	return nil
}

// RefusedCopy gives the object as whose copy another was refused, with the
// bytes that it has now.
func (l *Ledger) RefusedCopy(ctx context.Context, source, object, sha256 string) (original string, found bool, err error) {
	err = l.db.QueryRowContext(ctx, "SELECT original FROM copy WHERE source = ? AND object = ? AND sha256 = ?", source, object, sha256).Scan(&original)
	if errors.Is(err, sql.ErrNoRows) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("copy look up: %w", err)
	}
	return original, true, nil
}

// Rename gives an object another label, with all that is known of it. Its rows
// keep their place among those of the others.
func (l *Ledger) Rename(ctx context.Context, source, from, to string, f Fingerprint) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		for _, query := range []string{
			"DELETE FROM copy WHERE source = ?2 AND object = ?1",
			"DELETE FROM missing WHERE source = ?2 AND object = ?3",
			"UPDATE delivery SET object = ?1 WHERE source = ?2 AND object = ?3",
			"UPDATE object SET object = ?1, masked = 0 WHERE source = ?2 AND object = ?3",
			"UPDATE held SET object = ?1 WHERE source = ?2 AND object = ?3",
			"UPDATE acceptance SET object = ?1 WHERE source = ?2 AND object = ?3",
		} {
			if _, err := tx.ExecContext(ctx, query, to, source, from); err != nil {
				return err
			}
		}
		return touch(ctx, tx, source, to, f, nil)
	})
	if err != nil {
		return fmt.Errorf("object rename: %w", err)
	}
	return nil
}

// Masked gives the labels of a source's objects that an earlier version made
// by masking alone.
func (l *Ledger) Masked(ctx context.Context, source string) ([]string, error) {
	labels, err := collect(ctx, l.db, func(rows *sql.Rows, label *string) error { return rows.Scan(label) },
		"SELECT object FROM object WHERE source = ? AND masked ORDER BY object", source)
	if err != nil {
		return nil, fmt.Errorf("objects list: %w", err)
	}
	return labels, nil
}

// Unmask notes that a source has been listed anew, so that what is left under
// such labels is of objects that are gone.
func (l *Ledger) Unmask(ctx context.Context, source string) error {
	if _, err := l.db.ExecContext(ctx, "UPDATE object SET masked = 0 WHERE source = ?", source); err != nil {
		return fmt.Errorf("objects note: %w", err)
	}
	return nil
}

// Outdated counts the objects of a source that have live rows and of whose last
// delivery is says yes.
func (l *Ledger) Outdated(ctx context.Context, source string, is func(object, mapping, format string) bool) (n int64, err error) {
	_, err = collect(ctx, l.db, func(rows *sql.Rows, _ *struct{}) error {
		var object, mapping, format string
		err := rows.Scan(&object, &mapping, &format)
		if err == nil && is(object, mapping, format) {
			n++
		}
		return err
	}, `SELECT o.object, d.mapping, d.format FROM object o JOIN delivery d ON d.id = o.delivery
		WHERE o.source = ? AND d.rows > 0 AND d.issues_replaced_by IS NULL`, source)
	if err != nil {
		return 0, fmt.Errorf("objects list: %w", err)
	}
	return n, nil
}
