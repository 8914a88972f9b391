package upkeep

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/warehouse"
)

// The points at which Options.Fault is called while rows are removed from the
// project, each before the step that it names.
const (
	PointRemoveFiles     = "upkeep.remove-files"     // replaced files are removed
	PointRemoveSnapshots = "upkeep.remove-snapshots" // every snapshot and build is removed
	PointFinish          = "upkeep.finish"           // the rewriting is recorded as finished
)

// Points returns those points. An ordinary run passes none of them.
func Points() []string { return []string{PointRemoveFiles, PointRemoveSnapshots, PointFinish} }

// rewriting removes rows from the project, or changes them, in one run.
type rewriting struct {
	*session.Session
	builder Builder
}

// edit edits files of the lake. It returns the changes, which are not committed
// yet, and the number of rows that they affect.
func (s rewriting) edit(ctx context.Context, files []dubbelkrona.File, e lake.Editor) (changes []ledger.Change, rows int64, err error) {
	for i, f := range files {
		s.Tell(session.Progress{Stage: session.StageKeep, Object: f.Table.Name, Rows: int64(i)})
		written, changed, err := s.Lake.Edit(ctx, f, e)
		if err != nil {
			return nil, 0, err
		}
		if changed {
			changes, rows = append(changes, change(f, written)), rows+written.Rows
		}
	}
	return changes, rows, nil
}

func change(f dubbelkrona.File, w lake.Rewritten) ledger.Change {
	c := ledger.Change{Old: f.Path, OldSHA256: f.SHA256, New: w.File}
	for id, rows := range w.Segments {
		c.Segments = append(c.Segments, ledger.SegmentRows{ID: id, Rows: rows})
	}
	return c
}

// commit commits a rewriting of the lake, and updates everything that is derived
// from the lake.
func (s rewriting) commit(ctx context.Context, r ledger.Rewriting) error {
	if r.Facts == nil {
		r.Facts = make(map[string]string)
	}
	r.RunID, r.Facts[session.UnfinishedFact] = s.Report.Run.ID, r.Operation
	if err := s.Ledger.Files.Rewrite(ctx, r); err != nil {
		return err
	}
	return s.updateDerived(ctx)
}

// updateDerived updates everything that is derived from the lake after a committed
// rewriting: it removes the old files and every snapshot and build, builds the
// published state without a base, and publishes it.
func (s rewriting) updateDerived(ctx context.Context) error {
	if err := s.At(PointRemoveFiles); err != nil {
		return err
	}
	if err := s.RemoveOrphans(ctx); err != nil {
		return err
	}
	if err := s.At(PointRemoveSnapshots); err != nil {
		return err
	}
	if err := s.removeDerived(ctx); err != nil {
		return err
	}
	blocked := s.republish(ctx)
	if blocked != nil && dubbelkrona.KindOf(blocked) != dubbelkrona.Blocked {
		return blocked
	}
	if err := s.At(PointFinish); err != nil {
		return err
	}
	return errors.Join(s.Ledger.Facts.Set(ctx, session.UnfinishedFact, ""), blocked)
}

// removeDerived removes every private file with rows that can be made again, and
// unfinished files.
func (s rewriting) removeDerived(ctx context.Context) error {
	for _, folder := range []string{s.Config.Snapshots(), s.Config.Copies(), s.BuildFolder(), s.Config.Scratch(), s.CompareFolder()} {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("snapshots remove: %w", err)
		}
	}
	if err := s.removeUnfinished(); err != nil {
		return err
	}
	return s.RecordRemovals(ctx)
}

// removeUnfinished removes what a killed run may have left of a published file or
// an export.
func (s rewriting) removeUnfinished() error {
	err := errors.Join(warehouse.RemoveStaged(s.Config.Published()), warehouse.RemoveStaged(s.Config.Analyst()),
		export.RemoveUnfinished(s.Config.ExportFolder()))
	if err != nil {
		return fmt.Errorf("unfinished files remove: %w", err)
	}
	return nil
}

// republish builds the published state again, without a base, and publishes it.
// Later commits are left for the next run, since they have not passed the checks.
//
// If the checks, which may have changed, now forbid that state, the published file
// and the exports are removed: a check must not keep erased rows in place. The
// Blocked error says so.
func (s rewriting) republish(ctx context.Context) error {
	last, moment, err := publishedState(ctx, s.Session)
	if err != nil {
		return err
	}
	if last.ID == "" {
		return s.withdraw()
	}
	err = s.builder.Republish(ctx, s.Session, moment)
	if dubbelkrona.KindOf(err) != dubbelkrona.Blocked {
		return err
	}
	if failed := s.withdraw(); failed != nil {
		return failed
	}
	return dubbelkrona.Errorf(dubbelkrona.Blocked, "%w; since rows had to be removed, the publication was withdrawn; correct the check or the data and run again", err)
}

// publishedState returns the published snapshot, whose ID is empty if there is
// none, and the moment whose state it shows, zero for the present one.
func publishedState(ctx context.Context, s *session.Session) (last ledger.Snapshot, moment time.Time, err error) {
	last, err = s.Ledger.Snapshots.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return last, moment, nil
	}
	if err != nil {
		return last, moment, err
	}
	through, err := s.Ledger.Deliveries.Through(ctx, time.Time{})
	if err == nil && through != last.Through {
		moment, err = s.Ledger.Deliveries.CommittedAt(ctx, last.Through)
	}
	return last, moment, err
}

// withdraw removes the publication. A process that has the file open can still
// read it.
func (s rewriting) withdraw() error {
	for _, path := range []string{s.Config.Published(), s.Config.Analyst(), s.Config.ExportFolder()} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("publication withdraw: %w", err)
		}
	}
	return nil
}
