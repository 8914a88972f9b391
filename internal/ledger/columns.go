package ledger

import (
	"context"
	"time"
)

// The facts of the columns that were removed from all files of the lake: their
// names, and when.
const (
	removedFact   = "columns_removed"
	removedAtFact = "columns_removed_at"
)

// Removed returns the names of the columns that no file of the lake has any more,
// as they were given to RemoveColumns, and when they were removed; zero if no file
// had them or none was ever removed.
func (fs Files) Removed(ctx context.Context) (names string, at time.Time, err error) {
	if names, _, err = Facts(fs).Get(ctx, removedFact); err != nil {
		return names, at, err
	}
	text, found, err := Facts(fs).Get(ctx, removedAtFact)
	if err != nil || !found {
		return names, at, err
	}
	at, err = time.Parse(stampLayout, text)
	return names, at, err
}

// RemoveColumns records that no file of the lake has the named columns any more, or
// fails and changes nothing. A Change is a file with the one that was written
// without them. Staged files that were made of such files are deleted. The old files
// are orphans when it returns.
func (fs Files) RemoveColumns(ctx context.Context, names string, changes []Change) error {
	return fs.changeFiles(ctx, "columns", func(t *tx) error {
		if err := replaceFiles(t, changes); err != nil {
			return err
		}
		if err := t.run(nil, dropStale); err != nil {
			return err
		}
		if len(changes) > 0 {
			if err := t.run([]any{removedAtFact, stamp(fs.now())}, setFact); err != nil {
				return err
			}
		}
		return t.run([]any{removedFact, names}, setFact)
	})
}
