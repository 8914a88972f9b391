package ledger

import (
	"context"
	"fmt"
	"time"

	"dubbelkrona"
)

// The points at which Options.Fault is called when files of the lake replace
// others.
const (
	PointStage         = "ledger.stage"          // a finished file is about to be recorded
	PointBeforeRewrite = "ledger.before-rewrite" // all is written, nothing has changed
	PointAfterRewrite  = "ledger.after-rewrite"  // all has changed, the caller does not know it
)

// RewritePoints lists those points. An ordinary run passes none of them.
func RewritePoints() []string {
	return []string{PointStage, PointBeforeRewrite, PointAfterRewrite}
}

// Change is a file that replaces another: one segment's own file or a pack.
type Change struct {
	Old       string
	OldSHA256 string
	New       dubbelkrona.File
	// Segments are those of the file whose rows are no longer the same, with
	// how many they have now.
	Segments []SegmentRows
}

// SegmentRows is a segment with its number of rows.
type SegmentRows struct{ ID, Rows int64 }

// Rewriting is everything that changes at once when rows are taken out of the
// lake or re-keyed.
type Rewriting struct {
	RunID string
	// Operation names it for the record: forget, retention, rotate, collect.
	Operation string
	// Rows is how many rows were taken out or changed.
	Rows    int64
	Changes []Change
	// Erased are marks of persons whom later deliveries leave out.
	Erased []string
	// Persons are the pseudonyms of erased persons, who leave the memory of
	// releases, and Rekey returns the new pseudonym of every other person; nil if
	// pseudonyms stay.
	Persons [][]byte
	Rekey   func(person []byte) []byte
	// Text returns a text of the memory of releases with other tokens in the place of
	// those of erased persons or of a former key; nil if texts stay.
	Text func(string) string
	// Facts are set with it.
	Facts map[string]string
	// Drop are segments that are removed from the history; Horizon is then the
	// time before which past states can no longer be reconstructed.
	Drop    []int64
	Horizon time.Time
}

// Files are the files of the lake in which the rows of segments are.
type Files struct{ *conn }

// Rewrite applies a Rewriting, or fails and changes nothing. It is a Conflict
// error if an old file of a Change is no longer the one in use. The old files
// are orphans when it returns.
func (fs Files) Rewrite(ctx context.Context, r Rewriting) error {
	err := fs.changeFiles(ctx, r.Operation, func(t *tx) error {
		if err := replaceFiles(t, r.Changes); err != nil {
			return err
		}
		if err := drop(t, r); err != nil {
			return err
		}
		if err := t.run(nil, dropStale); err != nil {
			return err
		}
		if err := forgetReleased(t, r); err != nil {
			return err
		}
		return fs.note(t, r)
	})
	if err != nil || len(r.Persons) == 0 && r.Rekey == nil {
		return err
	}
	return fs.compact(ctx)
}

// compact writes the file anew. SQLite overwrites what is deleted, but leaves copies of
// rows that it has moved from one page to another.
func (fs Files) compact(ctx context.Context) error {
	for _, statement := range []string{"PRAGMA temp_store = MEMORY", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := fs.exec(ctx, "ledger compact", statement); err != nil {
			return err
		}
	}
	return nil
}

// changeFiles is change for what replaces files of the lake.
func (fs Files) changeFiles(ctx context.Context, operation string, f func(*tx) error) error {
	err := fs.change(ctx, operation+" commit", func(t *tx) error {
		if err := f(t); err != nil {
			return err
		}
		return fs.fault(PointBeforeRewrite)
	})
	if err != nil {
		return err
	}
	if err := fs.fault(PointAfterRewrite); err != nil {
		return fmt.Errorf("%s commit: %w", operation, err)
	}
	return nil
}

// dropStale deletes staged files that were made from files which are no longer
// in use: they may contain rows that were erased.
const dropStale = `DELETE FROM staged WHERE NOT EXISTS (SELECT 1 FROM segment s WHERE s.path = old AND s.sha256 = old_sha AND s.pack IS NULL)
	AND NOT EXISTS (SELECT 1 FROM pack p WHERE p.path = old AND p.sha256 = old_sha)`

const dropEmptyPacks = "DELETE FROM pack WHERE path NOT IN (SELECT pack FROM segment WHERE pack IS NOT NULL)"

func replaceFiles(t *tx, changes []Change) error {
	for _, c := range changes {
		own, err := t.exec("UPDATE segment SET path = ?, rows = ?, bytes = ?, sha256 = ? WHERE path = ? AND sha256 = ? AND pack IS NULL",
			c.New.Path, c.New.Rows, c.New.Bytes, c.New.SHA256, c.Old, c.OldSHA256)
		if err == nil && own == 0 {
			err = replacePack(t, c)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func replacePack(t *tx, c Change) error {
	there, err := t.exec(`INSERT INTO pack (path, "table", rows, bytes, sha256)
		SELECT ?, "table", ?, ?, ? FROM pack WHERE path = ? AND sha256 = ?`, c.New.Path, c.New.Rows, c.New.Bytes, c.New.SHA256, c.Old, c.OldSHA256)
	if err != nil {
		return err
	}
	if there == 0 {
		return dubbelkrona.Errorf(dubbelkrona.Conflict, "%s is no longer the file that was read; start again", c.Old)
	}
	if err := t.run([]any{c.New.Path, c.Old}, "UPDATE segment SET pack = ? WHERE pack = ?"); err != nil {
		return err
	}
	err = each(t, c.Segments, "UPDATE segment SET rows = ?, sha256 = ? WHERE id = ? AND pack = ?",
		func(s SegmentRows) []any { return []any{s.Rows, c.New.SHA256, s.ID, c.New.Path} })
	if err != nil {
		return err
	}
	return t.run([]any{c.Old}, "DELETE FROM pack WHERE path = ?")
}

// horizonFact holds the moment before which the history is incomplete.
const horizonFact = "history_from"

// drop removes segments from the history.
func drop(t *tx, r Rewriting) error {
	if len(r.Drop) == 0 {
		return nil
	}
	err := each(t, r.Drop, "DELETE FROM segment WHERE id = ?", func(id int64) []any { return []any{id} })
	if err != nil {
		return err
	}
	_, err = t.exec("INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = max(value, excluded.value)", horizonFact, stamp(r.Horizon))
	if err != nil {
		return err
	}
	return t.run(nil, dropEmptyPacks)
}

// note stores marks, facts and the record of the rewriting.
func (fs Files) note(t *tx, r Rewriting) error {
	err := each(t, r.Erased, "INSERT INTO erased (mark) VALUES (?) ON CONFLICT DO NOTHING", func(mark string) []any { return []any{mark} })
	if err != nil {
		return err
	}
	for name, value := range r.Facts {
		if _, err := t.exec(setFact, name, value); err != nil {
			return err
		}
	}
	_, err = t.exec("INSERT INTO rewriting (run, operation, at, rows) VALUES (?, ?, ?, ?)", r.RunID, r.Operation, stamp(fs.now()), r.Rows)
	return err
}
