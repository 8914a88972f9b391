package pipeline

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/transform"
)

// session is one run: the lock, the open ledger and lake, and what it has to
// tell so far.
type session struct {
	*Pipeline
	ledger *ledger.Ledger
	lake   *lake.Lake
	key    transform.Key // set where the run ingests
	erased map[string]bool
	object ingest.Object // that is being read, or was last
	report *Report
	past   bool                 // it reads for a slot of the past
	fresh  map[string]Freshness // by source, see loadFreshness
}

// ErrLocked is in the chain of the Conflict error of a run that found another
// one at work on the project.
var ErrLocked = errors.New("the project is locked")

// locked does work as one run of the project. It takes the lock, clears away
// what a dead run left, finishes what a dead rewriting had begun, and writes
// into the ledger how the run ended, also when it was cancelled.
func (p *Pipeline) locked(ctx context.Context, command string, work func(context.Context, *session) error) (report *Report, err error) {
	s := &session{Pipeline: p, report: &Report{}}
	report = s.report
	leave, err := s.enter(ctx, command)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, leave()) }()
	if report.Run, err = s.ledger.BeginRun(ctx, command); err != nil {
		return report, err
	}
	ctx, ended := s.begun(ctx)
	err = work(ctx, s)
	err = errors.Join(err, s.end(context.WithoutCancel(ctx), err))
	ended(err)
	return report, err
}

// open opens ledger and lake and removes what the ledger does not know.
func (s *session) open(ctx context.Context) (err error) {
	s.ledger, err = ledger.Open(s.project.Ledger(), ledger.Options{Now: s.options.Now, Fault: s.options.Fault})
	if err != nil {
		return err
	}
	if err := s.openLake(ctx); err != nil {
		return errors.Join(err, s.ledger.Close())
	}
	return nil
}

func (s *session) openLake(ctx context.Context) (err error) {
	if s.report.Abandoned, err = s.ledger.AbandonOpenRuns(ctx); err != nil {
		return err
	}
	if s.lake, err = lake.Open(s.project.Lake(), lake.Options{Fault: s.options.Fault}); err != nil {
		return err
	}
	return s.removeOrphans(ctx)
}

// removeOrphans removes the files that the ledger does not know, or no more.
func (s *session) removeOrphans(ctx context.Context) error {
	known, err := s.ledger.Paths(ctx)
	if err != nil {
		return err
	}
	removed, err := s.lake.RemoveOrphans(known)
	s.report.Orphans += removed
	return err
}

// progress tells how far the run has come.
func (p *Pipeline) progress(at Progress) {
	if p.options.Progress != nil {
		p.options.Progress(at)
	}
}

// end writes the run's result into the ledger.
func (s *session) end(ctx context.Context, err error) error {
	run := &s.report.Run
	for _, source := range s.report.Sources {
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
		run.State, run.Message = dubbelkrona.RunPartial, fmt.Sprintf("%d object(s) or source(s) refused", run.Failed)
	default:
		run.State = dubbelkrona.RunDone
	}
	run.Ended = s.options.Now().UTC()
	return s.ledger.EndRun(ctx, *run)
}
