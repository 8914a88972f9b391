package main

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/notify"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/sdnotify"
	"dubbelkrona/internal/web"
	"dubbelkrona/scheduler"
)

// watch has people, monitoring and the service manager know how a daemon
// stands. The scheduler never waits for it.
type watch struct {
	program *program
	log     *slog.Logger
	store   alarmStore
	service *sdnotify.Notifier
	server  *web.Server // nil where it does not listen
	beaten  atomic.Pointer[time.Time]
	ready   sync.Once

	mu      sync.Mutex
	project *config.Project
	options *notify.Options   // of another project, until work has taken them
	events  []scheduler.Event // that have not been looked at
	some    chan struct{}     // has one where there is anything of these

	alarms  alarms // of the goroutine that works
	stop    chan struct{}
	stopped chan struct{}
	giveUp  context.CancelFunc // of messages that are on their way
}

// late is how long the scheduler may stay away. It comes round once a minute.
const late = 5 * time.Minute

// openWatch begins to watch for a daemon. Whoever opens it closes it.
func (d *daemon) openWatch(ctx context.Context) (*watch, error) {
	service, err := sdnotify.Open()
	if err != nil {
		return nil, err
	}
	w := &watch{program: d.program, log: d.log, store: alarmStore{d.ledger}, service: service,
		some: make(chan struct{}, 1), stop: make(chan struct{}), stopped: make(chan struct{})}
	w.beaten.Store(new(d.program.now()))
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

// use puts a project in force: its channels and its promises.
func (w *watch) use(project *config.Project) error {
	o := notify.Options{Project: project.Name, Language: project.Language, Digest: project.Watch.Gather(), Store: w.store, Now: w.program.now, Log: w.log}
	for _, settings := range project.Watch.Notify {
		channel, err := settings.Open(project.Root, w.program.web())
		if err != nil {
			return err
		}
		o.Channels = append(o.Channels, channel)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.project, w.options = project, &o
	w.wake()
	return nil
}

// listen answers over HTTP. Where nobody has chosen the address, another
// program that has it is no reason not to do the night's work.
func (w *watch) listen(ctx context.Context, project *config.Project) error {
	address := project.Watch.Address()
	if address == "" {
		return nil
	}
	token, err := revealed(project.Watch.Token, project.Root, "watch.token")
	if err != nil {
		return err
	}
	w.server, err = web.Open(ctx, web.Options{Listen: address, Token: token, Read: w.state, Beat: func() time.Time { return *w.beaten.Load() }, Late: late,
		Now: w.program.now, Log: w.log})
	switch {
	case err == nil:
		w.log.Info("listening", "address", w.server.Address.String())
	case project.Watch.Listen == "":
		w.log.Warn("nobody can ask how the daemon stands: another program listens there; set watch.listen", "address", address)
		return nil
	}
	return err
}

// observe takes an event, at once.
func (w *watch) observe(e scheduler.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
	w.wake()
}

func (w *watch) wake() {
	select {
	case w.some <- struct{}{}:
	default:
	}
}

// beat says that the scheduler has come round.
func (w *watch) beat() {
	w.beaten.Store(new(w.program.now()))
	w.ready.Do(func() { w.tell(w.service.Ready()) })
	w.tell(w.service.Watchdog())
}

// tell logs that the service manager could not be told.
func (w *watch) tell(err error) {
	if err != nil {
		w.log.Warn("the service manager could not be told how the daemon stands", "error", err)
	}
}

// work looks at events as they come, and at the sources once a minute, until
// it is stopped; then at what is left.
func (w *watch) work(ctx context.Context) {
	defer close(w.stopped)
	for stopping := false; !stopping; {
		w.mu.Lock()
		often := time.NewTimer(min(time.Minute, w.project.Watch.Gather()))
		w.mu.Unlock()
		select {
		case <-w.some:
		case <-often.C:
		case <-w.stop:
			stopping = true
		}
		often.Stop()
		w.look(ctx)
	}
}

// look tells what is due to be told.
func (w *watch) look(ctx context.Context) {
	project, events, err := w.take(ctx)
	if err != nil {
		w.log.Error("nobody can be told of alarms", "error", err)
		return
	}
	for _, e := range events {
		w.alarms.event(ctx, e)
		if e.Slot.Job != "" {
			w.tell(w.service.Status(e.Slot.Job + " " + e.Slot.Local + ": " + string(e.Slot.State)))
		}
	}
	fresh, err := pipeline.ReadFreshness(ctx, w.store.ledger, project, w.program.now())
	if err != nil {
		w.log.Error("the age of sources cannot be read", "error", err)
	} else {
		w.alarms.sources(ctx, project, fresh)
	}
	w.alarms.center.Tick(ctx)
}

// take gives the project in force and the events that have not been looked at.
func (w *watch) take(ctx context.Context) (*config.Project, []scheduler.Event, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.options != nil {
		center, err := notify.New(ctx, *w.options)
		if err != nil {
			return nil, nil, err
		}
		w.alarms, w.options = alarms{center}, nil
		w.alarms.configured(ctx, w.project)
	}
	events := w.events
	w.events = nil
	return w.project, events, nil
}

// farewell is how long the end may wait for messages to be taken. Those that
// are not are told after the next start.
const farewell = 10 * time.Second

// close ends watching, when the scheduler has ended.
func (w *watch) close() error {
	defer w.giveUp()
	defer time.AfterFunc(farewell, w.giveUp).Stop()
	close(w.stop)
	<-w.stopped
	if w.server == nil {
		return nil
	}
	return w.server.Close()
}
