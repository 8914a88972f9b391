package scheduler

import (
	"cmp"
	"context"
	"errors"
	"time"

	"dubbelkrona"
)

// Options are the settings of a Scheduler.
type Options struct {
	// Now is the clock; nil is the system clock.
	Now func() time.Time
	// Places is the number of jobs of each group that may run at the same
	// time; default 1.
	Places map[string]int
	// Grace is how long jobs may take to end when the scheduler stops, and
	// after a timeout before their place is freed.
	Grace time.Duration
	// Poll is the maximum time between two looks at clock and store, to notice
	// slots of other processes and clock changes. 0 is a minute.
	Poll time.Duration
	// BackfillOnly registers no slots, runs the open slots of kind backfill,
	// and ends when there are none.
	BackfillOnly bool
	// Beat, if not nil, is called after each round of the loop: at least once
	// per Poll, unless the loop hangs.
	Beat func()
	// Observe, if not nil, receives each Event, one at a time.
	Observe func(Event)
}

// Scheduler runs jobs in their slots. Only one may use a Store at a time.
type Scheduler struct {
	store  Store
	jobs   []Job
	o      Options
	reload chan reload
}

// reload is the argument of Reload.
type reload struct {
	jobs []Job
	o    Options
}

// New makes a scheduler. Names of jobs must be unique and After must have no
// cycle.
func New(store Store, jobs []Job, o Options) *Scheduler {
	if o.Now == nil {
		o.Now = time.Now
	}
	o.Poll = cmp.Or(o.Poll, time.Minute)
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Beat == nil {
		o.Beat = func() {}
	}
	return &Scheduler{store: store, jobs: jobs, o: o, reload: make(chan reload)}
}

// Reload replaces the jobs, and Options.Places and Options.Grace. Running jobs
// are not affected. It returns when the scheduler has applied them, or with
// ctx's error.
func (s *Scheduler) Reload(ctx context.Context, jobs []Job, o Options) error {
	select {
	case s.reload <- reload{jobs, o}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// errStop is the cancellation cause of jobs when the scheduler stops.
var errStop = errors.New("the scheduler stops")

// Run works until ctx ends, then stops as described at Options.Grace and
// returns nil. Jobs that did not end are due again at the next start. It
// returns an error if the store cannot be read at the start; later errors are
// events, and it retries.
func (s *Scheduler) Run(ctx context.Context) error {
	l := &loop{Scheduler: s, active: make(map[string]*active), results: make(chan result), gone: make(chan struct{})}
	defer close(l.gone)
	// A store operation is completed even if ctx ends.
	work := context.WithoutCancel(ctx)
	if err := l.start(work, s.jobs); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		open, err := l.step(work)
		if err != nil {
			l.o.Observe(Event{Kind: EventTrouble, Err: err})
		} else if s.o.BackfillOnly && open == 0 && len(l.active) == 0 {
			return nil
		}
		s.o.Beat()
		// The clock may have been set since the step: then the difference is anything.
		timer.Reset(min(l.wake.Sub(l.now()), s.o.Poll))
		select {
		case <-ctx.Done():
			return l.stop(work)
		case r := <-l.results:
			l.finish(r)
		case r := <-s.reload:
			s.o.Places, s.o.Grace = r.o.Places, r.o.Grace
			if err := l.start(work, r.jobs); err != nil {
				l.o.Observe(Event{Kind: EventTrouble, Err: err})
				continue
			}
			l.o.Observe(Event{Kind: EventReloaded})
		case <-timer.C:
		}
	}
}

// loop is a running scheduler. It is used by one goroutine; each job has its
// own.
type loop struct {
	*Scheduler
	jobs    []*tracked
	active  map[string]*active // by name of the job
	results chan result
	gone    chan struct{} // closed when results are no longer received
	unsaved []Event       // what happened to slots, not yet stored
	wake    time.Time
}

// tracked is a job with its registration state: a copy of its mark and the
// next slot.
type tracked struct {
	Job
	mark   dubbelkrona.SlotMark
	next   time.Time // zero if there is none
	behind bool      // the clock is before all known slots
}

// now returns the time without Go's monotonic reading, so that clock changes
// are noticed.
func (s *Scheduler) now() time.Time { return s.o.Now().Round(0).UTC() }

func (l *loop) job(name string) *tracked {
	for _, t := range l.jobs {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// step does all that can be done now, sets the next wake-up time, and returns
// the number of open slots.
func (l *loop) step(ctx context.Context) (int, error) {
	now := l.now()
	l.wake = now.Add(l.o.Poll)
	if err := l.save(ctx); err != nil {
		return 0, err
	}
	open, err := l.open(ctx)
	if err != nil {
		return 0, err
	}
	registered, err := l.register(ctx, now, open)
	if err != nil {
		return 0, err
	}
	if registered {
		if open, err = l.open(ctx); err != nil {
			return 0, err
		}
	}
	if open, err = l.expire(ctx, now, open); err != nil {
		return 0, err
	}
	if err := l.dispatch(ctx, now, open); err != nil {
		return 0, err
	}
	l.wakeFor(now, open)
	return len(open), nil
}

// open returns the open slots that this scheduler runs.
func (l *loop) open(ctx context.Context) (slots []dubbelkrona.Slot, err error) {
	all, err := l.store.Open(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if !l.o.BackfillOnly || s.Kind == dubbelkrona.SlotBackfill {
			slots = append(slots, s)
		}
	}
	return slots, nil
}

// save stores what is not yet stored, and reports it afterwards: a slot that is
// reported as ended is stored as ended. Nothing is started until that succeeds.
func (l *loop) save(ctx context.Context) error {
	if len(l.unsaved) == 0 {
		return nil
	}
	var slots []dubbelkrona.Slot
	for _, e := range l.unsaved {
		slots = append(slots, e.Slot)
	}
	if err := l.store.Update(ctx, slots...); err != nil {
		return err
	}
	for _, e := range l.unsaved {
		l.o.Observe(e)
	}
	l.unsaved = nil
	return nil
}

// wakeFor moves the wake-up time forward to the next event.
func (l *loop) wakeFor(now time.Time, open []dubbelkrona.Slot) {
	at := func(t time.Time) {
		if t.After(now) && t.Before(l.wake) {
			l.wake = t
		}
	}
	for _, t := range l.jobs {
		at(t.next)
	}
	for _, s := range open {
		at(s.NotBefore)
		at(s.Deadline)
	}
	for _, a := range l.active {
		at(a.giveUp)
	}
}
