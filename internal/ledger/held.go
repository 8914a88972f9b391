package ledger

import (
	"context"
	"time"
)

// Held is a version of an object that was held back.
type Held struct {
	Source, Object string
	Fingerprint
	SHA256 string // of its bytes
	// Plan is a hash of everything else that the decision depends on: the
	// mapping, and how much may change.
	Plan  string
	Since time.Time
	// Changes are the tables that changed too much; of each Table, Rows, Before
	// and the amounts are set.
	Changes []Remark
}

// HeldVersions are the versions of objects that are held back.
type HeldVersions struct{ *conn }

// Add records that a version of an object is held back. It replaces any other
// held version of it.
func (hs HeldVersions) Add(ctx context.Context, h Held) error {
	return hs.transact(ctx, "delivery hold: "+h.Source, func(t *tx) error {
		if err := release(t, h.Source, h.Object); err != nil {
			return err
		}
		return each(t, h.Changes, `INSERT INTO held (source, object, "table", sha256, size, modified, version, plan, since, rows, rows_before, amount, amount_before)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, func(c Remark) []any {
			return []any{h.Source, h.Object, c.Table, h.SHA256, h.Size, stamp(h.Modified), h.Version, h.Plan,
				stamp(hs.now()), c.Rows, c.Before, hundredths{&c.Amount}, hundredths{&c.AmountBefore}}
		})
	})
}

// Release deletes the held version of an object, which has its committed bytes
// again or is gone.
func (hs HeldVersions) Release(ctx context.Context, source, object string) error {
	return hs.transact(ctx, "delivery release: "+source, func(t *tx) error { return release(t, source, object) })
}

func release(t *tx, source, object string) error {
	return t.run([]any{source, object}, "DELETE FROM held WHERE source = ? AND object = ?")
}

// List lists what is held back, by source and object.
func (hs HeldVersions) List(ctx context.Context) (all []Held, err error) {
	rows, err := list(ctx, hs.db, "held back list", func(h *Held) []any {
		h.Changes = make([]Remark, 1)
		c := &h.Changes[0]
		return []any{&h.Source, &h.Object, &c.Table, &h.SHA256, &h.Size, timeIn(&h.Modified), &h.Version, &h.Plan, timeIn(&h.Since),
			&c.Rows, &c.Before, hundredths{&c.Amount}, hundredths{&c.AmountBefore}}
	}, `SELECT source, object, "table", sha256, size, modified, version, plan, since, rows, rows_before, amount, amount_before
		FROM held ORDER BY source, object, "table"`)
	for _, h := range rows {
		if last := len(all) - 1; last >= 0 && all[last].Source == h.Source && all[last].Object == h.Object {
			all[last].Changes = append(all[last].Changes, h.Changes...)
			continue
		}
		all = append(all, h)
	}
	return all, err
}
