package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Held is a version of an object that was held back.
type Held struct {
	Source, Object string
	Fingerprint
	SHA256 string // of its bytes
	// Plan is a hash of all else that the decision rests on: the mapping, and
	// how much may change.
	Plan  string
	Since time.Time
	// Changes are the tables that changed too much; of each Table, Rows, Before
	// and the amounts are set.
	Changes []Remark
}

// Hold notes that a version of an object is held back, in the place of any
// other version of it.
func (l *Ledger) Hold(ctx context.Context, h Held) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		if err := release(ctx, tx, h.Source, h.Object); err != nil {
			return err
		}
		for _, c := range h.Changes {
			_, err := tx.ExecContext(ctx, `INSERT INTO held (source, object, "table", sha256, size, modified, version, plan, since, rows, rows_before, amount, amount_before)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, h.Source, h.Object, c.Table, h.SHA256, h.Size, stamp{h.Modified}, h.Version, h.Plan,
				stamp{l.now()}, c.Rows, c.Before, hundredths{&c.Amount}, hundredths{&c.AmountBefore})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("delivery hold: %s: %w", h.Source, err)
	}
	return nil
}

// Release forgets what of an object is held back: it is what was committed
// again, or is no longer there.
func (l *Ledger) Release(ctx context.Context, source, object string) error {
	err := l.transact(ctx, func(tx *sql.Tx) error { return release(ctx, tx, source, object) })
	if err != nil {
		return fmt.Errorf("delivery release: %s: %w", source, err)
	}
	return nil
}

func release(ctx context.Context, tx *sql.Tx, source, object string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM held WHERE source = ? AND object = ?", source, object)
	return err
}

// Held lists what is held back, by source and object.
func (l *Ledger) Held(ctx context.Context) (all []Held, err error) {
	rows, err := collect(ctx, l.db, func(rows *sql.Rows, h *Held) error {
		var modified, since stamp
		c := Remark{}
		err := rows.Scan(&h.Source, &h.Object, &c.Table, &h.SHA256, &h.Size, &modified, &h.Version, &h.Plan, &since,
			&c.Rows, &c.Before, hundredths{&c.Amount}, hundredths{&c.AmountBefore})
		h.Modified, h.Since, h.Changes = modified.Time, since.Time, []Remark{c}
		return err
	}, `SELECT source, object, "table", sha256, size, modified, version, plan, since, rows, rows_before, amount, amount_before
		FROM held ORDER BY source, object, "table"`)
	if err != nil {
		return nil, fmt.Errorf("held back list: %w", err)
	}
	for _, h := range rows {
		if last := len(all) - 1; last >= 0 && all[last].Source == h.Source && all[last].Object == h.Object {
			all[last].Changes = append(all[last].Changes, h.Changes...)
			continue
		}
		all = append(all, h)
	}
	return all, nil
}
