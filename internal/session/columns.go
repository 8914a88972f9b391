package session

import (
	"context"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// dropColumns removes the columns that this version no longer stores from every file
// of the lake, also from replaced segments, before anything else reads it. One
// transaction of the ledger changes to the files that were written without them, and
// the old ones are then removed as orphans. After an interruption the new files are
// orphans, and the next session starts over.
func dropColumns(ctx context.Context, s *Session) error {
	names := removedColumns()
	done, _, err := s.Ledger.Files.Removed(ctx)
	if err != nil || done == names {
		return err
	}
	files, err := s.Files(ctx)
	if err != nil {
		return err
	}
	var changes []ledger.Change
	for i, f := range files {
		s.Tell(Progress{Stage: StageKeep, Object: f.Table.Name, Rows: int64(i)})
		written, changed, err := s.Lake.DropRemoved(ctx, f)
		if err != nil {
			return err
		}
		if changed {
			changes = append(changes, ledger.Change{Old: f.Path, OldSHA256: f.SHA256, New: written})
		}
	}
	if err := s.Ledger.Files.RemoveColumns(ctx, names, changes); err != nil {
		return err
	}
	_, err = s.removeUnknown(ctx)
	return err
}

// removedColumns returns the names of all removed columns, as table.column.
func removedColumns() string {
	var names []string
	for _, t := range dubbelkrona.Tables() {
		for _, column := range t.Removed {
			names = append(names, t.Name+"."+column)
		}
	}
	return strings.Join(names, " ")
}
