package scheduler

import (
	"context"
	"errors"
	"time"

	"dubbelkrona"

	"github.com/cenkalti/backoff/v5"
)

// finish processes the result of a job. The next step stores and reports it.
func (l *loop) finish(r result) {
	a := l.active[r.job]
	delete(l.active, r.job)
	cause := context.Cause(a.ctx)
	a.cancel(nil)
	if a.lost {
		return
	}
	now, s := l.now(), a.slot
	s.RunID = r.outcome.RunID
	if r.err != nil && cause != nil && !errors.Is(cause, errStop) {
		r.err = cause // more specific than the error of a cancelled job
	}
	event := Event{Kind: EventEnded, Err: r.err}
	switch {
	case r.err == nil && r.outcome.Partial:
		s = ended(s, dubbelkrona.SlotPartial, now, r.outcome.Message)
	case r.err == nil:
		s = ended(s, dubbelkrona.SlotDone, now, r.outcome.Message)
	case errors.Is(cause, errStop):
		s, event.Kind = interrupted(s), EventInterrupted
	default:
		if at := a.job.retryAt(s, now, r.err); !at.IsZero() {
			s.State, s.NotBefore, s.Message, event.Kind = dubbelkrona.SlotDue, at, r.err.Error(), EventRetry
		} else {
			s = ended(s, dubbelkrona.SlotFailed, now, r.err.Error())
		}
	}
	event.Slot = s
	l.unsaved = append(l.unsaved, event)
}

// interrupted returns a slot to the state due; the attempt is not counted.
func interrupted(s dubbelkrona.Slot) dubbelkrona.Slot {
	s.State, s.Started, s.Message = dubbelkrona.SlotDue, time.Time{}, "interrupted: the scheduler was stopped"
	s.Attempts--
	return s
}

// retryAt returns the time of the next attempt of a failed slot; zero if there
// is none.
func (t *tracked) retryAt(s dubbelkrona.Slot, now time.Time, err error) time.Time {
	if dubbelkrona.KindOf(err) != dubbelkrona.Transient || s.Attempts > t.Retries {
		return time.Time{}
	}
	at := now.Add(t.pause(s.Attempts))
	if !s.Deadline.IsZero() && !at.Before(s.Deadline) {
		return time.Time{}
	}
	return at
}

// pause returns the pause after an attempt.
func (t *tracked) pause(attempt int) (pause time.Duration) {
	intervals := &backoff.ExponentialBackOff{InitialInterval: t.RetryAfter, RandomizationFactor: 0.2, Multiplier: 2, MaxInterval: 15 * time.Minute}
	intervals.Reset()
	for range attempt {
		pause = intervals.NextBackOff()
	}
	return pause
}

// stop ends running jobs: patient ones get the period of grace, the others are
// cancelled at once. Jobs that have not returned shortly after that are stored
// as interrupted, since the process is about to end.
func (l *loop) stop(ctx context.Context) error {
	for _, a := range l.active {
		if !a.job.Patient {
			a.cancel(errStop)
		}
	}
	const last = 5 * time.Second
	grace, end := time.NewTimer(l.o.Grace), time.NewTimer(l.o.Grace+last)
	defer grace.Stop()
	defer end.Stop()
	for len(l.active) > 0 {
		select {
		case r := <-l.results:
			l.finish(r)
			if err := l.save(ctx); err != nil {
				l.o.Observe(Event{Kind: EventTrouble, Err: err})
			}
		case <-grace.C:
			for _, a := range l.active {
				a.cancel(errStop)
			}
		case <-end.C:
			return l.leave(ctx)
		}
	}
	return l.save(ctx)
}

// leave abandons jobs that do not stop.
func (l *loop) leave(ctx context.Context) error {
	for _, a := range l.active {
		if !a.lost {
			l.unsaved = append(l.unsaved, Event{Kind: EventInterrupted, Slot: interrupted(a.slot)})
		}
	}
	return l.save(ctx)
}
