package scheduler

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"
)

// Options tune a Scheduler.
type Options struct {
	// Now is the clock; nil is the machine's.
	Now func() time.Time
	// Places bounds how many jobs of a group run at the same time; a group
	// that is not named has one place.
	Places map[string]int
	// Grace is how long jobs have to end when the scheduler stops, and after
	// their time is up before their place is given to others.
	Grace time.Duration
	// Poll is the longest time between two looks at clock and store: for slots
	// that another process has registered and for clocks that were set. 0 is
	// a minute.
	Poll time.Duration
	// BackfillOnly registers nothing, runs the slots of kind backfill that are
	// open, and ends when there are none.
	BackfillOnly bool
	// Beat, where it is not nil, is called each time the scheduler has come
	// round: at least once each Poll, unless something holds it up.
	Beat func()
	// Observe, where it is not nil, is told each Event, one at a time.
	Observe func(Event)
}

// Scheduler runs jobs in their slots. One at a time may work on a Store.
type Scheduler struct {
	store  Store
	jobs   []Job
	o      Options
	reload chan reload
}

// reload is what Reload hands over.
type reload struct {
	jobs   []Job
	places map[string]int
	grace  time.Duration
}

// New makes a scheduler of jobs whose names differ and whose After have no
// cycle.
func New(store Store, jobs []Job, o Options) *Scheduler {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Poll == 0 {
		o.Poll = time.Minute
	}
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	if o.Beat == nil {
		o.Beat = func() {}
	}
	return &Scheduler{store: store, jobs: jobs, o: o, reload: make(chan reload)}
}

// Reload puts other jobs in force, and the Places and Grace of other options.
// What is running goes on as it was begun. It returns when the running
// scheduler has taken them, or with ctx's error.
func (s *Scheduler) Reload(ctx context.Context, jobs []Job, o Options) error {
	select {
	case s.reload <- reload{jobs, o.Places, o.Grace}:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// errStop is why the context of a job ends when the scheduler stops.
var errStop = errors.New("the scheduler stops")

// Run works until ctx ends, then stops as Options.Grace says and returns nil.
// What it could not end is due again when the next one starts. An error says
// that the store could not be read at the start; later troubles are events,
// and it tries again.
func (s *Scheduler) Run(ctx context.Context) error {
	l := &loop{Scheduler: s, active: make(map[string]*active), results: make(chan result), gone: make(chan struct{})}
	defer close(l.gone)
	// What is being stored is stored whole also when ctx ends meanwhile.
	work := context.WithoutCancel(ctx)
	if err := l.start(work, s.jobs); err != nil {
		return err
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		open, err := l.step(work)
		if err != nil {
			l.tell(Event{Kind: EventTrouble, Err: err})
		} else if s.o.BackfillOnly && open == 0 && len(l.active) == 0 {
			return nil
		}
		s.o.Beat()
		timer.Reset(l.wake.Sub(l.now()))
		select {
		case <-ctx.Done():
			return l.stop(work)
		case r := <-l.results:
			l.finish(r)
		case r := <-s.reload:
			s.o.Places, s.o.Grace = r.places, r.grace
			if err := l.start(work, r.jobs); err != nil {
				l.tell(Event{Kind: EventTrouble, Err: err})
				continue
			}
			l.tell(Event{Kind: EventReloaded})
		case <-timer.C:
		}
	}
}

// loop is a running scheduler. It belongs to one goroutine; jobs have theirs.
type loop struct {
	*Scheduler
	jobs    []*tracked
	active  map[string]*active // by name of the job
	results chan result
	gone    chan struct{} // closed when nobody reads results any more
	unsaved []dubbelkrona.Slot
	wake    time.Time
}

// tracked is a job with what its registering needs: a copy of its mark and the
// next slot after it.
type tracked struct {
	Job
	mark   dubbelkrona.SlotMark
	next   time.Time // zero where there is none
	behind bool      // the clock shows a time before all that is known
}

// now is the time on the clock, without Go's monotonic reading: what is stored
// has none, and a clock that was set must show.
func (s *Scheduler) now() time.Time { return s.o.Now().Round(0).UTC() }

func (l *loop) tell(e Event) {
	e.At = l.now()
	l.o.Observe(e)
}

func (l *loop) job(name string) *tracked {
	for _, t := range l.jobs {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// step does all that can be done now, sets the time to wake up at the latest,
// and says how many slots are open.
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

// open gives the slots that are this scheduler's to run.
func (l *loop) open(ctx context.Context) (slots []dubbelkrona.Slot, err error) {
	all, err := l.store.OpenSlots(ctx)
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

// save stores what could not be stored before. Until that is done nothing is
// begun.
func (l *loop) save(ctx context.Context) error {
	if len(l.unsaved) == 0 {
		return nil
	}
	if err := l.store.UpdateSlots(ctx, l.unsaved...); err != nil {
		return err
	}
	l.unsaved = nil
	return nil
}

// wakeFor moves the time to wake up forward to what comes before.
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
