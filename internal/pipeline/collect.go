package pipeline

import (
	"context"
	"fmt"
	"os"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
	"dubbelkrona/internal/warehouse"
)

// Collected is what Collect did.
type Collected struct {
	Report *Report
	// Aged counts the rows of persons that were older than their limit.
	Aged int64
	// Superseded are segments that left the history.
	Superseded int
	// Packed files were put together into Packs.
	Packed, Packs int
	// Snapshots were removed, Orphans were files that nobody knew any more.
	Snapshots, Orphans int
}

// Collect takes away what the project's configuration no longer wants kept:
// rows about persons beyond their limit of age, segments that were replaced
// long ago, snapshots, files that nobody knows; and puts small files together.
// Nothing of that changes a figure, but that persons beyond the limit are no
// longer in it.
func (p *Pipeline) Collect(ctx context.Context) (c Collected, err error) {
	c.Report, err = p.alone(ctx, "gc", func(ctx context.Context, s *session) error {
		withdrawn := s.retain(ctx, &c)
		if withdrawn != nil && dubbelkrona.KindOf(withdrawn) != dubbelkrona.Blocked {
			return withdrawn
		}
		for _, step := range []func(context.Context, *Collected) error{s.dropHistory, s.compact, s.pruneSnapshots} {
			if err := step(ctx, &c); err != nil {
				return err
			}
		}
		if err := s.ledger.Prune(ctx, ledger.DefaultKeep()); err != nil {
			return err
		}
		return withdrawn
	})
	c.Orphans = c.Report.Orphans
	return c, err
}

// retain drops the rows that are older than their table's limit.
func (s *session) retain(ctx context.Context, c *Collected) error {
	limits := s.project.RetainFrom(s.options.Now())
	if len(limits) == 0 {
		return nil
	}
	files, err := s.files(ctx)
	if err != nil {
		return err
	}
	editor := &upkeep.Retain{Before: limits}
	if err := editor.Know(ctx, s.lake, files); err != nil {
		return err
	}
	changes, rows, err := s.rewrite(ctx, files, editor)
	if err != nil || len(changes) == 0 {
		return err
	}
	c.Aged = rows
	return s.takeOut(ctx, ledger.Rewriting{Operation: "retention", Rows: rows, Changes: changes})
}

// dropHistory drops the segments that were replaced before the history that is
// kept; never one that the published state needs.
func (s *session) dropHistory(ctx context.Context, c *Collected) error {
	before, limited := s.project.HistoryFrom(s.options.Now())
	if !limited {
		return nil
	}
	published, _, err := s.publishedMoment(ctx)
	if err != nil {
		return err
	}
	if !published.IsZero() && published.Before(before) {
		before = published
	}
	old, last, err := s.ledger.Superseded(ctx, before)
	if err != nil || len(old) == 0 {
		return err
	}
	r := ledger.Rewriting{RunID: s.report.Run.ID, Operation: "history", Horizon: last}
	gone := make(map[int64]bool, len(old))
	for _, segment := range old {
		gone[segment.ID] = true
		r.Drop, r.Rows = append(r.Drop, segment.ID), r.Rows+segment.Rows
	}
	if r.Changes, err = s.unpack(ctx, gone); err != nil {
		return err
	}
	c.Superseded = len(old)
	return s.commitFiles(ctx, func() error { return s.ledger.Rewrite(ctx, r) })
}

// unpack writes the packs anew that hold segments which go beside others.
func (s *session) unpack(ctx context.Context, gone map[int64]bool) (changes []ledger.Change, err error) {
	files, err := s.files(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		stay := make(lake.OnlySegments)
		for _, segment := range f.Segments {
			if !gone[segment.ID] {
				stay[segment.ID] = true
			}
		}
		if !f.Packed || len(stay) == 0 || len(stay) == len(f.Segments) {
			continue
		}
		written, changed, err := s.lake.Edit(ctx, f, stay)
		if err != nil {
			return nil, err
		}
		if changed {
			changes = append(changes, change(f, written))
		}
	}
	return changes, nil
}

// compact puts small files together.
func (s *session) compact(ctx context.Context, c *Collected) error {
	files, err := s.files(ctx)
	if err != nil {
		return err
	}
	for i, group := range lake.Compactable(files) {
		s.progress(Progress{Stage: StageKeep, Object: group[0].Table, Rows: int64(i)})
		parts, segments := lake.Parts(group)
		pack, err := s.lake.Pack(ctx, group[0].Of, parts)
		if err != nil {
			return err
		}
		if pack, err = s.lake.Keep(pack); err != nil {
			return err
		}
		err = s.commitFiles(ctx, func() error {
			return s.ledger.Pack(ctx, pack.Table, ledger.File{Path: pack.Path, Rows: pack.Rows, Bytes: pack.Bytes, SHA256: pack.SHA256}, segments)
		})
		if err != nil {
			return err
		}
		c.Packed, c.Packs = c.Packed+len(group), c.Packs+1
	}
	return nil
}

// commitFiles commits a change of files and removes those that others took the
// place of.
func (s *session) commitFiles(ctx context.Context, commit func() error) error {
	if err := commit(); err != nil {
		return err
	}
	if err := s.fault(PointRemoveFiles); err != nil {
		return err
	}
	return s.removeOrphans(ctx)
}

// pruneSnapshots removes kept snapshots beyond the number that the project
// wants, and what a comparison or an unpacking left.
func (s *session) pruneSnapshots(ctx context.Context, c *Collected) error {
	kept, err := warehouse.Kept(s.project.Snapshots())
	if err != nil {
		return err
	}
	if err := s.fault(PointRemoveSnapshots); err != nil {
		return err
	}
	for _, id := range kept[min(s.project.Publish.Keep, len(kept)):] {
		if err := os.Remove(s.keptPath(id)); err != nil {
			return fmt.Errorf("snapshot remove: %w", err)
		}
		c.Snapshots++
	}
	if err := os.RemoveAll(s.verifyFolder()); err != nil {
		return fmt.Errorf("comparison remove: %w", err)
	}
	return s.recordRemovals(ctx)
}
