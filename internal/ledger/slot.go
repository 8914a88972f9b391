package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dubbelkrona"
)

// SlotMark gives how far a job's slots are registered; found is false for
// a job that was never seen.
func (l *Ledger) SlotMark(ctx context.Context, job string) (mark dubbelkrona.SlotMark, found bool, err error) {
	var floor, through stamp
	err = l.db.QueryRowContext(ctx, `SELECT schedule, "floor", "through" FROM slot_mark WHERE job = ?`, job).Scan(&mark.Schedule, &floor, &through)
	if errors.Is(err, sql.ErrNoRows) {
		return dubbelkrona.SlotMark{}, false, nil
	}
	if err != nil {
		return dubbelkrona.SlotMark{}, false, fmt.Errorf("slot mark look up: %s: %w", job, err)
	}
	mark.Job, mark.Floor, mark.Through = job, floor.Time, through.Time
	return mark, true, nil
}

// RegisterSlots stores a job's mark and adds those slots that are not there
// yet, all or none. It returns the slots that were added; one that is there
// stays as it is.
func (l *Ledger) RegisterSlots(ctx context.Context, mark dubbelkrona.SlotMark, slots []dubbelkrona.Slot) (added []dubbelkrona.Slot, err error) {
	err = l.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO slot_mark (job, schedule, "floor", "through") VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET schedule = excluded.schedule, "floor" = excluded."floor", "through" = excluded."through"`,
			mark.Job, mark.Schedule, stamp{mark.Floor}, stamp{mark.Through})
		if err != nil {
			return err
		}
		added, err = insertSlots(ctx, tx, slots, "DO NOTHING")
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("slots register: %s: %w", mark.Job, err)
	}
	return added, nil
}

// RequestSlots adds slots that somebody asks for. One that is there and came
// to a good end stays, unless again is set; any other closed one is opened
// again. It returns those that are now to be done anew.
func (l *Ledger) RequestSlots(ctx context.Context, slots []dubbelkrona.Slot, again bool) (opened []dubbelkrona.Slot, err error) {
	reopen := `DO UPDATE SET due = excluded.due, deadline = excluded.deadline, state = excluded.state, attempts = 0, not_before = NULL,
		run = '', started = NULL, ended = NULL, message = ''
		WHERE slot.state NOT IN ('due', 'running', 'done')`
	if again {
		reopen = reopen[:len(reopen)-len(", 'done')")] + ")"
	}
	err = l.transact(ctx, func(tx *sql.Tx) error {
		opened, err = insertSlots(ctx, tx, slots, reopen)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("slots request: %w", err)
	}
	return opened, nil
}

func insertSlots(ctx context.Context, tx *sql.Tx, slots []dubbelkrona.Slot, conflict string) (added []dubbelkrona.Slot, err error) {
	for _, s := range slots {
		result, err := tx.ExecContext(ctx, `INSERT INTO slot (`+slotColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT `+conflict,
			s.Job, s.Local, s.Kind, stamp{s.Due}, stamp{s.Deadline}, s.State, s.Attempts, stamp{s.NotBefore}, s.RunID, stamp{s.Started}, stamp{s.Ended}, s.Message)
		if err != nil {
			return nil, err
		}
		if n, err := result.RowsAffected(); err != nil {
			return nil, err
		} else if n > 0 {
			added = append(added, s)
		}
	}
	return added, nil
}

// RetractSlots removes the scheduled slots of a job that are due after
// a moment and have not run: the clock that said so was ahead.
func (l *Ledger) RetractSlots(ctx context.Context, job string, after time.Time) error {
	_, err := l.db.ExecContext(ctx, "DELETE FROM slot WHERE job = ? AND kind = ? AND due > ? AND attempts = 0 AND state <> ?",
		job, dubbelkrona.SlotScheduled, stamp{after}, dubbelkrona.SlotRunning)
	if err != nil {
		return fmt.Errorf("slots retract: %s: %w", job, err)
	}
	return nil
}

