package daemon

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/sdnotify"
	"dubbelkrona/internal/serving"
	"dubbelkrona/internal/web"
	"dubbelkrona/scheduler"
)

// watch reports the state of a daemon to people, monitoring and the service manager.
// The scheduler never waits for it.
type watch struct {
	with   Options
	log    *slog.Logger
	store  alarmStore
	server *web.Server // nil if it does not listen
	beaten atomic.Pointer[time.Time]
	ready  sync.Once

	mu      sync.Mutex
	project *config.Project
	options *notify.Options   // of a new project, until take uses them; otherwise nil
	owners  *owners           // of the project in options
	events  []scheduler.Event // not yet looked at
	changed chan struct{}     // has one element if there is a new project or event

	alarms  alarms // used only by work's goroutine
	stop    chan struct{}
	stopped chan struct{}
	giveUp  context.CancelFunc // ends the sending of messages
}

// late is how long the scheduler may take between two looks for work, which it
// does once a minute, before the daemon counts as not healthy.
const late = 5 * time.Minute

// openWatch starts a daemon's watch. The caller closes it.
func (d *Daemon) openWatch(ctx context.Context) (*watch, error) {
	w := &watch{with: d.with, log: d.log, store: alarmStore{d.ledger},
		changed: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{})}
	w.beaten.Store(new(d.with.Now()))
	if err := w.use(d.project); err != nil {
		return nil, err
	}
	if err := w.listen(ctx, d.project); err != nil {
		return nil, err
	}
	working, giveUp := context.WithCancel(context.WithoutCancel(ctx))
	w.giveUp = giveUp
	go w.work(working)
	return w, nil
}

// use makes a project the current one: its channels and its sources.
func (w *watch) use(project *config.Project) error {
	o := notify.Options{Project: project.Name, Language: project.Language, Digest: project.Watch.Gather(), Store: w.store, Now: w.with.Now, Log: w.log}
	owners := newOwners(project)
	o.Owner = owners.of
	for _, settings := range project.Watch.Notify {
		channel, err := settings.Open(project.Root, w.with.Web)
		if err != nil {
			return err
		}
		o.Channels = append(o.Channels, channel)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.project, w.options, w.owners = project, &o, owners
	w.wake()
	return nil
}

// listen opens the HTTP server. If the address is the default and another program
// listens there, the daemon works without.
func (w *watch) listen(ctx context.Context, project *config.Project) error {
	address := project.Watch.Address()
	if address == "" {
		return nil
	}
	o, err := serving.Options(project, serving.Program{Version: w.with.Version, Now: w.with.Now, Log: w.log})
	if err != nil {
		return err
	}
	o.Listen, o.Setting, o.Read = address, "watch.listen", w.status
	o.Beat, o.Late = func() time.Time { return *w.beaten.Load() }, late
	w.server, err = web.Open(ctx, o)
	switch {
	case err == nil:
		w.log.Info("listening", "address", w.server.Address.String())
	case project.Watch.Listen == "":
		w.log.Warn("the daemon's state is not served over HTTP: another program listens on the address; set watch.listen", "address", address)
		return nil
	}
	return err
}

// status reads the status of the project in force, for an answer over HTTP.
func (w *watch) status(ctx context.Context) (dubbelkrona.Status, error) {
	w.mu.Lock()
	project := w.project
	w.mu.Unlock()
	return serving.Status(ctx, project, w.with.Now())
}

// observe queues an event, and returns at once.
func (w *watch) observe(e scheduler.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	w.wake()
}

func (w *watch) wake() {
	select {
	case w.changed <- struct{}{}:
	default:
	}
}

// beat records that the scheduler has looked for work.
func (w *watch) beat() {
	w.beaten.Store(new(w.with.Now()))
	w.ready.Do(func() { w.tell(sdnotify.Ready()) })
	w.tell(sdnotify.Watchdog())
}

// tell logs the error of a message to the service manager.
func (w *watch) tell(err error) {
	if err != nil {
		w.log.Warn("the daemon's state could not be sent to the service manager", "error", err)
	}
}

// work looks at events as they come, and at the sources at least once a minute,
// until it is stopped, and then once more.
func (w *watch) work(ctx context.Context) {
	defer close(w.stopped)
	for stopping := false; !stopping; {
		w.mu.Lock()
		often := time.NewTimer(min(time.Minute, w.project.Watch.Gather()))
		w.mu.Unlock()
		select {
		case <-w.changed:
		case <-often.C:
		case <-w.stop:
			stopping = true
		}
		often.Stop()
		w.look(ctx)
	}
}

// look raises and clears alarms, and sends the messages that are due.
func (w *watch) look(ctx context.Context) {
	project, events, err := w.take(ctx)
	if err != nil {
		w.log.Error("alarms cannot be raised or sent", "error", err)
		return
	}
	for _, e := range events {
		w.alarms.event(ctx, e)
		if e.Slot.Job != "" {
			w.tell(sdnotify.Status(e.Slot.Job + " " + e.Slot.Local + ": " + string(e.Slot.State)))
		}
	}
	sources, err := published.ReadSources(ctx, w.store.ledger, project, w.with.Now())
	if err != nil {
		w.log.Error("the age of sources cannot be read", "error", err)
	} else {
		w.alarms.sources(ctx, project, sources)
	}
	if findings, err := published.ReadFindings(ctx, w.store.ledger); err != nil {
		w.log.Error("what the checks found cannot be read", "error", err)
	} else {
		w.alarms.found(ctx, project, findings)
	}
	w.alarms.center.Tick(ctx)
}

// take returns the current project and the events not yet looked at.
func (w *watch) take(ctx context.Context) (*config.Project, []scheduler.Event, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.options != nil {
		center, err := notify.New(ctx, *w.options)
		if err != nil {
			return nil, nil, err
		}
		w.alarms, w.options = alarms{center, w.owners}, nil
		w.alarms.configured(ctx, w.project)
	}
	events := w.events
	w.events = nil
	return w.project, events, nil
}

// closeTimeout is how long close waits for messages to be sent. The rest are sent
// after the next start.
const closeTimeout = 10 * time.Second

// close ends the watch, after the scheduler has ended.
func (w *watch) close() error {
	defer w.giveUp()
	defer time.AfterFunc(closeTimeout, w.giveUp).Stop()
	close(w.stop)
	<-w.stopped
	if w.server == nil {
		return nil
	}
	return w.server.Close()
}
