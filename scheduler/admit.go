package scheduler

import (
	"slices"
	"time"

	"dubbelkrona"
)

// admit decides which slots of one job, given oldest first, are still run, and
// returns those whose state changes.
func admit(p Policy, slots []dubbelkrona.Slot, now time.Time) (changed []dubbelkrona.Slot) {
	for i, s := range slots {
		late, newest := now.Sub(s.Due) > onTime, i == len(slots)-1
		expired := !s.Deadline.IsZero() && !now.Before(s.Deadline)
		switch {
		case !late || newest && !expired:
		case p.CatchUp == CatchUpAll, p.CatchUp == CatchUpLast && newest:
			if p.Deadline > 0 {
				// They run one after another; each gets a deadline of its own.
				s.Deadline = now.Add(time.Duration(i+1) * p.Deadline)
				changed = append(changed, s)
			}
		default:
			changed = append(changed, ended(s, dubbelkrona.SlotMissed, now, "nobody was there at its time"))
		}
	}
	return changed
}

// overlapping returns the newly registered slots that are skipped because an
// earlier one is not done.
func (t *tracked) overlapping(added, open []dubbelkrona.Slot, now time.Time) (skipped []dubbelkrona.Slot) {
	before := slices.ContainsFunc(open, func(s dubbelkrona.Slot) bool { return s.Job == t.Name && s.Kind == dubbelkrona.SlotScheduled })
	if t.Overlap == OverlapQueue || !before {
		return nil
	}
	for _, s := range added {
		if now.Sub(s.Due) <= onTime {
			skipped = append(skipped, ended(s, dubbelkrona.SlotSkipped, now, "the one before it had not ended"))
		}
	}
	return skipped
}

// ended returns the slot with its final state.
func ended(s dubbelkrona.Slot, state dubbelkrona.SlotState, now time.Time, message string) dubbelkrona.Slot {
	s.State, s.Ended, s.NotBefore, s.Message = state, now, time.Time{}, message
	return s
}
