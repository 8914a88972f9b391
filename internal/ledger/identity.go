package ledger

import (
	"context"
)

// Duplicate is an object with the same bytes as another.
type Duplicate struct {
	Object, Period string
	First          int64 // the number of its first delivery
}

// SameBytes returns the objects of a source, except one, that have live rows and
// whose last bytes have the given hash, ordered by their first delivery.
func (o Objects) SameBytes(ctx context.Context, source, sha256, except string) ([]Duplicate, error) {
	return list(ctx, o.db, "objects compare", func(t *Duplicate) []any { return []any{&t.Object, &t.Period, &t.First} },
		`SELECT d.object, d.period, (SELECT min(id) FROM delivery f WHERE f.source = d.source AND f.object = d.object) AS first
		FROM delivery d JOIN object o ON o.source = d.source AND o.object = d.object AND o.delivery = d.id
		WHERE d.source = ? AND d.sha256 = ? AND d.object <> ? AND d.rows > 0 AND d.issues_replaced_by IS NULL ORDER BY first`, source, sha256, except)
}

// FirstSeen returns the number of an object's first delivery, 0 if there is
// none.
func (o Objects) FirstSeen(ctx context.Context, source, object string) (first int64, err error) {
	_, err = o.find(ctx, "object look up", []any{&first}, "SELECT coalesce(min(id), 0) FROM delivery WHERE source = ? AND object = ?", source, object)
	return first, err
}

// Copy is an object that was refused since its bytes are another's.
type Copy struct{ Source, Object, SHA256, Original string }

// RefuseCopy notes that an object was refused. If it has rows from before,
// empty is the delivery without rows that replaces them, and what is known of
// the object is deleted.
func (o Objects) RefuseCopy(ctx context.Context, c Copy, empty *Delivery) error {
	return o.transact(ctx, "copy note", func(t *tx) error {
		if empty != nil {
			if err := empty.validate(); err != nil {
				return err
			}
			if _, err := o.commit(t, empty); err != nil {
				return err
			}
			if err := leave(t, c.Source, c.Object); err != nil {
				return err
			}
		}
		_, err := t.exec(`INSERT INTO copy (source, object, sha256, original) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET sha256 = excluded.sha256, original = excluded.original`, c.Source, c.Object, c.SHA256, c.Original)
		return err
	})
}

// Original returns the object of which another was refused as a copy; found is
// false if it was not refused with these bytes.
func (o Objects) Original(ctx context.Context, source, object, sha256 string) (original string, found bool, err error) {
	found, err = o.find(ctx, "copy look up", []any{&original}, "SELECT original FROM copy WHERE source = ? AND object = ? AND sha256 = ?", source, object, sha256)
	return original, found, err
}

// Rename changes the label of an object everywhere. Its deliveries keep their
// numbers, and so their order.
func (o Objects) Rename(ctx context.Context, source, from, to string, f Fingerprint) error {
	return o.transact(ctx, "object rename", func(t *tx) error {
		err := t.run([]any{to, source, from},
			"DELETE FROM copy WHERE source = ?2 AND object = ?1",
			"DELETE FROM missing WHERE source = ?2 AND object = ?3",
			"UPDATE delivery SET object = ?1 WHERE source = ?2 AND object = ?3",
			"UPDATE object SET object = ?1, masked = 0 WHERE source = ?2 AND object = ?3",
			"UPDATE held SET object = ?1 WHERE source = ?2 AND object = ?3",
			"UPDATE acceptance SET object = ?1 WHERE source = ?2 AND object = ?3",
		)
		if err != nil {
			return err
		}
		return touch(t, source, to, f, nil)
	})
}

// Masked returns the labels of a source's objects that an earlier version made
// by masking the name alone.
func (o Objects) Masked(ctx context.Context, source string) ([]string, error) {
	return list(ctx, o.db, "objects list", column[string], "SELECT object FROM object WHERE source = ? AND masked ORDER BY object", source)
}

// Unmask records that a source has been listed since: objects that still have
// such a label are gone.
func (o Objects) Unmask(ctx context.Context, source string) error {
	_, err := o.exec(ctx, "objects note", "UPDATE object SET masked = 0 WHERE source = ?", source)
	return err
}

// Outdated counts the objects of a source that have live rows and for whose
// last delivery outdated returns true.
func (o Objects) Outdated(ctx context.Context, source string, outdated func(object, mapping, format string) bool) (n int64, err error) {
	type last struct{ object, mapping, format string }
	all, err := list(ctx, o.db, "objects list", func(o *last) []any { return []any{&o.object, &o.mapping, &o.format} }, `SELECT o.object, d.mapping, d.format FROM object o JOIN delivery d ON d.id = o.delivery
		WHERE o.source = ? AND d.rows > 0 AND d.issues_replaced_by IS NULL`, source)
	for _, o := range all {
		if outdated(o.object, o.mapping, o.format) {
			n++
		}
	}
	return n, err
}
