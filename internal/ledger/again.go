package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"dubbelkrona"
)

// replaceAgain marks what a delivery replaces because its bytes have been
// committed before, and takes away what its object was until now.
func replaceAgain(ctx context.Context, tx *sql.Tx, d *Delivery, id int64) error {
	for _, object := range d.again() {
		const last = "(SELECT delivery FROM object WHERE source = ? AND object = ?)"
		for _, query := range []string{
			"UPDATE segment SET replaced_by = ? WHERE replaced_by IS NULL AND delivery = " + last,
			"UPDATE delivery SET issues_replaced_by = ? WHERE issues_replaced_by IS NULL AND id = " + last,
		} {
			if _, err := tx.ExecContext(ctx, query, id, d.Source, object); err != nil {
				return err
			}
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM copy WHERE source = ? AND object = ?", d.Source, d.Object); err != nil || d.Former == "" {
		return err
	}
	return leave(ctx, tx, d.Source, d.Former)
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
func leave(ctx context.Context, tx *sql.Tx, source, object string) error {
	for _, query := range []string{
		"DELETE FROM object WHERE source = ? AND object = ?",
		"DELETE FROM missing WHERE source = ? AND object = ?",
		"DELETE FROM held WHERE source = ? AND object = ?",
	} {
		if _, err := tx.ExecContext(ctx, query, source, object); err != nil {
			return err
		}
	}
	return nil
}

// LastSegments gives the segments of an object's last delivery, in their order.
func (l *Ledger) LastSegments(ctx context.Context, source, object string) ([]dubbelkrona.Segment, error) {
	segments, err := collect(ctx, l.db, scanSegment, selectSegments+
		" WHERE s.delivery = (SELECT delivery FROM object WHERE source = ? AND object = ?) ORDER BY s.id", source, object)
	if err != nil {
		return nil, fmt.Errorf("segments list: %w", err)
	}
	return segments, nil
}

// Replan notes that an object's last delivery is what another mapping and
// format give too, with its new fingerprint and cursor as Touch does.
func (l *Ledger) Replan(ctx context.Context, source, label, mapping, format string, f Fingerprint, cursor []byte) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE delivery SET mapping = ?, format = ?
			WHERE id = (SELECT delivery FROM object WHERE source = ? AND object = ?)`, mapping, format, source, label)
		if err != nil {
			return err
		}
		return touch(ctx, tx, source, label, f, cursor)
	})
	if err != nil {
		return fmt.Errorf("object touch: %w", err)
	}
	return nil
}
