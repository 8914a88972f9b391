package pipeline

import (
	"context"
	"errors"
	"os"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/filelock"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// Status is how a project stands.
type Status struct {
	Project string
	// Strange says why the ledger is not the one of what lies beside it, and
	// nothing else here can be relied upon; empty where it is.
	Strange dubbelkrona.Label
	// Published is the snapshot that others read; its ID is empty where
	// nothing has been published.
	Published ledger.Snapshot
	// LastRun is the latest run; its ID is empty where there was none.
	LastRun dubbelkrona.Run
	// Live counts what a build of today would fold.
	LiveSegments, LiveRows, LiveBytes int64
	// RowsOf is LiveRows by source.
	RowsOf map[string]int64
	Issues []ledger.IssueCount
	// LedgerBytes and PublishedBytes are the sizes of the two files.
	LedgerBytes, PublishedBytes int64
	// Daemon is who works on the project's slots; its PID is 0 where nobody
	// does.
	Daemon filelock.Owner
	Jobs   []JobStatus
	// Sources are how fresh the configured sources are, in their order.
	Sources []Freshness
	// Faults are the definitions that the last build could not use.
	Faults []string
	// Acceptances are the latest deliveries that somebody accepted although
	// they were held back, newest first.
	Acceptances []ledger.Acceptance
	// Backfill is the number of slots of the past that are still to be done.
	Backfill int
}

// shownAcceptances is how many acceptances a status tells of.
const shownAcceptances = 10

// JobStatus is how a scheduled job stands.
type JobStatus struct {
	Job string
	// Next is when it is due next; zero where it never is.
	Next time.Time
	// Last is the latest slot that has ended, Open the first that has not;
	// their Job is empty where there is none.
	Last, Open dubbelkrona.Slot
}

// ReadStatus tells how a project stands at a moment, also while a run is going
// on. It reads the ledger alone.
func ReadStatus(ctx context.Context, project *config.Project, now time.Time) (s Status, err error) {
	s.Project = project.Name
	for _, job := range project.Jobs() {
		next, _ := job.Schedule.Next(now)
		s.Jobs = append(s.Jobs, JobStatus{Job: job.Name, Next: next.Due})
	}
	if s.Daemon, _, err = filelock.Holder(project.SchedulerLock()); err != nil {
		return s, err
	}
	if s.Strange, err = session.OtherLedger(ctx, project); err != nil || s.Strange != (dubbelkrona.Label{}) {
		return s, err
	}
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	s.LedgerBytes, s.PublishedBytes = fileSize(project.Ledger()), fileSize(project.Published())
	for _, read := range []func(context.Context, *ledger.Ledger) error{s.readPublished, s.readRun, s.readLake, s.readSlots} {
		if err := read(ctx, l); err != nil {
			return s, err
		}
	}
	return s, s.readSources(ctx, l, project, now)
}

// fileSize is 0 where there is no file.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

func (s *Status) readPublished(ctx context.Context, l *ledger.Ledger) (err error) {
	s.Published, err = l.Snapshots.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	return err
}

func (s *Status) readRun(ctx context.Context, l *ledger.Ledger) error {
	runs, err := l.Runs.Latest(ctx, 1)
	if len(runs) > 0 {
		s.LastRun = runs[0]
	}
	return err
}

func (s *Status) readLake(ctx context.Context, l *ledger.Ledger) error {
	segments, err := l.Segments.Live(ctx, time.Time{})
	if err != nil {
		return err
	}
	s.RowsOf = make(map[string]int64)
	for _, segment := range segments {
		s.LiveSegments++
		s.RowsOf[segment.Source] += segment.Rows
		s.LiveRows += segment.Rows
		s.LiveBytes += segment.Bytes
	}
	kept, err := readFaults(ctx, l)
	if err != nil {
		return err
	}
	s.Faults = kept.Faults
	s.Issues, err = l.Deliveries.Issues(ctx)
	return err
}

func (s *Status) readSlots(ctx context.Context, l *ledger.Ledger) error {
	open, err := l.Slots.Open(ctx)
	if err != nil {
		return err
	}
	for i := range s.Jobs {
		job := &s.Jobs[i]
		if job.Last, err = l.Slots.LastEnded(ctx, job.Job); err != nil {
			return err
		}
		for _, slot := range open {
			if slot.Job == job.Job && slot.Kind == dubbelkrona.SlotScheduled && job.Open.Job == "" {
				job.Open = slot
			}
		}
	}
	for _, slot := range open {
		if slot.Kind == dubbelkrona.SlotBackfill {
			s.Backfill++
		}
	}
	return nil
}

func (s *Status) readSources(ctx context.Context, l *ledger.Ledger, project *config.Project, now time.Time) (err error) {
	if s.Sources, err = ReadFreshness(ctx, l, project, now); err != nil {
		return err
	}
	s.Acceptances, err = l.Acceptances.Latest(ctx, shownAcceptances)
	return err
}

// ReadSlots lists the latest slots of all jobs, newest first; none where there
// was none.
func ReadSlots(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Slot, error) {
	return readLatest(project, func(l *ledger.Ledger) ([]dubbelkrona.Slot, error) { return l.Slots.Latest(ctx, limit) })
}

// CountSlots counts the slots that the ledger keeps, by job and state.
func CountSlots(ctx context.Context, project *config.Project) (counts map[string]map[dubbelkrona.SlotState]int64, err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return l.Slots.Count(ctx)
}

// ReadRuns lists the latest runs, newest first; none where there was none.
func ReadRuns(ctx context.Context, project *config.Project, limit int) ([]dubbelkrona.Run, error) {
	return readLatest(project, func(l *ledger.Ledger) ([]dubbelkrona.Run, error) { return l.Runs.Latest(ctx, limit) })
}

func readLatest[T any](project *config.Project, read func(*ledger.Ledger) ([]T, error)) (found []T, err error) {
	l, err := ledger.OpenReadOnly(project.Ledger())
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	return read(l)
}
