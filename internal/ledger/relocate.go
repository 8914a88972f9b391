package ledger

import (
	"context"

	"dubbelkrona"
)

// layoutFact is set while the files of the lake are where an earlier version put
// them: directly in the folders of their tables.
const layoutFact = "lake_layout"

// Flat reports whether the files of the lake still have to move into folders of
// their sources and segments, see Relocate.
func (fs Files) Flat(ctx context.Context) (bool, error) {
	_, flat, err := Facts(fs).Get(ctx, layoutFact)
	return flat, err
}

// Relocate records that all files of the lake are in folders of their sources
// and segments, or fails and changes nothing. A Change is a file with its old
// and its new path; packs replace a pack of several sources. What is staged is
// deleted. The old files are orphans when it returns.
func (fs Files) Relocate(ctx context.Context, changes []Change, packs []dubbelkrona.File) error {
	return fs.changeFiles(ctx, "layout", func(t *tx) error {
		if err := replaceFiles(t, changes); err != nil {
			return err
		}
		for _, p := range packs {
			if err := pack(t, p); err != nil {
				return err
			}
		}
		if err := t.run(nil, dropEmptyPacks, "DELETE FROM staged"); err != nil {
			return err
		}
		return t.run([]any{layoutFact}, "DELETE FROM fact WHERE name = ?")
	})
}
