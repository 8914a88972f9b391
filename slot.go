package dubbelkrona

import "time"

// SlotState is how far a slot has come.
type SlotState string

// The states of a slot. It is open while it is due or running.
const (
	// SlotDue waits: for its turn, for what it comes after, for the next attempt.
	SlotDue     SlotState = "due"
	SlotRunning SlotState = "running"
	SlotDone    SlotState = "done"
	SlotPartial SlotState = "partial" // some of it failed, the rest is in
	SlotFailed  SlotState = "failed"
	// SlotMissed never ran: nobody was there at its time, or its turn did not
	// come before its deadline.
	SlotMissed SlotState = "missed"
	// SlotSkipped never ran: the one before it had not ended.
	SlotSkipped SlotState = "skipped"
)

// Open tells whether there is still something to do.
func (s SlotState) Open() bool { return s == SlotDue || s == SlotRunning }

// SlotKind is why a slot is there.
type SlotKind string

// The kinds of slot.
const (
	SlotScheduled SlotKind = "scheduled" // its time came
	SlotBackfill  SlotKind = "backfill"  // somebody asked for a past one
)

// Slot is one occurrence of a scheduled job, as the ledger keeps it. Job, Local
// and Kind identify it for ever.
type Slot struct {
	Job string
	// Local is its date and time on the wall of the schedule's zone,
	// "2026-10-25T02:30".
	Local string
	Kind  SlotKind
	// Due is the instant from which it may run.
	Due time.Time
	// Deadline is the instant at which it is given up; zero is never.
	Deadline time.Time
	State    SlotState
	// Attempts counts the times it was started.
	Attempts int
	// NotBefore is when the next attempt may be made; zero is at once.
	NotBefore time.Time
	RunID     string    // of the last attempt, or empty
	Started   time.Time // the last attempt
	Ended     time.Time
	Message   string // why, without personal data
}

// SlotMark is how far a job's slots are in the ledger.
type SlotMark struct {
	Job string
	// Schedule is the expression and zone under which they were registered.
	Schedule string
	// Floor is the instant up to which slots are settled for ever: before the
	// job was first seen, or so old that their rows have been dropped.
	Floor time.Time
	// Through is the instant up to which every slot is registered.
	Through time.Time
}
