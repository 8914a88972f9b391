package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// Missing is an object that was there and is gone, while its rows stay; or, if
// Object is empty, a source at which nothing was found at all.
type Missing struct {
	Source, Object string
	Since          time.Time
}

// Holding gives the objects of a source that have live rows and of which
// missing says that they are not there.
func (l *Ledger) Holding(ctx context.Context, source string, missing func(object string) bool) (gone []string, err error) {
	var absent []string
	_, err = collect(ctx, l.db, func(rows *sql.Rows, _ *struct{}) error {
		var object string
		if err := rows.Scan(&object); err != nil {
			return err
		}
		if missing(object) {
			absent = append(absent, object)
		}
		return nil
	}, "SELECT object FROM object WHERE source = ?", source)
	for _, object := range absent {
		var live bool
		if err == nil {
			err = l.db.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM delivery d JOIN segment s ON s.delivery = d.id
				WHERE d.source = ? AND d.object = ? AND s.replaced_by IS NULL AND s."table" <> 'issue')`, source, object).Scan(&live)
		}
		if live {
			gone = append(gone, object)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("objects list: %s: %w", source, err)
	}
	return gone, nil
}

// SetMissing stores what of a source is missing, and gives what was not
// missing before.
func (l *Ledger) SetMissing(ctx context.Context, source string, missing []string) (since []string, err error) {
	known, err := collect(ctx, l.db, func(rows *sql.Rows, object *string) error { return rows.Scan(object) }, "SELECT object FROM missing WHERE source = ?", source)
	if err != nil {
		return nil, fmt.Errorf("missing note: %s: %w", source, err)
	}
	before, now := setOf(known), setOf(missing)
	since = slices.DeleteFunc(slices.Clone(missing), func(object string) bool { return before[object] })
	back := slices.DeleteFunc(known, func(object string) bool { return now[object] })
	if len(since)+len(back) == 0 {
		return nil, nil
	}
	err = l.transact(ctx, func(tx *sql.Tx) error {
		for _, object := range back {
			if _, err := tx.ExecContext(ctx, "DELETE FROM missing WHERE source = ? AND object = ?", source, object); err != nil {
				return err
			}
		}
		for _, object := range since {
			if _, err := tx.ExecContext(ctx, "INSERT INTO missing (source, object, since) VALUES (?, ?, ?)", source, object, stamp{l.now()}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("missing note: %s: %w", source, err)
	}
	return since, nil
}

func setOf(all []string) map[string]bool {
	set := make(map[string]bool, len(all))
	for _, one := range all {
		set[one] = true
	}
	return set
}

// Missing lists what is missing, by source and object.
func (l *Ledger) Missing(ctx context.Context) ([]Missing, error) {
	all, err := collect(ctx, l.db, func(rows *sql.Rows, m *Missing) error {
		var since stamp
		err := rows.Scan(&m.Source, &m.Object, &since)
		m.Since = since.Time
		return err
	}, "SELECT source, object, since FROM missing ORDER BY source, object")
	if err != nil {
		return nil, fmt.Errorf("missing list: %w", err)
	}
	return all, nil
}
