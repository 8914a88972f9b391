package scheduler

import "dubbelkrona"

// EventKind says what happened.
type EventKind string

// The kinds of event.
const (
	EventStarted     EventKind = "started"     // an attempt begins
	EventRetry       EventKind = "retry"       // an attempt failed, another one follows at Slot.NotBefore
	EventEnded       EventKind = "ended"       // Slot.State says how
	EventInterrupted EventKind = "interrupted" // the scheduler stops; the slot is due again
	EventReloaded    EventKind = "reloaded"    // other jobs are in force
	EventClock       EventKind = "clock"       // the clock has done what clocks should not; Err says what
	EventTrouble     EventKind = "trouble"     // the scheduler cannot work, Err says why; it tries again
)

// Event is something that people or monitoring may want to know.
type Event struct {
	Kind EventKind
	// Slot is what it is about, in the state it now has; empty where it is
	// about the scheduler.
	Slot dubbelkrona.Slot
	Err  error
}
