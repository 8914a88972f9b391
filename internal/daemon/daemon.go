package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/filelock"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/scheduler"
)

// Options are what a daemon needs from the program around it.
type Options struct {
	// Load reads the project and compiles its pipeline; all pipelines share one
	// workspace. With strict, a definition that cannot be used is an error too.
	Load func(ctx context.Context, strict bool) (*config.Project, *pipeline.Pipeline, error)
	// Log opens the log that a project's configuration describes.
	Log func(config.Log) *slog.Logger
	// Web sends messages to webhooks.
	Web *fetch.Client
	Now func() time.Time
	// Version is the program's name and version, as shown over HTTP.
	Version string
}

// Daemon is the one process that runs a project's slots. It holds the project's lock
// only while a job runs, so that other commands can be used in between. It is used
// by one goroutine.
type Daemon struct {
	with      Options
	log       *slog.Logger
	lock      *filelock.Lock
	ledger    *ledger.Ledger
	scheduler *scheduler.Scheduler

	// The current configuration; a reload replaces it.
	project *config.Project
	jobs    []scheduler.Job

	// observers are called with every event, in order. The scheduler waits for them:
	// an observer does what takes long in a goroutine of its own.
	observers []func(scheduler.Event)
	beat      func() // called each time the scheduler looks for work
}

// Open prepares a project's daemon. The lock records command as its holder. If
// another process runs the project's slots already, the error is session.ErrLocked.
// The caller closes the daemon.
func Open(ctx context.Context, command string, o Options) (d *Daemon, err error) {
	project, pipe, err := o.Load(ctx, false)
	if err != nil {
		return nil, err
	}
	d = &Daemon{with: o, log: o.Log(project.Watch.Log)}
	d.observers = []func(scheduler.Event){d.logEvent, newIdler().observe}
	d.use(project, pipe)
	d.lock, err = filelock.Acquire(project.SchedulerLock(), command, o.Now)
	if dubbelkrona.KindOf(err) == dubbelkrona.Conflict {
		return nil, fmt.Errorf("%w: %w", session.ErrLocked, err)
	}
	if err != nil {
		return nil, err
	}
	if err := session.CheckLedger(ctx, project); err != nil {
		return nil, errors.Join(err, d.lock.Release())
	}
	if d.ledger, err = ledger.Open(project.Ledger(), ledger.Options{Now: o.Now}); err != nil {
		return nil, errors.Join(err, d.lock.Release())
	}
	return d, nil
}

// Close closes the ledger and releases the lock.
func (d *Daemon) Close() error {
	return errors.Join(d.ledger.Close(), d.lock.Release())
}

// use makes a project the current one.
func (d *Daemon) use(project *config.Project, pipe *pipeline.Pipeline) {
	d.project, d.jobs = project, jobsOf(project, pipe)
}

// options are the scheduler's.
func (d *Daemon) options() scheduler.Options {
	return scheduler.Options{Now: d.with.Now, Places: map[string]int{config.IngestGroup: d.project.Parallel()}, Grace: d.project.Grace(), Observe: d.observe, Beat: d.beat}
}

func (d *Daemon) observe(e scheduler.Event) {
	for _, tell := range d.observers {
		tell(e)
	}
}

// logEvent writes a line for each event.
func (d *Daemon) logEvent(e scheduler.Event) {
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
