package ledger

import (
	"context"
	"fmt"
	"time"

	"dubbelkrona"
)

const selectSegments = `SELECT s.id, s."table", d.source, d.object, d.period, d.mode, coalesce(s.pack, s.path), s.rows, s.bytes, s.sha256, d.sha256,
	d.run, d.committed, coalesce(s.replaced_by, 0), coalesce(p.rows, 0), coalesce(p.bytes, 0), coalesce(p.sha256, '')
	FROM segment s JOIN delivery d ON d.id = s.delivery LEFT JOIN pack p ON p.path = s.pack`

// Segments are the committed segments of the lake.
type Segments struct{ *conn }

// Live returns the segments that are live as of a moment, by ascending ID:
// those committed at or before it and not replaced by anything committed at or
// before it. The zero time is now. ReplacedBy is as of now. A time before which
// segments have been dropped is a NotFound error.
func (s Segments) Live(ctx context.Context, asOf time.Time) ([]dubbelkrona.Segment, error) {
	if err := s.complete(ctx, asOf); err != nil {
		return nil, err
	}
	if asOf.IsZero() { // the ledger has an index of those, however long its history is
		return s.query(ctx, "WHERE s.replaced_by IS NULL")
	}
	return s.query(ctx, `LEFT JOIN delivery r ON r.id = s.replaced_by
		WHERE d.committed <= ?1 AND (r.id IS NULL OR r.committed > ?1)`, stamp(asOf))
}

// query lists segments by ascending ID, narrowed down as the tail of the
// query says.
func (s Segments) query(ctx context.Context, tail string, args ...any) ([]dubbelkrona.Segment, error) {
	return list(ctx, s.db, "segments list", segmentColumns, selectSegments+" "+tail+" ORDER BY s.id", args...)
}

// History returns every segment ever committed and not dropped since, live or
// not, by ascending ID: the lake keeps the files of all of them.
func (s Segments) History(ctx context.Context) ([]dubbelkrona.Segment, error) {
	return s.query(ctx, "")
}

// Superseded returns the segments that were replaced before a moment, and when
// the last of them was.
func (s Segments) Superseded(ctx context.Context, before time.Time) (segments []dubbelkrona.Segment, last time.Time, err error) {
	const replaced = "JOIN delivery r ON r.id = s.replaced_by WHERE r.committed < ?"
	if segments, err = s.query(ctx, replaced, stamp(before)); err != nil {
		return nil, last, err
	}
	_, err = s.find(ctx, "segments list", []any{timeIn(&last)}, "SELECT max(r.committed) FROM segment s "+replaced, stamp(before))
	return segments, last, err
}

func segmentColumns(s *dubbelkrona.Segment) []any {
	return []any{&s.ID, &s.Table, &s.Source, &s.Object, &s.Period, &s.Mode, &s.Path, &s.Rows, &s.Bytes, &s.SHA256, &s.ObjectSHA256,
		&s.RunID, timeIn(&s.Committed), &s.ReplacedBy, &s.Pack.Rows, &s.Pack.Bytes, &s.Pack.SHA256}
}

// Through returns the number of the last delivery committed as of a moment, the
// zero time being now, and 0 if there is none. While Through does not change,
// Segments.Live returns the same segments.
func (ds Deliveries) Through(ctx context.Context, asOf time.Time) (through int64, err error) {
	_, err = ds.find(ctx, "ledger through", []any{&through}, "SELECT last FROM delivery WHERE ?1 IS NULL OR committed <= ?1 ORDER BY id DESC LIMIT 1", stamp(asOf))
	return through, err
}

// Issues counts the issues of the rows that are live now. CROSS JOIN makes
// SQLite look up the deliveries first.
func (ds Deliveries) Issues(ctx context.Context) ([]dubbelkrona.IssueCount, error) {
	return list(ctx, ds.db, "issues count", func(c *dubbelkrona.IssueCount) []any {
		return []any{&c.Source, &c.Object, &c.Table, &c.Rule, &c.Severity, &c.Count}
	}, `SELECT d.source, d.object, c."table", c.rule, iif(c.severity = ?, ?, ?), sum(c.count)
		FROM delivery d CROSS JOIN issue_count c ON c.delivery = d.id WHERE d.issues_replaced_by IS NULL
		GROUP BY 1, 2, 3, 4, c.severity ORDER BY 1, 2, 3, 4, c.severity`, dubbelkrona.Reject.String(), dubbelkrona.Reject, dubbelkrona.Warn)
}

// OfObject returns the segments of an object's last delivery, in their order.
func (s Segments) OfObject(ctx context.Context, source, object string) ([]dubbelkrona.Segment, error) {
	return s.query(ctx, "WHERE s.delivery = (SELECT delivery FROM object WHERE source = ? AND object = ?)", source, object)
}

// complete returns a NotFound error for a past state of which segments have
// been dropped.
func (s Segments) complete(ctx context.Context, asOf time.Time) error {
	text, found, err := Facts(s).Get(ctx, horizonFact)
	if err != nil || !found || asOf.IsZero() {
		return err
	}
	horizon, err := time.Parse(stampLayout, text)
	if err != nil {
		return fmt.Errorf("history horizon: %w", err)
	}
	if asOf.Before(horizon) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the state of %s can no longer be told: what was replaced before %s has been collected",
			asOf.UTC().Format(time.RFC3339), horizon.Format(time.RFC3339))
	}
	return nil
}

// CommittedAt returns when the delivery was committed whose number Through
// returned.
func (ds Deliveries) CommittedAt(ctx context.Context, through int64) (at time.Time, err error) {
	found, err := ds.find(ctx, "delivery look up", []any{timeIn(&at)}, "SELECT committed FROM delivery WHERE last = ?", through)
	if err == nil && !found {
		err = dubbelkrona.Errorf(dubbelkrona.Internal, "delivery look up: there is no delivery with the last number %d", through)
	}
	return at, err
}
