package daemon

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/scheduler"
)

// maxBackfill is the max number of slots of one backfill: half of the ended slots
// that the ledger keeps of a job, so that a repeated backfill finds which slots the
// first has done.
const maxBackfill = 1000

// Backfill runs past slots, and those that an earlier backfill did not finish;
// again includes slots that are done. It returns how many of them ended done,
// and how many ended.
func (d *Daemon) Backfill(ctx context.Context, slots []dubbelkrona.Slot, again bool) (done, all int, err error) {
	if _, err := requestSlots(ctx, d.ledger, slots, again); err != nil {
		return 0, 0, err
	}
	d.observers = append(d.observers, func(e scheduler.Event) {
		if e.Kind == scheduler.EventEnded {
			all++
			if e.Slot.State == dubbelkrona.SlotDone {
				done++
			}
		}
	})
	o := d.options()
	o.BackfillOnly = true
	if err := scheduler.New(d.ledger.Slots, d.jobs, o).Run(ctx); err != nil {
		return done, all, err
	}
	return done, all, context.Cause(ctx)
}

// RequestSlots hands past slots to the running daemon. It returns how many of them
// are still to be done.
func RequestSlots(ctx context.Context, project *config.Project, slots []dubbelkrona.Slot, again bool, now func() time.Time) (int, error) {
	if err := session.CheckLedger(ctx, project); err != nil {
		return 0, err
	}
	l, err := ledger.Open(project.Ledger(), ledger.Options{Now: now})
	if err != nil {
		return 0, err
	}
	defer l.Close() // what was stored is on disk
	return requestSlots(ctx, l, slots, again)
}

// requestSlots opens slots of a source and, if any is still to be done, one to
// publish after them.
func requestSlots(ctx context.Context, l *ledger.Ledger, slots []dubbelkrona.Slot, again bool) (int, error) {
	opened, err := l.Slots.Request(ctx, slots, again)
	if err != nil || len(opened) == 0 {
		return len(opened), err
	}
	publish := slots[len(slots)-1]
	publish.Job = config.PublishJob
	_, err = l.Slots.Request(ctx, []dubbelkrona.Slot{publish}, true)
	return len(opened), err
}

// PastSlots returns a source's slots from one day to another, both included, that
// are due by now. Days are written 2006-01-02, in the schedule's time zone. An error
// says what is wrong with the source or the days.
func PastSlots(project *config.Project, source, from, to string, now time.Time) ([]dubbelkrona.Slot, error) {
	jobs := project.Jobs()
	i := slices.IndexFunc(jobs, func(j scheduler.Job) bool { return j.Name == config.IngestJob(source) })
	if i < 0 {
		return nil, fmt.Errorf("there is no source %q in the configuration; `dubbelkrona status` lists them", source)
	}
	schedule := jobs[i].Schedule
	first, err := time.ParseInLocation(time.DateOnly, from, schedule.Zone())
	if err != nil {
		return nil, fmt.Errorf("FROM %q is not a date such as 2026-01-31", from)
	}
	last, err := time.ParseInLocation(time.DateOnly, to, schedule.Zone())
	if err != nil {
		return nil, fmt.Errorf("TO %q is not a date such as 2026-01-31", to)
	}
	end := last.AddDate(0, 0, 1).Add(-time.Nanosecond)
	if end.After(now) {
		end = now
	}
	var found []dubbelkrona.Slot
	for slot := range schedule.Between(first.Add(-time.Nanosecond), end) {
		slot.Job, slot.Kind, slot.State, slot.Due = jobs[i].Name, dubbelkrona.SlotBackfill, dubbelkrona.SlotDue, slot.Due.UTC()
		if found = append(found, slot); len(found) > maxBackfill {
			return nil, fmt.Errorf("from %s to %s there are more than %d slots of %s; backfill a shorter time at once", from, to, maxBackfill, source)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("schedule %s has no past slot from %s to %s", schedule, from, to)
	}
	return found, nil
}
