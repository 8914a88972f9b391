package ledger

import (
	"context"

	"dubbelkrona"
)

// replaceAgain marks what a delivery replaces because its bytes have been
// committed before, and takes away what its object was until now.
func replaceAgain(t *tx, d *Delivery, id int64) error {
	for _, object := range d.again() {
		const last = "(SELECT delivery FROM object WHERE source = ? AND object = ?)"
		err := t.run([]any{id, d.Source, object},
			"UPDATE segment SET replaced_by = ? WHERE replaced_by IS NULL AND delivery = "+last,
			"UPDATE delivery SET issues_replaced_by = ? WHERE issues_replaced_by IS NULL AND id = "+last)
		if err != nil {
			return err
		}
	}
	if _, err := t.exec("DELETE FROM copy WHERE source = ? AND object = ?", d.Source, d.Object); err != nil || d.Former == "" {
		return err
	}
	return leave(t, d.Source, d.Former)
}

// again are the objects whose last deliveries this one replaces.
func (d *Delivery) again() (objects []string) {
	if d.Anew {
		objects = append(objects, d.Object)
	}
	if d.Former != "" {
		objects = append(objects, d.Former)
	}
	return objects
}

// leave takes away what is known of an object that there is no more.
func leave(t *tx, source, object string) error {
	return t.run([]any{source, object},
		"DELETE FROM object WHERE source = ? AND object = ?",
		"DELETE FROM missing WHERE source = ? AND object = ?",
		"DELETE FROM held WHERE source = ? AND object = ?")
}

// OfObject returns the segments of an object's last delivery, in their order.
func (s Segments) OfObject(ctx context.Context, source, object string) ([]dubbelkrona.Segment, error) {
	return s.query(ctx, "WHERE s.delivery = (SELECT delivery FROM object WHERE source = ? AND object = ?)", source, object)
}

// Replan notes that an object's last delivery is what another mapping and
// format give too, with its new fingerprint and cursor as Touch does.
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
