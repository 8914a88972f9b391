package session

import (
	"context"
	"errors"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/transform"
)

// Session is one run: the open ledger and lake, and what it has to report so
// far.
type Session struct {
	*Project
	Ledger *ledger.Ledger
	Lake   *lake.Lake
	Report *Report
	// Key and Erased, the marks of persons whom deliveries leave out, are set
	// by LoadKey.
	Key    transform.Key
	Erased map[string]bool
	// Private are the names, and the last parts of them, of the object that is
	// being read, or was last: they are not told outside the project.
	Private []string
}

// ErrLocked is in the chain of the Conflict error of a run that found another
// one at work on the project.
var ErrLocked = errors.New("the project is locked")

// Work is what a run does.
type Work func(context.Context, *Session) error

// Run does work as one run of the project. It takes the lock, removes what a
// killed run left, finishes a rewriting that was not finished, and writes into
// the ledger how the run ended, also if it was cancelled.
func (p *Project) Run(ctx context.Context, command string, work Work) (report *Report, err error) {
	s := &Session{Project: p, Report: &Report{}}
	report = s.Report
	leave, err := s.enter(ctx, command)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, leave()) }()
	if report.Run, err = s.Ledger.BeginRun(ctx, command); err != nil {
		return report, err
	}
	ctx, ended := s.started(ctx)
	err = work(ctx, s)
	err = errors.Join(err, s.end(context.WithoutCancel(ctx), err))
	ended(err)
	return report, err
}

// RunAlone is Run for work that removes files: a Conflict error if other runs
// may be at work in the same process.
func (p *Project) RunAlone(ctx context.Context, command string, work Work) (*Report, error) {
	if p.Workspace != nil {
		return &Report{}, dubbelkrona.Errorf(dubbelkrona.Conflict, "%s needs the project for itself; run it as a command of its own", command)
	}
	return p.Run(ctx, command, work)
}

// finishRewriting finishes a rewriting that was committed by a process that
// was killed, in a run of its own.
func (s *Session) finishRewriting(ctx context.Context) error {
	operation, _, err := s.Ledger.Fact(ctx, UnfinishedFact)
	if err != nil || operation == "" {
		return err
	}
	if s.finish == nil {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%s was not finished, and this run cannot finish it", operation)
	}
	own := &Session{Project: s.Project, Ledger: s.Ledger, Lake: s.Lake, Report: &Report{}}
	if own.Report.Run, err = s.Ledger.BeginRun(ctx, operation+", finished"); err != nil {
		return err
	}
	err = s.finish(ctx, own)
	err = errors.Join(err, own.end(context.WithoutCancel(ctx), err))
	if dubbelkrona.KindOf(err) == dubbelkrona.Blocked {
		return nil // finished all the same: what was published was withdrawn
	}
	return err
}

// end writes the run's result into the ledger.
func (s *Session) end(ctx context.Context, err error) error {
	run := &s.Report.Run
	for _, source := range s.Report.Sources {
		run.Objects += source.Objects
		run.Skipped += source.Skipped
		run.Failed += int64(len(source.Failures))
		run.Rows += source.Rows
		run.Rejected += source.Rejected
	}
	switch {
	case dubbelkrona.KindOf(err) == dubbelkrona.Blocked:
		run.State, run.Message = dubbelkrona.RunBlocked, err.Error()
	case err != nil:
		run.State, run.Message = dubbelkrona.RunFailed, err.Error()
	case run.Failed > 0:
		run.State, run.Message = dubbelkrona.RunPartial, s.Language().Count(run.Failed,
			dubbelkrona.Label{SV: "objekt eller källa nekades", EN: "object or source refused"},
			dubbelkrona.Label{SV: "objekt eller källor nekades", EN: "objects or sources refused"})
	case len(s.Report.Faults) > 0:
		run.State, run.Message = dubbelkrona.RunPartial, s.Language().Pick("används inte: ", "not used: ")+strings.Join(s.Report.Faults, "; ")
	default:
		run.State = dubbelkrona.RunDone
	}
	run.Ended = s.Now().UTC()
	return s.Ledger.EndRun(ctx, *run)
}

// Files are all the files of the lake with every segment in them.
func (s *Session) Files(ctx context.Context) ([]lake.SegmentFile, error) {
	history, err := s.Ledger.History(ctx)
	if err != nil {
		return nil, err
	}
	return lake.SegmentFiles(history)
}

// RemoveOrphans removes the files of the lake that the ledger does not know, or
// no more, and counts them in the report.
func (s *Session) RemoveOrphans(ctx context.Context) error {
	removed, err := s.removeUnknown(ctx)
	s.Report.Orphans += removed
	return err
}

func (s *Session) removeUnknown(ctx context.Context) (removed int, err error) {
	known, err := s.Ledger.Paths(ctx)
	if err != nil {
		return 0, err
	}
	return s.Lake.RemoveOrphans(known)
}

// RecordRemovals tells the ledger which kept snapshots are gone.
func (s *Session) RecordRemovals(ctx context.Context) error {
	kept, err := warehouse.Kept(s.Config.Snapshots())
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(kept))
	for _, id := range kept {
		there[id] = true
	}
	known, err := s.Ledger.KeptSnapshots(ctx)
	if err != nil {
		return err
	}
	for _, id := range known {
		if !there[id] {
			if err := s.Ledger.RecordRemoval(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Fold says what a build folds: the segments that were live at a moment, zero
// for now, on a base or on nothing.
func (s *Session) Fold(ctx context.Context, asOf time.Time, base string) (warehouse.Spec, error) {
	segments, err := s.Ledger.Segments(ctx, asOf)
	if err != nil {
		return warehouse.Spec{}, err
	}
	if !asOf.IsZero() {
		// What replaced a segment after that moment does not count.
		for i := range segments {
			segments[i].ReplacedBy = 0
		}
	}
	language := warehouse.Both
	if s.Config.Language == "en" {
		language = warehouse.English
	}
	return warehouse.Spec{
		Base: base, Dir: s.BuildFolder(), Lake: s.Config.Lake(), Segments: segments,
		Limits: s.Limits(), Comments: language, Fault: s.Fault,
	}, nil
}
