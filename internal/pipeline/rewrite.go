package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
)

// The points at which Options.Fault is called while rows leave the project,
// each before the step that it names.
const (
	PointRemoveFiles     = "keep.remove-files"     // files that others took the place of are removed
	PointRemoveSnapshots = "keep.remove-snapshots" // every snapshot and build is removed
	PointSettle          = "keep.settle"           // it is noted that nothing is left to do
)

// KeepPoints lists those points. A plain run passes none of them.
func KeepPoints() []string { return []string{PointRemoveFiles, PointRemoveSnapshots, PointSettle} }

// unsettledFact names the rewriting whose rows have left the lake and perhaps
// not yet the snapshots. It is set with the rewriting and emptied at its end.
const unsettledFact = "unsettled"

// alone is locked for work that takes files away: no other run may be at it in
// the same process.
func (p *Pipeline) alone(ctx context.Context, command string, work func(context.Context, *session) error) (*Report, error) {
	if p.options.Workspace != nil {
		return &Report{}, dubbelkrona.Errorf(dubbelkrona.Conflict, "%s needs the project for itself; run it as a command of its own", command)
	}
	return p.locked(ctx, command, work)
}

func (s *session) fault(point string) error {
	if s.options.Fault == nil {
		return nil
	}
	if err := s.options.Fault(point); err != nil {
		return fmt.Errorf("%s: %w", point, err)
	}
	return nil
}

// files are all the files of the lake with every segment in them.
func (s *session) files(ctx context.Context) ([]lake.SegmentFile, error) {
	history, err := s.ledger.History(ctx)
	if err != nil {
		return nil, err
	}
	return lake.SegmentFiles(history)
}

// rewrite edits every file of the lake and gives the changes, for the ledger
// to make, and how many rows they concern.
func (s *session) rewrite(ctx context.Context, files []lake.SegmentFile, e lake.Editor) (changes []ledger.Change, rows int64, err error) {
	for i, f := range files {
		s.progress(Progress{Stage: StageKeep, Object: f.Table, Rows: int64(i)})
		written, changed, err := s.lake.Edit(ctx, f, e)
		if err != nil {
			return nil, 0, err
		}
		if changed {
			changes, rows = append(changes, change(f, written)), rows+written.Rows
		}
	}
	return changes, rows, nil
}

func change(f lake.SegmentFile, w lake.Rewritten) ledger.Change {
	c := ledger.Change{Old: f.Path, OldSHA256: f.SHA256, New: ledger.File{Path: w.File.Path, Rows: w.File.Rows, Bytes: w.File.Bytes, SHA256: w.File.SHA256}}
	for id, rows := range w.Segments {
		c.Segments = append(c.Segments, ledger.SegmentRows{ID: id, Rows: rows})
	}
	return c
}

// takeOut commits a rewriting and takes what it took out of the lake out of
// everything else.
func (s *session) takeOut(ctx context.Context, r ledger.Rewriting) error {
	if r.Facts == nil {
		r.Facts = make(map[string]string)
	}
	r.RunID, r.Facts[unsettledFact] = s.report.Run.ID, r.Operation
	if err := s.ledger.Rewrite(ctx, r); err != nil {
		return err
	}
	return s.spread(ctx)
}

// settle finishes a rewriting that was committed by a process that died. It
// does so in a run of its own.
func (s *session) settle(ctx context.Context) error {
	operation, _, err := s.ledger.Fact(ctx, unsettledFact)
	if err != nil || operation == "" {
		return err
	}
	own := &session{Pipeline: s.Pipeline, ledger: s.ledger, lake: s.lake, report: &Report{}}
	if own.report.Run, err = s.ledger.BeginRun(ctx, operation+", finished"); err != nil {
		return err
	}
	err = own.spread(ctx)
	err = errors.Join(err, own.end(context.WithoutCancel(ctx), err))
	if dubbelkrona.KindOf(err) == dubbelkrona.Blocked {
		return nil // settled all the same, see republish
	}
	return err
}

