package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/transform"
)

// Session is one run: the open ledger and lake, and its report so far.
type Session struct {
	*Project
	Ledger *ledger.Ledger
	Lake   *lake.Lake
	Report *Report
	// Key and Erased are set by LoadKey. Erased has the marks of the persons
	// whose rows are left out of deliveries.
	Key    transform.Key
	Erased map[string]bool
	// Private are the name and label of the object that is being read, or was
	// read last, and their last elements: Outward removes them from errors.
	Private []string
}

// ErrLocked is in the chain of the Conflict error of a run that finds another one
// in progress on the project.
var ErrLocked = errors.New("the project is locked")

// Work is the work of a run.
type Work func(context.Context, *Session) error

// Run does work as one run of the project. It takes the lock, removes what a
// killed run left, finishes an interrupted rewriting, and records in the ledger
// how the run ended, also if it was cancelled.
func (p *Project) Run(ctx context.Context, command string, work Work) (report *Report, err error) {
	s := &Session{Project: p, Report: &Report{}}
	report = s.Report
	leave, err := s.enter(ctx, command)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, leave()) }()
	if report.Run, err = s.Ledger.Runs.Begin(ctx, command); err != nil {
		return report, err
	}
	ctx, ended := s.started(ctx)
	err = work(ctx, s)
	err = errors.Join(err, s.end(context.WithoutCancel(ctx), err))
	ended(err)
	return report, err
}

// RunAlone is Run for work that removes files. It returns a Conflict error if
// other runs of the same process may be in progress.
func (p *Project) RunAlone(ctx context.Context, command string, work Work) (*Report, error) {
	if p.Workspace != nil {
		return &Report{}, dubbelkrona.Errorf(dubbelkrona.Conflict, "%s cannot run beside other runs of the same process; run it as a separate command", command)
	}
	return p.Run(ctx, command, work)
}

// finishRewriting finishes, in a separate run, a committed rewriting whose process
// was killed.
func (s *Session) finishRewriting(ctx context.Context) error {
	operation, _, err := s.Ledger.Facts.Get(ctx, UnfinishedFact)
	if err != nil || operation == "" {
		return err
	}
	if s.finish == nil {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%s was not finished, and this run cannot finish it", operation)
	}
	own := &Session{Project: s.Project, Ledger: s.Ledger, Lake: s.Lake, Report: &Report{}}
	if own.Report.Run, err = s.Ledger.Runs.Begin(ctx, operation+", finished"); err != nil {
		return err
	}
	err = s.finish(ctx, own)
	err = errors.Join(err, own.end(context.WithoutCancel(ctx), err))
	if dubbelkrona.KindOf(err) == dubbelkrona.Blocked {
		return nil // finished all the same: what was published was withdrawn
	}
	return err
}

// end records the run's result in the ledger.
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
	default:
		run.State = dubbelkrona.RunDone
		if left := s.leftUndone(); len(left) > 0 {
			run.State, run.Message = dubbelkrona.RunPartial, strings.Join(left, "; ")
		}
	}
	run.Ended = s.Now().UTC()
	return s.Ledger.Runs.End(ctx, *run)
}

// leftUndone returns what a run that did not fail has left undone.
func (s *Session) leftUndone() (messages []string) {
	l, r := s.Language(), s.Report
	if r.Run.Failed > 0 {
		messages = append(messages, l.Count(r.Run.Failed,
			dubbelkrona.Label{SV: "objekt eller källa nekades", EN: "object or source refused"},
			dubbelkrona.Label{SV: "objekt eller källor nekades", EN: "objects or sources refused"}))
	}
	if len(r.Faults) > 0 {
		messages = append(messages, l.Pick("används inte: ", "not used: ")+strings.Join(r.Faults, "; "))
	}
	if r.Database != nil && r.Database.Err != nil {
		messages = append(messages, fmt.Sprintf(l.Pick("databasen %s har inte de nya talen: %s", "database %s does not have the new figures: %s"), r.Database.Where, r.Database.Err))
	}
	return messages
}

// Files returns all files of the lake with the segments in each.
func (s *Session) Files(ctx context.Context) ([]dubbelkrona.File, error) {
	history, err := s.Ledger.Segments.History(ctx)
	if err != nil {
		return nil, err
	}
	return lake.Files(history)
}

// RemoveOrphans removes the files of the lake that are not in the ledger, and
// counts them in the report.
func (s *Session) RemoveOrphans(ctx context.Context) error {
	removed, err := s.removeUnknown(ctx)
	s.Report.Orphans += removed
	return err
}

func (s *Session) removeUnknown(ctx context.Context) (removed int, err error) {
	known, err := s.Ledger.Files.Paths(ctx)
	if err != nil {
		return 0, err
	}
	return s.Lake.RemoveOrphans(known)
}

// RecordRemovals records in the ledger which kept snapshots are gone.
func (s *Session) RecordRemovals(ctx context.Context) error {
	kept, err := warehouse.Kept(s.Config.Snapshots())
	if err != nil {
		return err
	}
	there := make(map[string]bool, len(kept))
	for _, id := range kept {
		there[id] = true
	}
	known, err := s.Ledger.Snapshots.Kept(ctx)
	if err != nil {
		return err
	}
	for _, id := range known {
		if !there[id] {
			if err := s.Ledger.Snapshots.RecordRemoval(ctx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

// Fold returns the specification of a build: the segments that were live at asOf
// (zero for now), applied to the base snapshot, or to nothing if base is empty.
func (s *Session) Fold(ctx context.Context, asOf time.Time, base string) (warehouse.Spec, error) {
	segments, err := s.Ledger.Segments.Live(ctx, asOf)
	if err != nil {
		return warehouse.Spec{}, err
	}
	if !asOf.IsZero() {
		// Replacements after that moment do not count.
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
