package ledger

import (
	"context"
	"time"

	"dubbelkrona"
)

// Fingerprint is what a source says about an object without reading it.
type Fingerprint struct {
	Size     int64
	Modified time.Time // zero if it is not known
	Version  string    // an ETag or the like; empty if there is none
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

// Objects are the objects that were ever committed, each by its source and label.
type Objects struct{ *conn }

// Find returns the state of an object of a source; found is false for one that
// was never committed. label identifies the object.
func (o Objects) Find(ctx context.Context, source, label string) (state ObjectState, found bool, err error) {
	found, err = o.find(ctx, "object look up", []any{&state.Size, timeIn(&state.Modified), &state.Version, &state.SHA256, &state.Mapping, &state.Format,
		&state.Mode, &state.Period, &state.Rows, &state.Rejected, &state.RunID, timeIn(&state.Committed), &state.Live}, `SELECT o.size, o.modified, o.version, d.sha256, d.mapping, d.format, d.mode, d.period,
		d.rows, d.rejected, d.run, d.committed, d.issues_replaced_by IS NULL
		FROM object o JOIN delivery d ON d.id = o.delivery WHERE o.source = ? AND o.object = ?`, source, label)
	return state, found, err
}

// Touch stores a new fingerprint of an object whose bytes are unchanged, so
// that the next run need not read it, and with it how far the source has been
// read; a nil cursor leaves what was there. An object that is not there is
// NotFound.
func (o Objects) Touch(ctx context.Context, source, label string, f Fingerprint, cursor []byte) error {
	return o.transact(ctx, "object touch", func(t *tx) error { return touch(t, source, label, f, cursor) })
}

func touch(t *tx, source, label string, f Fingerprint, cursor []byte) error {
	n, err := t.exec("UPDATE object SET size = ?, modified = ?, version = ? WHERE source = ? AND object = ?",
		f.Size, stamp(f.Modified), f.Version, source, label)
	if err != nil {
		return err
	}
	if n == 0 {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "source %s has no object %s", source, label)
	}
	return setCursor(t, source, cursor)
}

// setCursor stores how far a source has been read; nil leaves what was there.
func setCursor(t *tx, source string, cursor []byte) error {
	if cursor == nil {
		return nil
	}
	_, err := t.exec("INSERT INTO cursor (source, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", source, cursor)
	return err
}

// Replan records that another mapping and format give the same rows as an
// object's last delivery, and stores its fingerprint and cursor as Touch does.
func (o Objects) Replan(ctx context.Context, source, label, mapping, format string, f Fingerprint, cursor []byte) error {
	return o.transact(ctx, "object touch", func(t *tx) error {
		_, err := t.exec(`UPDATE delivery SET mapping = ?, format = ?
			WHERE id = (SELECT delivery FROM object WHERE source = ? AND object = ?)`, mapping, format, source, label)
		if err != nil {
			return err
		}
		return touch(t, source, label, f, cursor)
	})
}
