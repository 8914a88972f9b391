package pipeline

import (
	"context"
	"errors"
	"strings"

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
	past   bool                      // it reads for a slot of the past
	fresh  map[string]Freshness      // by source, see loadFreshness
	held   map[[2]string]ledger.Held // by source and object, as ingesting began
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

// open opens ledger and lake, once it is sure that they belong together, and
// removes what the ledger does not know.
func (s *session) open(ctx context.Context) error {
	b, err := lookBeside(s.project)
	if err != nil {
		return err
	}
	// Before the ledger is opened: that would make one where it is missing.
	reason, err := b.withoutLedger(s.project)
	if err != nil {
		return err
	}
	if err := refusal(reason); err != nil {
		return err
	}
	s.ledger, err = ledger.Open(s.project.Ledger(), ledger.Options{Now: s.options.Now, Fault: s.options.Fault, Changed: s.markLake})
	if errors.Is(err, ledger.ErrDamaged) {
		return refusal(damagedLedger)
	}
	if err != nil {
		return err
	}
	if err := s.openLake(ctx, b); err != nil {
		return errors.Join(err, s.ledger.Close())
	}
	return nil
}

func (s *session) openLake(ctx context.Context, b beside) error {
	reason, err := b.unknownTo(ctx, s.project, s.ledger)
	if err != nil {
		return err
	}
	if err := refusal(reason); err != nil {
		return err
	}
	if s.report.Abandoned, err = s.ledger.AbandonOpenRuns(ctx); err != nil {
		return err
	}
	if s.lake, err = lake.Open(s.project.Lake(), lake.Options{Fault: s.options.Fault}); err != nil {
		return err
	}
	mark, err := s.ledger.Mark(ctx)
	if err != nil {
		return err
	}
	if s.markLake(mark); b.mark != (ledger.Mark{}) {
		if err := s.ledger.PruneMarks(ctx, b.mark); err != nil {
			return err
		}
	}
	return s.removeOrphans(ctx)
}

// markLake notes in the lake which state the ledger has come to. Where that
// fails the lake knows less than it could, which stops nothing.
func (s *session) markLake(m ledger.Mark) {
	if err := s.lake.Mark(m.String()); err != nil {
		s.options.Log.Warn("the state of the ledger was not noted in the lake", "error", err.Error())
	}
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
		run.State, run.Message = dubbelkrona.RunPartial, wordsOf(s.project).refused(run.Failed)
	case len(s.report.Faults) > 0:
		run.State, run.Message = dubbelkrona.RunPartial, wordsOf(s.project).pick("används inte: ", "not used: ")+strings.Join(s.report.Faults, "; ")
	default:
		run.State = dubbelkrona.RunDone
	}
	run.Ended = s.options.Now().UTC()
	return s.ledger.EndRun(ctx, *run)
}
