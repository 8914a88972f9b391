package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"dubbelkrona"
)

// replaceAgain marks what a delivery replaces because its bytes have been
// committed before.
func replaceAgain(ctx context.Context, tx *sql.Tx, d *Delivery, id int64) error {
	if !d.Anew {
		return nil
	}
	const last = "(SELECT delivery FROM object WHERE source = ? AND object = ?)"
	for _, query := range []string{
		"UPDATE segment SET replaced_by = ? WHERE replaced_by IS NULL AND delivery = " + last,
		"UPDATE delivery SET issues_replaced_by = ? WHERE issues_replaced_by IS NULL AND id = " + last,
	} {
		if _, err := tx.ExecContext(ctx, query, id, d.Source, d.Object); err != nil {
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
