package published

import (
	"context"
	"os"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/filelock"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// shownAcceptances is the number of acceptances in a status.
const shownAcceptances = 10

// ReadStatus returns the state of a project at a moment, also during a run. It
// reads the ledger alone. Without a ledger only the jobs are known.
func ReadStatus(ctx context.Context, project *config.Project, now time.Time) (dubbelkrona.Status, error) {
	s := dubbelkrona.Status{Project: project.Name, Language: project.Language,
		// Never nil: lists of the JSON form, which are there if they are empty.
		Tables: []dubbelkrona.TableHash{}, Issues: []dubbelkrona.IssueCount{}, Jobs: []dubbelkrona.JobStatus{},
		Sources: []dubbelkrona.SourceStatus{}, Acceptances: []dubbelkrona.Acceptance{}}
	for _, job := range project.Jobs() {
		next, _ := job.Schedule.Next(now)
		s.Jobs = append(s.Jobs, dubbelkrona.JobStatus{Job: job.Name, Next: next.Due.UTC()})
	}
	daemon, _, err := filelock.Holder(project.SchedulerLock())
	if err != nil {
		return s, err
	}
	s.DaemonPID = daemon.PID
	if s.LedgerRefused.Label, err = session.OtherLedger(ctx, project); err != nil || s.LedgerRefused != (dubbelkrona.Reason{}) {
		return s, err
	}
	err = readLedger(project, func(l *ledger.Ledger) error {
		s.LedgerBytes, s.PublishedBytes = fileSize(project.Ledger()), fileSize(project.Published())
		sources, err := ReadSources(ctx, l, project, now)
		if err != nil {
			return err
		}
		s.Sources = append(s.Sources, sources...)
		for _, read := range []func(context.Context, *ledger.Ledger, *dubbelkrona.Status) error{readSnapshot, readLastRun, readLive, readJobs, readAcceptances} {
			if err := read(ctx, l, &s); err != nil {
				return err
			}
		}
		return nil
	})
	return s, err
}

// readSnapshot reads which snapshot is published.
func readSnapshot(ctx context.Context, l *ledger.Ledger, s *dubbelkrona.Status) error {
	last, err := l.Snapshots.Published(ctx)
	if dubbelkrona.KindOf(err) == dubbelkrona.NotFound {
		return nil
	}
	s.Snapshot, s.Built, s.Published, s.Tables = last.ID, last.Built, last.Published, append(s.Tables, last.Tables...)
	if err != nil {
		return err
	}
	r, err := ReadRollback(ctx, l, last.ID)
	s.RolledBackFrom = r.From
	return err
}

// readLastRun reads how the latest run ended.
func readLastRun(ctx context.Context, l *ledger.Ledger, s *dubbelkrona.Status) error {
	runs, err := l.Runs.Latest(ctx, 1)
	if len(runs) > 0 {
		s.LastRun = runs[0]
	}
	return err
}

// readLive reads the segments that a build would use now, in total and by source,
// and the definitions that the last build could not use.
func readLive(ctx context.Context, l *ledger.Ledger, s *dubbelkrona.Status) error {
	segments, err := l.Segments.Live(ctx, time.Time{})
	if err != nil {
		return err
	}
	issues, err := l.Deliveries.Issues(ctx)
	if err != nil {
		return err
	}
	rows, quarantined := make(map[string]int64), make(map[string]int64)
	for _, segment := range segments {
		s.Segments++
		s.Rows += segment.Rows
		s.Bytes += segment.Bytes
		rows[segment.Source] += segment.Rows
	}
	for _, i := range issues {
		if i.Severity == dubbelkrona.Reject {
			quarantined[i.Source] += i.Count
		}
	}
	for i := range s.Sources {
		source := &s.Sources[i]
		source.Rows, source.Quarantined = rows[source.Source], quarantined[source.Source]
	}
	s.Issues = append(s.Issues, issues...)
	faults, err := ReadFaults(ctx, l)
	s.Faults = faults.Definitions
	return err
}

// readJobs reads how the slots of each job stand.
func readJobs(ctx context.Context, l *ledger.Ledger, s *dubbelkrona.Status) error {
	open, err := l.Slots.Open(ctx)
	if err != nil {
		return err
	}
	counts, err := l.Slots.Count(ctx)
	if err != nil {
		return err
	}
	for i := range s.Jobs {
		job := &s.Jobs[i]
		job.Slots = counts[job.Job]
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

// readAcceptances reads what was accepted last.
func readAcceptances(ctx context.Context, l *ledger.Ledger, s *dubbelkrona.Status) error {
	latest, err := l.Acceptances.Latest(ctx, shownAcceptances)
	s.Acceptances = append(s.Acceptances, latest...)
	return err
}

// fileSize is 0 if there is no file.
func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
