package ledger

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
)

// Stage notes a file that a long rewriting has finished, so that one that was
// interrupted goes on from there. Nothing else changes: the file waits for
// Rewrite, and until then it is no orphan.
func (l *Ledger) Stage(ctx context.Context, operation string, c Change) error {
	if err := l.fault(PointStage); err != nil {
		return fmt.Errorf("%s stage: %w", operation, err)
	}
	segments, err := json.Marshal(c.Segments)
	if err != nil {
		return fmt.Errorf("%s stage: %w", operation, err)
	}
	_, err = l.db.ExecContext(ctx, `INSERT INTO staged (operation, old, old_sha, path, rows, bytes, sha256, segments) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET old_sha = excluded.old_sha, path = excluded.path, rows = excluded.rows, bytes = excluded.bytes,
		sha256 = excluded.sha256, segments = excluded.segments`,
		operation, c.Old, c.OldSHA256, c.New.Path, c.New.Rows, c.New.Bytes, c.New.SHA256, string(segments))
	if err != nil {
		return fmt.Errorf("%s stage: %w", operation, err)
	}
	return nil
}

// Staged gives what an operation has staged.
func (l *Ledger) Staged(ctx context.Context, operation string) ([]Change, error) {
	staged, err := collect(ctx, l.db, scanChange, `SELECT old, old_sha, path, rows, bytes, sha256, segments FROM staged WHERE operation = ? ORDER BY old`, operation)
	if err != nil {
		return nil, fmt.Errorf("%s stage: %w", operation, err)
	}
	return staged, nil
}

func scanChange(rows *sql.Rows, c *Change) error {
	var segments string
	if err := rows.Scan(&c.Old, &c.OldSHA256, &c.New.Path, &c.New.Rows, &c.New.Bytes, &c.New.SHA256, &segments); err != nil {
		return err
	}
	return json.Unmarshal([]byte(segments), &c.Segments)
}

// Unstage forgets everything staged but what an operation has; the files are
// then orphans. An empty operation keeps nothing.
func (l *Ledger) Unstage(ctx context.Context, keep string) error {
	if _, err := l.db.ExecContext(ctx, "DELETE FROM staged WHERE operation <> ?", keep); err != nil {
		return fmt.Errorf("unstage: %w", err)
	}
	return nil
}
