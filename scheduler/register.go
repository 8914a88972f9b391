package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

const (
	// lookBack is how far back a start registers slots again, because new time
	// zone data, which is loaded at the start, can move slots by hours.
	lookBack = 48 * time.Hour
	// atOnce is the maximum number of slots of a job that are registered at
	// once; older ones are dropped. It must be less than half of what a store
	// keeps, or a clock set far ahead could evict real slots.
	atOnce = 1000
	// onTime is how late a slot may be registered and still count as on time.
	onTime = 10 * time.Minute
)

// start sets the jobs and handles open slots in the store: of a process that
// died or stopped, or of removed jobs.
func (l *loop) start(ctx context.Context, jobs []Job) error {
	now := l.now()
	if err := l.save(ctx); err != nil {
		return err
	}
	tracking := make([]*tracked, len(jobs))
	for i, j := range jobs {
		t := &tracked{Job: j}
		tracking[i] = t
		if l.o.BackfillOnly {
			continue
		}
		var err error
		if t.mark, err = l.markOf(ctx, j, now); err != nil {
			return err
		}
		if _, err := l.registerJob(ctx, t, now, t.mark.Through.Add(-lookBack)); err != nil {
			return err
		}
	}
	l.jobs = tracking
	return l.takeOver(ctx, now)
}

// markOf returns how far a job's slots are registered. A new job begins now; a
// job with a changed expression continues from where the old one ended.
func (l *loop) markOf(ctx context.Context, j Job, now time.Time) (dubbelkrona.SlotMark, error) {
	mark, found, err := l.store.Mark(ctx, j.Name)
	if err != nil {
		return mark, err
	}
	if !found {
		mark = dubbelkrona.SlotMark{Job: j.Name, Floor: now, Through: now}
	}
	if text := j.Schedule.String(); mark.Schedule != text {
		mark.Schedule, mark.Floor = text, mark.Through
	}
	return mark, nil
}

// takeOver handles the open slots after a start.
func (l *loop) takeOver(ctx context.Context, now time.Time) error {
	open, err := l.open(ctx)
	if err != nil {
		return err
	}
	var changed []dubbelkrona.Slot
	waiting := make(map[string][]dubbelkrona.Slot)
	for _, s := range open {
		t := l.job(s.Job)
		switch {
		case l.runs(s):
		case t == nil:
			changed = append(changed, ended(s, dubbelkrona.SlotMissed, now, "the configuration no longer has this job"))
		case s.State == dubbelkrona.SlotRunning && s.Attempts > t.Retries:
			changed = append(changed, ended(s, dubbelkrona.SlotFailed, now, "the process ended during the last attempt"))
		default:
			if s.State == dubbelkrona.SlotRunning {
				s.State, s.Message = dubbelkrona.SlotDue, "the process ended during the attempt before"
				changed = append(changed, s)
			}
			if s.Kind == dubbelkrona.SlotScheduled {
				waiting[s.Job] = append(waiting[s.Job], s)
			}
		}
	}
	if err := l.update(ctx, changed); err != nil {
		return err
	}
	for _, t := range l.jobs {
		if err := l.update(ctx, admit(t.Policy, waiting[t.Name], now)); err != nil {
			return err
		}
	}
	return nil
}

// register stores the slots that have come due and decides which of them run.
// It reports whether there were any.
func (l *loop) register(ctx context.Context, now time.Time, open []dubbelkrona.Slot) (any bool, err error) {
	for _, t := range l.jobs {
		nothing := t.next.IsZero() || now.Before(t.next)
		if l.o.BackfillOnly || nothing && !now.Before(t.mark.Through) {
			continue
		}
		added, err := l.registerJob(ctx, t, now, t.mark.Through)
		if err != nil {
			return any, err
		}
		any = any || len(added) > 0
		if err := l.update(ctx, append(admit(t.Policy, added, now), t.overlapping(added, open, now)...)); err != nil {
			return any, err
		}
	}
	return any, nil
}

// registerJob registers a job's slots from a time, or from its floor, until
// now.
func (l *loop) registerJob(ctx context.Context, t *tracked, now, from time.Time) ([]dubbelkrona.Slot, error) {
	mark := t.mark
	if now.Before(mark.Through) {
		if now.Before(mark.Floor) {
			l.clockIsBehind(t, mark)
			return nil, nil
		}
		if err := l.store.Retract(ctx, t.Name, now); err != nil {
			return nil, err
		}
	}
	t.behind = false
	if from.Before(mark.Floor) {
		from = mark.Floor
	}
	slots := t.slots(from, now)
	left := max(0, len(slots)-atOnce)
	if slots = slots[left:]; left > 0 {
		l.o.Observe(Event{Kind: EventClock, Slot: slots[0], Err: dubbelkrona.Errorf(dubbelkrona.Internal,
			"%s: %d slots before %s are too many to catch up with and are left out; was the clock set?", t.Name, left, slots[0].Local)})
	}
	mark.Through = now
	added, err := l.store.Register(ctx, mark, slots)
	if err != nil {
		return nil, err
	}
	t.mark, t.next = mark, time.Time{}
	if next, ok := t.Schedule.Next(now); ok {
		t.next = next.Due
	}
	return added, nil
}

func (l *loop) clockIsBehind(t *tracked, mark dubbelkrona.SlotMark) {
	if !t.behind {
		l.o.Observe(Event{Kind: EventClock, Err: dubbelkrona.Errorf(dubbelkrona.Internal,
			"%s: the clock shows a time before %s, when its first slots were known; nothing is due until it is set right", t.Name, mark.Floor.Format(time.RFC3339))})
	}
	t.behind = true
}

// slots returns the job's slots due after from and not after until.
func (t *tracked) slots(from, until time.Time) (slots []dubbelkrona.Slot) {
	for s := range t.Schedule.Between(from, until) {
		s.Job, s.Kind, s.State = t.Name, dubbelkrona.SlotScheduled, dubbelkrona.SlotDue
		if s.Due = s.Due.UTC(); t.Deadline > 0 {
			s.Deadline = s.Due.Add(t.Deadline)
		}
		slots = append(slots, s)
	}
	return slots
}
