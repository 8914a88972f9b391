package ledger

import (
	"context"
	"time"

	"dubbelkrona"
)

// Slots are the times at which jobs are due, each with its state. It implements
// scheduler.Store.
type Slots struct{ *conn }

// Mark returns how far a job's slots are registered; found is false for
// a job that was never seen.
func (ss Slots) Mark(ctx context.Context, job string) (mark dubbelkrona.SlotMark, found bool, err error) {
	found, err = ss.find(ctx, "slot mark look up: "+job, []any{&mark.Job, &mark.Schedule, timeIn(&mark.Floor), timeIn(&mark.Through)},
		`SELECT job, schedule, "floor", "through" FROM slot_mark WHERE job = ?`, job)
	return mark, found, err
}

// Register stores a job's mark and adds those slots that are not there
// yet, all or none. It returns the slots that were added; one that is there
// stays as it is.
func (ss Slots) Register(ctx context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) (added []dubbelkrona.Slot, err error) {
	err = ss.transact(ctx, "slots register: "+mark.Job, func(t *tx) error {
		_, err := t.exec(`INSERT INTO slot_mark (job, schedule, "floor", "through") VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET schedule = excluded.schedule, "floor" = excluded."floor", "through" = excluded."through"`,
			mark.Job, mark.Schedule, stamp(mark.Floor), stamp(mark.Through))
		if err != nil {
			return err
		}
		added, err = insertSlots(t, slots, "DO NOTHING")
		return err
	})
	return added, err
}

// Request adds slots on somebody's request. Existing slots that have ended are
// opened again, those that are done only if again is set. It returns the slots
// that were added or opened.
func (ss Slots) Request(ctx context.Context, slots []dubbelkrona.Slot, again bool) (opened []dubbelkrona.Slot, err error) {
	reopen := `DO UPDATE SET due = excluded.due, deadline = excluded.deadline, state = excluded.state, attempts = 0, not_before = NULL,
		run = '', started = NULL, ended = NULL, message = ''
		WHERE slot.state NOT IN ('due', 'running', 'done')`
	if again {
		reopen = reopen[:len(reopen)-len(", 'done')")] + ")"
	}
	err = ss.transact(ctx, "slots request", func(t *tx) error {
		opened, err = insertSlots(t, slots, reopen)
		return err
	})
	return opened, err
}

func insertSlots(t *tx, slots []dubbelkrona.Slot, conflict string) (added []dubbelkrona.Slot, err error) {
	for _, s := range slots {
		n, err := t.exec(`INSERT INTO slot (`+slotColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT `+conflict,
			s.Job, s.Local, s.Kind, stamp(s.Due), stamp(s.Deadline), s.State, s.Attempts, stamp(s.NotBefore), s.RunID, stamp(s.Started), stamp(s.Ended), s.Message)
		if err != nil {
			return nil, err
		}
		if n > 0 {
			added = append(added, s)
		}
	}
	return added, nil
}

// Retract deletes the scheduled slots of a job that are due after a time and
// have not run: they were registered while the clock was ahead.
func (ss Slots) Retract(ctx context.Context, job string, after time.Time) error {
	_, err := ss.exec(ctx, "slots retract: "+job, "DELETE FROM slot WHERE job = ? AND kind = ? AND due > ? AND attempts = 0 AND state <> ?",
		job, dubbelkrona.SlotScheduled, stamp(after), dubbelkrona.SlotRunning)
	return err
}

// Update stores the state of slots that are there, all or none.
func (ss Slots) Update(ctx context.Context, slots ...dubbelkrona.Slot) error {
	return ss.transact(ctx, "slots update", func(t *tx) error {
		for _, s := range slots {
			n, err := t.exec(`UPDATE slot SET deadline = ?, state = ?, attempts = ?, not_before = ?, run = ?, started = ?, ended = ?, message = ?
				WHERE job = ? AND local = ? AND kind = ?`, stamp(s.Deadline), s.State, s.Attempts, stamp(s.NotBefore), s.RunID, stamp(s.Started), stamp(s.Ended),
				s.Message, s.Job, s.Local, s.Kind)
			if err != nil {
				return err
			}
			if n == 0 {
				return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s has no slot %s", s.Job, s.Local)
			}
		}
		return nil
	})
}

const slotColumns = "job, local, kind, due, deadline, state, attempts, not_before, run, started, ended, message"

// Open returns the slots that are due or running, by the time they are due.
func (ss Slots) Open(ctx context.Context) ([]dubbelkrona.Slot, error) {
	return ss.query(ctx, "WHERE state IN ('due', 'running') ORDER BY due, job, local, kind")
}

// LastEnded returns the latest scheduled slot of a job that has ended; its Job
// is empty if none has.
func (ss Slots) LastEnded(ctx context.Context, job string) (last dubbelkrona.Slot, err error) {
	// The index is named: SQLite takes the key for it, and would sort all slots of the job.
	slots, err := ss.query(ctx, `INDEXED BY slot_recent WHERE job = ? AND kind = ? AND state NOT IN ('due', 'running')
		ORDER BY due DESC, local DESC LIMIT 1`, job, dubbelkrona.SlotScheduled)
	if len(slots) > 0 {
		last = slots[0]
	}
	return last, err
}

// Count counts the slots that are kept, by job and state.
func (ss Slots) Count(ctx context.Context) (map[string]map[dubbelkrona.SlotState]int64, error) {
	type count struct {
		job   string
		state dubbelkrona.SlotState
		slots int64
	}
	counts, err := list(ctx, ss.db, "slots count", func(c *count) []any { return []any{&c.job, &c.state, &c.slots} },
		"SELECT job, state, count(*) FROM slot GROUP BY job, state")
	found := make(map[string]map[dubbelkrona.SlotState]int64)
	for _, c := range counts {
		if found[c.job] == nil {
			found[c.job] = make(map[dubbelkrona.SlotState]int64)
		}
		found[c.job][c.state] = c.slots
	}
	return found, err
}

// Latest returns the latest slots of all jobs, newest first, at most limit
// of them; 0 is all.
func (ss Slots) Latest(ctx context.Context, limit int) ([]dubbelkrona.Slot, error) {
	return ss.query(ctx, "ORDER BY due DESC, job, local DESC, kind"+limited, limit)
}

// query lists slots as the tail of the query says.
func (ss Slots) query(ctx context.Context, tail string, args ...any) ([]dubbelkrona.Slot, error) {
	return list(ctx, ss.db, "slots list", func(s *dubbelkrona.Slot) []any {
		return []any{&s.Job, &s.Local, &s.Kind, timeIn(&s.Due), timeIn(&s.Deadline), &s.State, &s.Attempts, timeIn(&s.NotBefore),
			&s.RunID, timeIn(&s.Started), timeIn(&s.Ended), &s.Message}
	}, "SELECT "+slotColumns+" FROM slot "+tail, args...)
}
