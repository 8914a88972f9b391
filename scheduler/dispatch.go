package scheduler

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dubbelkrona"
)

// active is a slot that is running.
type active struct {
	job    *tracked
	slot   dubbelkrona.Slot
	ctx    context.Context
	cancel context.CancelCauseFunc
	// giveUp is when the place is freed even if the job has not returned; zero
	// means never.
	giveUp time.Time
	// lost means that the job was given up: it has no place, and its result is
	// ignored.
	lost bool
}

// result is the result of a job.
type result struct {
	job     string
	outcome Outcome
	err     error
}

// runs reports whether this process is running a slot.
func (l *loop) runs(s dubbelkrona.Slot) bool {
	a := l.active[s.Job]
	return a != nil && !a.lost && a.slot.Local == s.Local && a.slot.Kind == s.Kind
}

// update stores changed slots and reports those that ended.
func (l *loop) update(ctx context.Context, changed []dubbelkrona.Slot) error {
	if len(changed) == 0 {
		return nil
	}
	if err := l.store.Update(ctx, changed...); err != nil {
		return err
	}
	for _, s := range changed {
		if !s.State.Open() {
			l.o.Observe(Event{Kind: EventEnded, Slot: s})
		}
	}
	return nil
}

// expire ends the slots whose deadline has passed, and returns the others.
func (l *loop) expire(ctx context.Context, now time.Time, open []dubbelkrona.Slot) (left []dubbelkrona.Slot, err error) {
	var changed []dubbelkrona.Slot
	for _, s := range open {
		expired := !s.Deadline.IsZero() && !now.Before(s.Deadline)
		switch a := l.active[s.Job]; {
		case l.runs(s) && !a.giveUp.IsZero() && !now.Before(a.giveUp):
			a.lost = true
			changed = append(changed, ended(a.slot, dubbelkrona.SlotFailed, now, "its time is up and it does not stop; others have its place"))
		case l.runs(s) || !expired:
			left = append(left, s)
		case s.Attempts > 0:
			changed = append(changed, ended(s, dubbelkrona.SlotFailed, now, "its deadline has passed; the last attempt: "+cmp.Or(s.Message, "interrupted")))
		default:
			changed = append(changed, ended(s, dubbelkrona.SlotMissed, now, "its turn did not come before its deadline"))
		}
	}
	return left, l.update(ctx, changed)
}

// dispatch starts what can start: scheduled slots before backfill, then by
// time, then in the order of the jobs.
func (l *loop) dispatch(ctx context.Context, now time.Time, open []dubbelkrona.Slot) error {
	rank := make(map[string]int, len(l.jobs))
	for i, t := range l.jobs {
		rank[t.Name] = i
	}
	queue := slices.Clone(open)
	slices.SortStableFunc(queue, func(a, b dubbelkrona.Slot) int {
		return cmp.Or(-cmp.Compare(a.Kind, b.Kind), a.Due.Compare(b.Due), cmp.Compare(rank[a.Job], rank[b.Job]), cmp.Compare(a.Local, b.Local))
	})
	for _, s := range queue {
		t := l.job(s.Job)
		if t == nil || s.State != dubbelkrona.SlotDue || s.NotBefore.After(now) || l.active[s.Job] != nil || l.waits(t, s, queue) || !l.place(t.Group) {
			continue
		}
		if err := l.begin(ctx, t, s, now); err != nil {
			return err
		}
	}
	return nil
}

// waits reports whether a slot must wait for another open slot: an earlier one
// of the same job, or one of a job in its After.
func (l *loop) waits(t *tracked, s dubbelkrona.Slot, open []dubbelkrona.Slot) bool {
	for _, o := range open {
		if o.Kind != s.Kind || o.Due.After(s.Due) {
			continue
		}
		earlier := o.Job == s.Job && (o.Due.Before(s.Due) || o.Local < s.Local)
		if earlier || slices.Contains(t.After, o.Job) {
			return true
		}
	}
	return false
}

// place reports whether a group has a free place.
func (l *loop) place(group string) bool {
	taken := 0
	for _, a := range l.active {
		if a.job.Group == group && !a.lost {
			taken++
		}
	}
	return taken < max(1, l.o.Places[group])
}

// begin records that a slot is running and runs it.
func (l *loop) begin(ctx context.Context, t *tracked, s dubbelkrona.Slot, now time.Time) error {
	s.State, s.Started, s.Ended, s.NotBefore, s.RunID, s.Message = dubbelkrona.SlotRunning, now, time.Time{}, time.Time{}, "", ""
	s.Attempts++
	if err := l.store.Update(ctx, s); err != nil {
		return err
	}
	a := &active{job: t, slot: s}
	a.ctx, a.cancel = context.WithCancelCause(ctx)
	if end, cause := t.end(s, now); !end.IsZero() {
		a.giveUp = end.Add(l.o.Grace)
		stop := time.AfterFunc(end.Sub(now), func() { a.cancel(cause) })
		context.AfterFunc(a.ctx, func() { stop.Stop() })
	}
	l.active[t.Name] = a
	l.o.Observe(Event{Kind: EventStarted, Slot: s})
	go func() {
		outcome, err := t.Run(a.ctx, s)
		select {
		case l.results <- result{t.Name, outcome, err}:
		case <-l.gone:
		}
	}()
	return nil
}

// end returns when an attempt times out and why; zero means never.
func (t *tracked) end(s dubbelkrona.Slot, now time.Time) (end time.Time, cause error) {
	if t.Timeout > 0 {
		end = now.Add(t.Timeout)
		cause = dubbelkrona.Errorf(dubbelkrona.Transient, "the attempt took longer than its timeout of %s", t.Timeout)
	}
	if !s.Deadline.IsZero() && (end.IsZero() || s.Deadline.Before(end)) {
		end = s.Deadline
		cause = dubbelkrona.Errorf(dubbelkrona.Conflict, "it was not done at its deadline, %s", s.Deadline.Format(time.RFC3339))
	}
	return end, cause
}
