package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/scheduler"
)

// daemon is the one process that works on a project's slots. It holds the
// project's lock only while a job is at work, so that other commands can be
// used between the nights.
type daemon struct {
	program   *program
	log       *slog.Logger
	lock      *ledger.Lock
	ledger    *ledger.Ledger
	scheduler *scheduler.Scheduler

	// What the configuration says; reload replaces it.
	project *config.Project
	jobs    []scheduler.Job

	// observers are told every event, in order, before the scheduler goes on:
	// whoever has something slow to do, does it elsewhere.
	observers []func(scheduler.Event)
	beat      func() // the scheduler has come round
}

// openDaemon prepares a project for work in slots. Where another process does
// that already the error is ErrLocked.
func (p *program) openDaemon(ctx context.Context, command string) (d *daemon, err error) {
	p.workspace = session.NewWorkspace()
	project, pipe, err := p.pipeline(ctx)
	if err != nil {
		return nil, err
	}
	d = &daemon{program: p, log: p.logger(project.Watch.Log, slog.LevelDebug)}
	d.observers = []func(scheduler.Event){d.logEvent, newIdler().observe}
	d.use(project, pipe)
	d.lock, err = ledger.AcquireLock(project.SchedulerLock(), command, p.now)
	if dubbelkrona.KindOf(err) == dubbelkrona.Conflict {
		return nil, fmt.Errorf("%w: %w", session.ErrLocked, err)
	}
	if err != nil {
		return nil, err
	}
	if err := session.CheckLedger(ctx, project); err != nil {
		return nil, errors.Join(err, d.lock.Release())
	}
	if d.ledger, err = ledger.Open(project.Ledger(), ledger.Options{Now: p.now}); err != nil {
		return nil, errors.Join(err, d.lock.Release())
	}
	return d, nil
}

// closing closes the daemon and joins the errors of that to its work's.
func (d *daemon) closing(err error) error {
	return errors.Join(err, d.ledger.Close(), d.lock.Release())
}

// use puts a project in force.
func (d *daemon) use(project *config.Project, pipe *pipeline.Pipeline) {
	d.project, d.jobs = project, nightJobs(project, pipe)
}

// options are the scheduler's.
func (d *daemon) options() scheduler.Options {
	return scheduler.Options{Now: d.program.now, Places: map[string]int{config.IngestGroup: d.project.Parallel()}, Grace: d.project.Grace(), Observe: d.observe, Beat: d.beat}
}

func (d *daemon) observe(e scheduler.Event) {
	for _, tell := range d.observers {
		tell(e)
	}
}

// logEvent writes a line for each event.
func (d *daemon) logEvent(e scheduler.Event) {
	level := slog.LevelInfo
	switch {
	case e.Kind == scheduler.EventTrouble, e.Kind == scheduler.EventClock, e.Slot.State == dubbelkrona.SlotFailed:
		level = slog.LevelError
	case e.Kind == scheduler.EventRetry, e.Kind == scheduler.EventEnded && e.Slot.State != dubbelkrona.SlotDone:
		level = slog.LevelWarn
	}
	var about []any
	if s := e.Slot; s.Job != "" {
		about = append(about, "job", s.Job, "slot", s.Local)
		if s.Kind != dubbelkrona.SlotScheduled {
			about = append(about, "kind", s.Kind)
		}
		about = append(about, "state", s.State, "attempt", s.Attempts)
		if s.RunID != "" {
			about = append(about, "run", s.RunID)
		}
		if s.Message != "" && e.Err == nil {
			about = append(about, "message", s.Message)
		}
	}
	if e.Err != nil {
		about = append(about, "error", e.Err)
	}
	d.log.Log(context.Background(), level, string(e.Kind), about...)
}
