package upkeep

import (
	"context"
	"fmt"
	"os"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// Collected is the result of Collect.
type Collected struct {
	Report *session.Report `json:"-"`
	// Aged is the number of deleted rows about persons that were older than
	// their limit.
	Aged int64 `json:"rows_beyond_retention"`
	// Unneeded is the number of comparison persons whose rows were deleted, since no
	// effect uses them.
	Unneeded int `json:"comparison_persons_removed"`
	// Superseded is the number of segments that were dropped from the history.
	Superseded int `json:"segments_beyond_history"`
	// Packed is the number of files that were merged into Packs files.
	Packed int `json:"files_packed"`
	Packs  int `json:"packs"`
	// Snapshots and Orphans are the numbers of removed snapshots and of removed
	// files that were not in the ledger.
	Snapshots int `json:"snapshots_removed"`
	Orphans   int `json:"orphans_removed"`
}

// Collect deletes what the configuration does not keep: rows about persons beyond
// their retention limit, segments that were replaced long ago, snapshots, orphans;
// and it merges small files. Figures change only by the persons beyond the limit.
func (k *Keeper) Collect(ctx context.Context) (c Collected, err error) {
	c.Report, err = k.project.RunAlone(ctx, "gc", func(ctx context.Context, s *session.Session) error {
		gc := &collection{rewriting: k.rewriting(s), done: &c}
		withdrawn := gc.retain(ctx)
		if withdrawn == nil {
			withdrawn = gc.retainComparison(ctx)
		}
		if withdrawn != nil && dubbelkrona.KindOf(withdrawn) != dubbelkrona.Blocked {
			return withdrawn
		}
		for _, step := range []func(context.Context) error{gc.dropHistory, gc.compact, gc.pruneSnapshots} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		if err := s.Ledger.Prune(ctx, ledger.DefaultPruneLimits()); err != nil {
			return err
		}
		return withdrawn
	})
	c.Orphans = c.Report.Orphans
	return c, err
}

// collection is one gc.
type collection struct {
	rewriting
	done *Collected
}

// retain deletes the rows that are older than their table's limit.
func (c *collection) retain(ctx context.Context) error {
	limits := c.Config.RetainFrom(c.Now())
	if len(limits) == 0 {
		return nil
	}
	files, err := c.Files(ctx)
	if err != nil {
		return err
	}
	editor := &Retain{Before: limits}
	if err := editor.LoadDays(ctx, c.Lake, files); err != nil {
		return err
	}
	changes, rows, err := c.edit(ctx, files, editor)
	if err != nil || len(changes) == 0 {
		return err
	}
	c.done.Aged = rows
	return c.commit(ctx, ledger.Rewriting{Operation: "retention", Rows: rows, Changes: changes})
}

// retainComparison deletes the rows of comparison persons whom no effect uses and whose
// last outcome is older than the limit.
func (c *collection) retainComparison(ctx context.Context) error {
	first, limited := c.Config.RetainComparisonFrom(c.Now())
	if !limited {
		return nil
	}
	unneeded, err := c.builder.Unneeded(ctx, c.Session, first)
	if err != nil || len(unneeded) == 0 {
		return err
	}
	files, err := c.Files(ctx)
	if err != nil {
		return err
	}
	gone := make(map[Pseudonym]bool, len(unneeded))
	for _, person := range unneeded {
		gone[person] = true
	}
	changes, rows, err := c.edit(ctx, files, Erase{Person: func(pseudonym []byte) bool { return gone[Pseudonym(pseudonym)] }})
	if err != nil || len(changes) == 0 {
		return err
	}
	c.done.Unneeded = len(unneeded)
	return c.commit(ctx, ledger.Rewriting{Operation: "retention", Rows: rows, Changes: changes})
}

// dropHistory drops the segments that were replaced before the history limit, but
// none that the published state needs.
func (c *collection) dropHistory(ctx context.Context) error {
	before, limited := c.Config.HistoryFrom(c.Now())
	if !limited {
		return nil
	}
	_, published, err := publishedState(ctx, c.Session)
	if err != nil {
		return err
	}
	if !published.IsZero() && published.Before(before) {
		before = published
	}
	old, last, err := c.Ledger.Segments.Superseded(ctx, before)
	if err != nil || len(old) == 0 {
		return err
	}
	r := ledger.Rewriting{RunID: c.Report.Run.ID, Operation: "history", Horizon: last}
	gone := make(map[int64]bool, len(old))
	for _, segment := range old {
		gone[segment.ID] = true
		r.Drop, r.Rows = append(r.Drop, segment.ID), r.Rows+segment.Rows
	}
	if r.Changes, err = c.unpack(ctx, gone); err != nil {
		return err
	}
	c.done.Superseded = len(old)
	return c.commitFiles(ctx, func() error { return c.Ledger.Files.Rewrite(ctx, r) })
}

// unpack rewrites the packs from which some, but not all, segments are dropped.
func (c *collection) unpack(ctx context.Context, gone map[int64]bool) (changes []ledger.Change, err error) {
	files, err := c.Files(ctx)
	if err != nil {
		return nil, err
	}
	var partly []dubbelkrona.File
	stay := make(lake.OnlySegments)
	for _, f := range files {
		staying := 0
		for _, segment := range f.Segments {
			if !gone[segment.ID] {
				stay[segment.ID] = true
				staying++
			}
		}
		if f.Packed && staying > 0 && staying < len(f.Segments) {
			partly = append(partly, f)
		}
	}
	changes, _, err = c.edit(ctx, partly, stay)
	return changes, err
}

// compact merges small files.
func (c *collection) compact(ctx context.Context) error {
	files, err := c.Files(ctx)
	if err != nil {
		return err
	}
	for i, group := range lake.Compactable(files) {
		c.Tell(session.Progress{Stage: session.StageKeep, Object: group[0].Table.Name, Rows: int64(i)})
		pack, err := c.Lake.Pack(ctx, group)
		if err != nil {
			return err
		}
		if pack, err = c.Lake.Store(pack); err != nil {
			return err
		}
		if err := c.commitFiles(ctx, func() error { return c.Ledger.Files.Pack(ctx, pack) }); err != nil {
			return err
		}
		c.done.Packed, c.done.Packs = c.done.Packed+len(group), c.done.Packs+1
	}
	return nil
}

// commitFiles commits a change of files and removes the replaced ones.
func (c *collection) commitFiles(ctx context.Context, commit func() error) error {
	if err := commit(); err != nil {
		return err
	}
	if err := c.At(PointRemoveFiles); err != nil {
		return err
	}
	return c.RemoveOrphans(ctx)
}

// keptSnapshots returns how many snapshots are kept: the configured number, but none
// from before columns were removed from the lake, since it has them, unless it is the
// published one.
func (c *collection) keptSnapshots(ctx context.Context) (int, error) {
	_, removed, err := c.Ledger.Files.Removed(ctx)
	if err != nil || removed.IsZero() {
		return c.Config.Publish.Keep, err
	}
	last, _, err := publishedState(ctx, c.Session)
	if err != nil {
		return 0, err
	}
	ids, err := warehouse.Kept(c.Config.Snapshots())
	before := func(id string) bool { return ledger.StartOf(id).Before(removed.Truncate(time.Millisecond)) }
	if first := slices.IndexFunc(ids, before); first >= 0 {
		return min(max(first, slices.Index(ids, last.ID)+1), c.Config.Publish.Keep), err
	}
	return c.Config.Publish.Keep, err
}

// pruneSnapshots removes kept snapshots beyond the configured number, and what a
// killed run left of a comparison or a publication.
func (c *collection) pruneSnapshots(ctx context.Context) error {
	if err := c.At(PointRemoveSnapshots); err != nil {
		return err
	}
	keep, err := c.keptSnapshots(ctx)
	if err != nil {
		return err
	}
	if c.done.Snapshots, err = warehouse.Prune(c.Config.Snapshots(), c.Config.Copies(), keep); err != nil {
		return err
	}
	if err := os.RemoveAll(c.CompareFolder()); err != nil {
		return fmt.Errorf("comparison remove: %w", err)
	}
	if err := c.removeUnfinished(); err != nil {
		return err
	}
	return c.RecordRemovals(ctx)
}
