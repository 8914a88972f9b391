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

// Slot is one occurrence of a scheduled job, as stored in the ledger and printed
// by `runs --slots --json`. Job, Local and Kind identify it permanently. Times
// that were read from the ledger are UTC.
type Slot struct {
	Job string `json:"job"`
	// Local is its local date and time in the schedule's zone,
	// "2026-10-25T02:30".
	Local string   `json:"local"`
	Kind  SlotKind `json:"kind"`
	// Due is the earliest time at which it may run.
	Due time.Time `json:"due"`
	// Deadline is the time after which it is no longer attempted; zero means
	// never.
	Deadline time.Time `json:"-"`
	State    SlotState `json:"state"`
	// Attempts is the number of times it was started.
	Attempts int       `json:"attempts"`
	RunID    string    `json:"run,omitempty"`    // of the last attempt, or empty
	Started  time.Time `json:"started,omitzero"` // of the last attempt
	Ended    time.Time `json:"ended,omitzero"`
	// NotBefore is the earliest time of the next attempt; zero means now.
	NotBefore time.Time `json:"again,omitzero"`
	Message   string    `json:"message,omitempty"` // why, without personal data
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
