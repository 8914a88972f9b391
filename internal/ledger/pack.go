package ledger

import (
	"context"

	"dubbelkrona"
)

// Pack moves segments into a pack, a file with exactly their rows, or fails and
// changes nothing. Only their paths change. Their former files are orphans when it returns, unless other
// segments are in them.
func (fs Files) Pack(ctx context.Context, p dubbelkrona.File) error {
	return fs.changeFiles(ctx, "pack", func(t *tx) error {
		if err := pack(t, p); err != nil {
			return err
		}
		return t.run(nil, dropEmptyPacks, dropStale)
	})
}

func pack(t *tx, p dubbelkrona.File) error {
	_, err := t.exec(`INSERT INTO pack (path, "table", rows, bytes, sha256) VALUES (?, ?, ?, ?, ?)`,
		p.Path, p.Table.Name, p.Rows, p.Bytes, p.SHA256)
	if err != nil {
		return err
	}
	for _, s := range p.Segments {
		n, err := t.exec(`UPDATE segment SET pack = ? WHERE id = ? AND "table" = ?`, p.Path, s.ID, p.Table.Name)
		if err != nil {
			return err
		}
		if n != 1 {
			return dubbelkrona.Errorf(dubbelkrona.Conflict, "there is no segment %d of table %s", s.ID, p.Table.Name)
		}
	}
	var rows int64
	if err := t.first([]any{&rows}, "SELECT coalesce(sum(rows), 0) FROM segment WHERE pack = ?", p.Path); err != nil {
		return err
	}
	if rows != p.Rows {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%s holds %d rows, its segments have %d", p.Path, p.Rows, rows)
	}
	return nil
}

// Paths are the files of the lake that the ledger knows: those of every
// segment, live or not, and those that are staged. Any other file is an orphan.
func (fs Files) Paths(ctx context.Context) (map[string]bool, error) {
	paths, err := list(ctx, fs.db, "files list", column[string],
		"SELECT path FROM segment WHERE pack IS NULL UNION SELECT path FROM pack UNION SELECT path FROM staged")
	return setOf(paths), err
}
