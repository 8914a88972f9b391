package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"dubbelkrona"
)

// Deliveries are the committed versions of objects, with what is known of them
// besides their rows.
type Deliveries struct{ *conn }

// Commit commits a delivery, or fails and changes nothing. It returns the
// segments as committed, numbered in the order given.
//
// What the delivery replaces, as of the same instant:
//   - ReplaceObject: every live segment of the same source and object, even
//     if the new version has no rows;
//   - ReplacePeriod: those, and every live segment of the same source and
//     period that was committed before, whatever its object, also one of the
//     same run: of two objects for one period the later one wins. An empty
//     period is no period and replaces only the same object. A part of
//     a period (dubbelkrona.PeriodPart) replaces that part and a former object
//     that was the whole period; the whole replaces all of its parts;
//   - Upsert: nothing but the former issues of the same object; a later row of
//     a key wins when the snapshot is built;
//   - Append: nothing.
//
// One that is Anew also replaces the object's last delivery.
//
// Commit is idempotent: for a delivery that equals the object's last one (same
// bytes, mapping, format, mode and period; for Append the same bytes are enough,
// unless it is Anew) it returns the segments of that one, and the new files are
// orphans. So a caller that does not know whether its Commit took effect
// repeats it.
func (ds Deliveries) Commit(ctx context.Context, d Delivery) ([]dubbelkrona.Segment, error) {
	if err := d.validate(); err != nil {
		return nil, err
	}
	var segments []dubbelkrona.Segment
	err := ds.change(ctx, "delivery commit: "+d.Source+" "+d.Object, func(t *tx) (err error) {
		segments, err = ds.commit(t, &d)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := ds.fault(PointAfterCommit); err != nil {
		return nil, fmt.Errorf("delivery commit: %w", err)
	}
	return segments, nil
}

func (c *conn) commit(t *tx, d *Delivery) ([]dubbelkrona.Segment, error) {
	if id, err := repeated(t, d); err != nil {
		return nil, err
	} else if id != 0 {
		if err := setCursor(t, d.Source, d.Cursor); err != nil {
			return nil, err
		}
		return list(t.ctx, t, "segments list", segmentColumns, selectSegments+" WHERE s.delivery = ? ORDER BY s.id", id)
	}
	id, committed, err := c.next(t)
	if err != nil {
		return nil, err
	}
	segments := numbered(d, id, committed)
	for _, step := range []func() error{
		func() error { return insertDelivery(t, d, id, committed) },
		func() error { return replaceAgain(t, d, id) },
		func() error { return replace(t, d, id) },
		func() error { return insertSegments(t, d, segments) },
		func() error { return insertParts(t, d, id) },
		func() error { return insertDetails(t, d, id, committed) },
		func() error { return c.fault(PointBeforeCommit) },
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return segments, nil
}

// numbered returns a delivery's segments with their numbers and commit time.
func numbered(d *Delivery, id int64, committed time.Time) []dubbelkrona.Segment {
	segments := slices.Clone(d.Segments)
	for i := range segments {
		s := &segments[i]
		s.ID, s.Source, s.Object, s.Period, s.Mode = id+int64(i), d.Source, d.Object, d.Period, d.Mode
		s.ObjectSHA256, s.RunID, s.Committed, s.ReplacedBy = d.SHA256, d.RunID, committed, 0
	}
	return segments
}

// insertSegments calls Place for each segment and stores it. The first one has
// the delivery's number.
func insertSegments(t *tx, d *Delivery, segments []dubbelkrona.Segment) error {
	for i := range segments {
		s := &segments[i]
		if d.Place != nil {
			path, err := d.Place(*s)
			if err != nil {
				return err
			}
			s.Path = path
		}
		_, err := t.exec(`INSERT INTO segment (id, delivery, "table", path, rows, bytes, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)`,
			s.ID, segments[0].ID, s.Table, s.Path, s.Rows, s.Bytes, s.SHA256)
		if err != nil {
			return err
		}
	}
	return nil
}

// repeated returns the number of the object's last delivery if this one equals
// it, or else 0.
func repeated(t *tx, d *Delivery) (id int64, err error) {
	var sha, mapping, format, mode, period string
	err = t.first([]any{&id, &sha, &mapping, &format, &mode, &period}, `SELECT d.id, d.sha256, d.mapping, d.format, d.mode, d.period
		FROM object o JOIN delivery d ON d.id = o.delivery WHERE o.source = ? AND o.object = ?`, d.Source, d.Object)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	same := sha == d.SHA256 && mode == string(d.Mode)
	if d.Mode != dubbelkrona.Append || d.Anew {
		same = same && mapping == d.Mapping && format == d.Format && period == d.Period
	}
	if err != nil || !same {
		return 0, err
	}
	return id, nil
}

// next returns the number and the commit time of the next delivery, both greater
// than all before.
func (c *conn) next(t *tx) (id int64, committed time.Time, err error) {
	var latest time.Time
	err = t.first([]any{&id, timeIn(&latest)}, "SELECT coalesce(max(last), 0), max(committed) FROM delivery")
	committed = c.now().UTC()
	if !committed.After(latest) {
		committed = latest.Add(time.Nanosecond)
	}
	return id + 1, committed, err
}

func insertDelivery(t *tx, d *Delivery, id int64, committed time.Time) error {
	last := id + max(int64(len(d.Segments)), 1) - 1
	_, err := t.exec(`INSERT INTO delivery
		(id, last, run, source, object, period, mode, sha256, mapping, format, rows, rejected, committed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, last, d.RunID, d.Source, d.Object, d.Period, d.Mode, d.SHA256, d.Mapping, d.Format, d.rows(), d.Rejected, stamp(committed))
	return err
}

// replace marks what the delivery replaces. It runs before the delivery's own
// segments are inserted, so that it cannot mark them.
func replace(t *tx, d *Delivery, id int64) error {
	segments, deliveries := "", replacedByObject
	switch d.Mode {
	case dubbelkrona.Append:
		return nil
	case dubbelkrona.Upsert:
		segments = replacedByObject + ` AND "table" = :issue`
	case dubbelkrona.ReplaceObject:
		segments = replacedByObject
	case dubbelkrona.ReplacePeriod:
		segments, deliveries = replacedByPeriod, replacedByPeriod
	}
	args := append(replacing(d.Source, d.Object, d.Period, id), sql.Named("issue", dubbelkrona.IssueTable().Name))
	_, err := t.exec("UPDATE segment SET replaced_by = :id WHERE replaced_by IS NULL AND delivery IN ("+segments+")", args...)
	if err != nil {
		return err
	}
	_, err = t.exec("UPDATE delivery SET issues_replaced_by = :id WHERE issues_replaced_by IS NULL AND id IN ("+deliveries+")", args...)
	return err
}

// insertParts stores the issue counts, the object's fingerprint and the cursor.
func insertParts(t *tx, d *Delivery, id int64) error {
	err := each(t, d.Issues, `INSERT INTO issue_count (delivery, "table", rule, severity, count) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET count = count + excluded.count`,
		func(c dubbelkrona.IssueCount) []any { return []any{id, c.Table, c.Rule, c.Severity.String(), c.Count} })
	if err != nil {
		return err
	}
	_, err = t.exec(`INSERT INTO object (source, object, size, modified, version, delivery) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET size = excluded.size, modified = excluded.modified, version = excluded.version, delivery = excluded.delivery`,
		d.Source, d.Object, d.Size, stamp(d.Modified), d.Version, id)
	if err != nil {
		return err
	}
	return setCursor(t, d.Source, d.Cursor)
}
