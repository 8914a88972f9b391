package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dubbelkrona"
)

const selectSegments = `SELECT s.id, s."table", d.source, d.object, d.period, d.mode, coalesce(s.pack, s.path), s.rows, s.bytes, s.sha256,
	d.run, d.committed, coalesce(s.replaced_by, 0), coalesce(p.rows, 0), coalesce(p.bytes, 0), coalesce(p.sha256, '')
	FROM segment s JOIN delivery d ON d.id = s.delivery LEFT JOIN pack p ON p.path = s.pack`

// Segments gives the segments that are live as of a moment, by ascending ID:
// those committed at or before it and not replaced by anything committed at or
// before it. The zero time is now. ReplacedBy is what is known today. A moment
// of which segments have been dropped is a NotFound error.
func (l *Ledger) Segments(ctx context.Context, asOf time.Time) ([]dubbelkrona.Segment, error) {
	if err := l.complete(ctx, asOf); err != nil {
		return nil, err
	}
	// Of now the ledger has an index, however long its history is.
	query, args := selectSegments+" WHERE s.replaced_by IS NULL ORDER BY s.id", []any{}
	if !asOf.IsZero() {
		query, args = selectSegments+` LEFT JOIN delivery r ON r.id = s.replaced_by
			WHERE d.committed <= ? AND (r.id IS NULL OR r.committed > ?) ORDER BY s.id`, []any{stamp{asOf}, stamp{asOf}}
	}
	segments, err := collect(ctx, l.db, scanSegment, query, args...)
	if err != nil {
		return nil, fmt.Errorf("segments list: %w", err)
	}
	return segments, nil
}

// History gives every segment ever committed and not dropped since, live or
// not, by ascending ID: the lake keeps the files of all of them.
func (l *Ledger) History(ctx context.Context) ([]dubbelkrona.Segment, error) {
	segments, err := collect(ctx, l.db, scanSegment, selectSegments+" ORDER BY s.id")
	if err != nil {
		return nil, fmt.Errorf("segments list: %w", err)
	}
	return segments, nil
}

// Superseded gives the segments that were replaced before a moment, and when
// the last of them was.
func (l *Ledger) Superseded(ctx context.Context, before time.Time) (segments []dubbelkrona.Segment, last time.Time, err error) {
	segments, err = collect(ctx, l.db, scanSegment, selectSegments+`
		JOIN delivery r ON r.id = s.replaced_by WHERE r.committed < ? ORDER BY s.id`, stamp{before})
	if err != nil || len(segments) == 0 {
		return nil, time.Time{}, err
	}
	var at stamp
	err = l.db.QueryRowContext(ctx, "SELECT max(r.committed) FROM segment s JOIN delivery r ON r.id = s.replaced_by WHERE r.committed < ?", stamp{before}).Scan(&at)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("segments list: %w", err)
	}
	return segments, at.Time, nil
}

func scanSegment(rows *sql.Rows, s *dubbelkrona.Segment) error {
	var committed stamp
	err := rows.Scan(&s.ID, &s.Table, &s.Source, &s.Object, &s.Period, &s.Mode, &s.Path, &s.Rows, &s.Bytes, &s.SHA256,
		&s.RunID, &committed, &s.ReplacedBy, &s.Pack.Rows, &s.Pack.Bytes, &s.Pack.SHA256)
	s.Committed = committed.Time
	return err
}

// Through gives the number of the last delivery committed as of a moment, the
// zero time being now, and 0 where there is none. Two calls of Segments
// between which Through did not change give the same segments.
func (l *Ledger) Through(ctx context.Context, asOf time.Time) (int64, error) {
	var through int64
	err := l.db.QueryRowContext(ctx, "SELECT last FROM delivery WHERE ?1 IS NULL OR committed <= ?1 ORDER BY id DESC LIMIT 1", stamp{asOf}).
		Scan(&through)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("ledger through: %w", err)
	}
	return through, nil
}

// RunIssues counts the issues of what a run committed.
func (l *Ledger) RunIssues(ctx context.Context, runID string) ([]IssueCount, error) {
	return l.issues(ctx, "d.run = ?", runID)
}

// LiveIssues counts the issues of the rows that are live now.
func (l *Ledger) LiveIssues(ctx context.Context) ([]IssueCount, error) {
	return l.issues(ctx, "d.issues_replaced_by IS NULL")
}

// issues counts by deliveries: CROSS JOIN holds SQLite to look those up first.
func (l *Ledger) issues(ctx context.Context, where string, args ...any) ([]IssueCount, error) {
	counts, err := collect(ctx, l.db, scanIssueCount, `SELECT d.source, d.object, c."table", c.rule, c.severity, sum(c.count)
		FROM delivery d CROSS JOIN issue_count c ON c.delivery = d.id WHERE `+where+`
		GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`, args...)
	if err != nil {
		return nil, fmt.Errorf("issues count: %w", err)
	}
	return counts, nil
}

func scanIssueCount(rows *sql.Rows, c *IssueCount) error {
	var severity string
	err := rows.Scan(&c.Source, &c.Object, &c.Table, &c.Rule, &severity, &c.Count)
	if severity == dubbelkrona.Reject.String() {
		c.Severity = dubbelkrona.Reject
	}
	return err
}