// UpdateSlots stores the state of slots that are there, all or none.
func (l *Ledger) UpdateSlots(ctx context.Context, slots ...dubbelkrona.Slot) error {
	err := l.transact(ctx, func(tx *sql.Tx) error {
		for _, s := range slots {
			result, err := tx.ExecContext(ctx, `UPDATE slot SET deadline = ?, state = ?, attempts = ?, not_before = ?, run = ?, started = ?, ended = ?, message = ?
				WHERE job = ? AND local = ? AND kind = ?`, stamp{s.Deadline}, s.State, s.Attempts, stamp{s.NotBefore}, s.RunID, stamp{s.Started}, stamp{s.Ended},
				s.Message, s.Job, s.Local, s.Kind)
			if err != nil {
				return err
			}
			if n, err := result.RowsAffected(); err == nil && n == 0 {
				return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s has no slot %s", s.Job, s.Local)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("slots update: %w", err)
	}
	return nil
}

const slotColumns = "job, local, kind, due, deadline, state, attempts, not_before, run, started, ended, message"

// OpenSlots gives the slots that are due or running, by the time they are due.
func (l *Ledger) OpenSlots(ctx context.Context) ([]dubbelkrona.Slot, error) {
	slots, err := collect(ctx, l.db, scanSlot, "SELECT "+slotColumns+" FROM slot WHERE state IN ('due', 'running') ORDER BY due, job, local, kind")
	if err != nil {
		return nil, fmt.Errorf("slots list: %w", err)
	}
	return slots, nil
}

// LastEnded gives the latest scheduled slot of a job that has ended; its Job
// is empty where none has.
func (l *Ledger) LastEnded(ctx context.Context, job string) (last dubbelkrona.Slot, err error) {
	// The index is named: SQLite takes the key for it, and would sort all slots of the job.
	slots, err := collect(ctx, l.db, scanSlot, "SELECT "+slotColumns+` FROM slot INDEXED BY slot_recent WHERE job = ? AND kind = ? AND state NOT IN ('due', 'running')
		ORDER BY due DESC, local DESC LIMIT 1`, job, dubbelkrona.SlotScheduled)
	if err != nil {
		return last, fmt.Errorf("slots list: %s: %w", job, err)
	}
	if len(slots) > 0 {
		last = slots[0]
	}
	return last, nil
}

// CountSlots counts the slots that are kept, by job and state.
func (l *Ledger) CountSlots(ctx context.Context) (map[string]map[dubbelkrona.SlotState]int64, error) {
	type count struct {
		job   string
		state dubbelkrona.SlotState
		slots int64
	}
	counts, err := collect(ctx, l.db, func(rows *sql.Rows, c *count) error { return rows.Scan(&c.job, &c.state, &c.slots) },
		"SELECT job, state, count(*) FROM slot GROUP BY job, state")
	if err != nil {
		return nil, fmt.Errorf("slots count: %w", err)
	}
	found := make(map[string]map[dubbelkrona.SlotState]int64)
	for _, c := range counts {
		if found[c.job] == nil {
			found[c.job] = make(map[dubbelkrona.SlotState]int64)
		}
		found[c.job][c.state] = c.slots
	}
	return found, nil
}

// RecentSlots gives the latest slots of all jobs, newest first, at most limit
// of them; 0 is all.
func (l *Ledger) RecentSlots(ctx context.Context, limit int) ([]dubbelkrona.Slot, error) {
	if limit <= 0 {
		limit = -1
	}
	slots, err := collect(ctx, l.db, scanSlot, "SELECT "+slotColumns+" FROM slot ORDER BY due DESC, job, local DESC, kind LIMIT ?", limit)
	if err != nil {
		return nil, fmt.Errorf("slots list: %w", err)
	}
	return slots, nil
}

func scanSlot(rows *sql.Rows, s *dubbelkrona.Slot) error {
	var due, deadline, notBefore, started, ended stamp
	err := rows.Scan(&s.Job, &s.Local, &s.Kind, &due, &deadline, &s.State, &s.Attempts, &notBefore, &s.RunID, &started, &ended, &s.Message)
	s.Due, s.Deadline, s.NotBefore, s.Started, s.Ended = due.Time, deadline.Time, notBefore.Time, started.Time, ended.Time
	return err
}