// spread brings a committed rewriting to all that is derived from the lake:
// the old files and every snapshot and build go, and the published state is
// built from nothing and published in the place of what was.
func (s *session) spread(ctx context.Context) error {
	if err := s.fault(PointRemoveFiles); err != nil {
		return err
	}
	if err := s.removeOrphans(ctx); err != nil {
		return err
	}
	if err := s.fault(PointRemoveSnapshots); err != nil {
		return err
	}
	if err := s.removeDerived(ctx); err != nil {
		return err
	}
	blocked := s.republish(ctx)
	if blocked != nil && dubbelkrona.KindOf(blocked) != dubbelkrona.Blocked {
		return blocked
	}
	if err := s.fault(PointSettle); err != nil {
		return err
	}
	return errors.Join(s.ledger.SetFact(ctx, unsettledFact, ""), blocked)
}

// removeDerived removes every private file that holds rows and can be made
// again, and what a dead run may have left of one.
func (s *session) removeDerived(ctx context.Context) error {
	for _, folder := range []string{s.project.Snapshots(), s.buildFolder(), s.project.Scratch(), s.verifyFolder()} {
		if err := os.RemoveAll(folder); err != nil {
			return fmt.Errorf("snapshots remove: %w", err)
		}
	}
	for _, pattern := range []string{filepath.Join(filepath.Dir(s.project.Published()), ".*"), filepath.Join(s.project.ExportFolder(), ".*.tmp")} {
		left, err := filepath.Glob(pattern)
		if err != nil {
			return err
		}
		for _, path := range left {
			name := filepath.Base(path)
			staged := strings.HasPrefix(name, "."+filepath.Base(s.project.Published())+".") || strings.HasPrefix(name, "."+filepath.Base(s.project.Analyst())+".")
			if staged || strings.HasSuffix(path, ".tmp") {
				if err := os.Remove(path); err != nil {
					return fmt.Errorf("leftover remove: %w", err)
				}
			}
		}
	}
	return s.recordRemovals(ctx)
}

// republish builds what is published from nothing and publishes it. What has
// been committed since is left for the next run: it has not passed its checks.
//
// Where the checks refuse even what was published, since they are others now,
// the published file and the exports are withdrawn: rows that were taken out
// do not stay because of a check. The Blocked error tells of it.
func (s *session) republish(ctx context.Context) error {
	moment, published, err := s.publishedMoment(ctx)
	if err != nil {
		return err
	}
	if !published {
		return s.withdraw()
	}
	if err := s.withholdPersons(); err != nil {
		return err
	}
	built, err := s.build(ctx, moment, "")
	if err != nil {
		return err
	}
	if err := s.report.blocked(); err != nil {
		if failed := s.withdraw(); failed != nil {
			return failed
		}
		return dubbelkrona.Errorf(dubbelkrona.Blocked, "%w; since rows had to go, what was published was withdrawn: mend the check or the data and run again", err)
	}
	if err := s.publish(ctx, s.report.Run.ID, built); err != nil {
		return err
	}
	return s.export(ctx)
}

// publishedMoment is the moment whose state is published: zero where that is
// the present one.
func (s *session) publishedMoment(ctx context.Context) (moment time.Time, published bool, err error) {
	last, err := s.ledger.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return time.Time{}, false, nil
	}
	if err != nil {
		return time.Time{}, false, err
	}
	through, err := s.ledger.Through(ctx, time.Time{})
	if err != nil || through == last.Through {
		return time.Time{}, true, err
	}
	moment, err = s.ledger.CommittedAt(ctx, last.Through)
	return moment, true, err
}

// withdraw removes what others read. Whoever has the file open keeps it.
func (s *session) withdraw() error {
	for _, path := range []string{s.project.Published(), s.project.Analyst(), s.project.ExportFolder()} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("publication withdraw: %w", err)
		}
	}
	return nil
}

// verifyFolder is where Verify builds for comparison.
func (p *Pipeline) verifyFolder() string { return filepath.Join(p.project.Var(), "verify") }

// search looks for needles in all that the project keeps and publishes.
func (s *session) search(ctx context.Context, n upkeep.Needles) (upkeep.Searched, error) {
	return upkeep.Search(ctx, n, s.limits(), s.project.Var(), filepath.Dir(s.project.Published()))
}
