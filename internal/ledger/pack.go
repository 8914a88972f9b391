package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"dubbelkrona"
)

// Pack puts segments of one table, with all their rows, into one file, or
// fails and changes nothing. What the segments are does not change, only where
// they lie. The files in which they lay are orphans when it returns, unless
// other segments are in them.
func (l *Ledger) Pack(ctx context.Context, table string, f File, segments []int64) error {
	err := l.change(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO pack (path, "table", rows, bytes, sha256) VALUES (?, ?, ?, ?, ?)`, f.Path, table, f.Rows, f.Bytes, f.SHA256)
		if err != nil {
			return err
		}
		for _, id := range segments {
			n, err := execCount(ctx, tx, `UPDATE segment SET pack = ? WHERE id = ? AND "table" = ?`, f.Path, id, table)
			if err != nil {
				return err
			}
			if n != 1 {
				return dubbelkrona.Errorf(dubbelkrona.Conflict, "there is no segment %d of table %s", id, table)
			}
		}
		var rows int64
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(rows), 0) FROM segment WHERE pack = ?", f.Path).Scan(&rows); err != nil {
			return err
		}
		if rows != f.Rows {
			return dubbelkrona.Errorf(dubbelkrona.Internal, "%s holds %d rows, its segments have %d", f.Path, f.Rows, rows)
		}
		if err := errors.Join(dropEmptyPacks(ctx, tx), dropStale(ctx, tx, Rewriting{})); err != nil {
			return err
		}
		return l.fault(PointBeforeRewrite)
	})
	if err != nil {
		return fmt.Errorf("pack commit: %w", err)
	}
	if err := l.fault(PointAfterRewrite); err != nil {
		return fmt.Errorf("pack commit: %w", err)
	}
	return nil
}

// Paths are the files of the lake that the ledger knows: those of every
// segment, live or not, and those that are staged. Any other file is an orphan.
func (l *Ledger) Paths(ctx context.Context) (map[string]bool, error) {
	paths, err := collect(ctx, l.db, func(rows *sql.Rows, path *string) error { return rows.Scan(path) },
		"SELECT path FROM segment WHERE pack IS NULL UNION SELECT path FROM pack UNION SELECT path FROM staged")
	if err != nil {
		return nil, fmt.Errorf("files list: %w", err)
	}
	known := make(map[string]bool, len(paths))
	for _, path := range paths {
		known[path] = true
	}
	return known, nil
}
