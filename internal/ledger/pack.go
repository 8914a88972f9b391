package ledger

import (
	"context"
	"database/sql"
	"fmt"

	"dubbelkrona"
)

// Packing is segments of one table whose rows are, all of them and no others,
// in one file: a pack.
type Packing struct {
	Table    string
	File     File
	Segments []int64
}

// Pack puts segments into a pack, or fails and changes nothing. What the
// segments are does not change, only where they lie. The files in which they
// lay are orphans when it returns, unless other segments are in them.
func (l *Ledger) Pack(ctx context.Context, p Packing) error {
	return l.changeFiles(ctx, "pack", func(tx *sql.Tx) error {
		if err := pack(ctx, tx, p); err != nil {
			return err
		}
		if err := dropEmptyPacks(ctx, tx); err != nil {
			return err
		}
		return dropStale(ctx, tx)
	})
}

func pack(ctx context.Context, tx *sql.Tx, p Packing) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO pack (path, "table", rows, bytes, sha256) VALUES (?, ?, ?, ?, ?)`,
		p.File.Path, p.Table, p.File.Rows, p.File.Bytes, p.File.SHA256)
	if err != nil {
		return err
	}
	for _, id := range p.Segments {
		n, err := execCount(ctx, tx, `UPDATE segment SET pack = ? WHERE id = ? AND "table" = ?`, p.File.Path, id, p.Table)
		if err != nil {
			return err
		}
		if n != 1 {
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "there is no segment %d of table %s", id, p.Table)
		}
	}
	var rows int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(rows), 0) FROM segment WHERE pack = ?", p.File.Path).Scan(&rows); err != nil {
		return err
	}
	if rows != p.File.Rows {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%s holds %d rows, its segments have %d", p.File.Path, p.File.Rows, rows)
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
	return setOf(paths), nil
}
