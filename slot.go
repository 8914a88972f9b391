package dubbelkrona

import "time"

// SlotState is the state of a slot.
type SlotState string

// The states of a slot. It is open while it is due or running.
const (
	// SlotDue waits for a free place, for slots that must end first, or for
	// the next attempt.
	SlotDue     SlotState = "due"
	SlotRunning SlotState = "running"
	SlotDone    SlotState = "done"
	SlotPartial SlotState = "partial" // some of it failed, the rest was committed
	SlotFailed  SlotState = "failed"
	// SlotMissed never ran: the scheduler was not running at its time, or its
	// turn did not come before its deadline.
	SlotMissed SlotState = "missed"
	// SlotSkipped never ran: the previous slot had not ended.
	SlotSkipped SlotState = "skipped"
)

// Open reports whether the slot is due or running.
func (s SlotState) Open() bool { return s == SlotDue || s == SlotRunning }

// SlotKind is the origin of a slot.
type SlotKind string

// The kinds of slot.
const (
	SlotScheduled SlotKind = "scheduled" // by its schedule
	SlotBackfill  SlotKind = "backfill"  // requested for a past time
)

// Slot is one occurrence of a scheduled job, as stored in the ledger. Job,
// Local and Kind identify it permanently.
type Slot struct {
	Job string
	// Local is its local date and time in the schedule's zone,
	// "2026-10-25T02:30".
	Local string
	Kind  SlotKind
	// Due is the earliest time at which it may run.
	Due time.Time
	// Deadline is the time after which it is no longer attempted; zero means
	// never.
	Deadline time.Time
	State    SlotState
	// Attempts is the number of times it was started.
	Attempts int
	// NotBefore is the earliest time of the next attempt; zero means now.
	NotBefore time.Time
	RunID     string    // of the last attempt, or empty
	Started   time.Time // of the last attempt
	Ended     time.Time
	Message   string // why, without personal data
}

// SlotMark records how far the slots of a job have been registered.
type SlotMark struct {
	Job string
	// Schedule is the expression and zone under which they were registered.
	Schedule string
	// Floor is the time up to which slots are never registered again: the job
	// was not known yet, or their rows have been deleted.
	Floor time.Time
	// Through is the time up to which all slots are registered.
	Through time.Time
}
