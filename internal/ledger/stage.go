package ledger

import (
	"context"
	"encoding/json"
	"fmt"
)

// Stage records a file that a long rewriting has finished, so that it can resume
// after an interruption. Nothing else changes; until Rewrite uses the file it is
// not an orphan.
func (fs Files) Stage(ctx context.Context, operation string, c Change) error {
	if err := fs.fault(PointStage); err != nil {
		return fmt.Errorf("%s stage: %w", operation, err)
	}
	segments, err := json.Marshal(c.Segments)
	if err != nil {
		return fmt.Errorf("%s stage: %w", operation, err)
	}
	_, err = fs.exec(ctx, operation+" stage", `INSERT INTO staged (operation, old, old_sha, path, rows, bytes, sha256, segments) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET old_sha = excluded.old_sha, path = excluded.path, rows = excluded.rows, bytes = excluded.bytes,
		sha256 = excluded.sha256, segments = excluded.segments`,
		operation, c.Old, c.OldSHA256, c.New.Path, c.New.Rows, c.New.Bytes, c.New.SHA256, string(segments))
	return err
}

// Staged returns what an operation has staged.
func (fs Files) Staged(ctx context.Context, operation string) ([]Change, error) {
	return list(ctx, fs.db, operation+" stage", func(c *Change) []any {
		return []any{&c.Old, &c.OldSHA256, &c.New.Path, &c.New.Rows, &c.New.Bytes, &c.New.SHA256, (*segmentList)(&c.Segments)}
	}, "SELECT old, old_sha, path, rows, bytes, sha256, segments FROM staged WHERE operation = ? ORDER BY old", operation)
}

// segmentList is stored as JSON.
type segmentList []SegmentRows

// Scan implements sql.Scanner.
func (s *segmentList) Scan(v any) error {
	text, _ := v.(string)
	return json.Unmarshal([]byte(text), s)
}

// Unstage deletes everything staged except by the operation keep; the files are
// then orphans. An empty keep deletes all.
func (fs Files) Unstage(ctx context.Context, keep string) error {
	_, err := fs.exec(ctx, "unstage", "DELETE FROM staged WHERE operation <> ?", keep)
	return err
}
