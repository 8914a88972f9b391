package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

// Overlap is what becomes of a slot that comes due while the one before it is
// not done.
type Overlap string

// The ways to overlap.
const (
	OverlapForbid Overlap = "forbid" // it is skipped
	OverlapQueue  Overlap = "queue"  // it waits, until its deadline
)

// CatchUp is which of the slots are run that came due while nobody was there.
type CatchUp string

// The ways to catch up.
const (
	CatchUpNone CatchUp = "none" // the newest, if its deadline has not passed
	CatchUpLast CatchUp = "last" // the newest, however late
	CatchUpAll  CatchUp = "all"  // every one, in order
)

// Policy says when a job runs and what its troubles may cost.
type Policy struct {
	Schedule *Schedule
	// Deadline after a slot is due it is given up; 0 is never.
	Deadline time.Duration
	// Timeout bounds one attempt; 0 does not.
	Timeout time.Duration
	// Retries after the first attempt, for Transient errors.
	Retries int
	// RetryAfter is the pause before the first retry; it doubles with each,
	// up to a quarter of an hour, and varies by a fifth.
	RetryAfter time.Duration
	Overlap    Overlap
	CatchUp    CatchUp
}

// Job is something that is done in each of its slots.
type Job struct {
	Name string
	Policy
	// After names jobs whose slots due at the same time or before must have
	// ended, well or not, before this one's begins. Each ends at its deadline
	// at the latest, so that nobody waits for ever.
	After []string
	// Group shares places with the jobs of the same group, see Options.Places.
	Group string
	// Patient jobs may use the period of grace to end when the scheduler
	// stops; the others are cancelled at once.
	Patient bool
	// Run does the work of one slot. It is called again for the same slot
	// after a Transient error, or when the process died before it returned: it
	// must be harmless to repeat. When ctx ends it returns soon.
	Run func(ctx context.Context, slot dubbelkrona.Slot) (Outcome, error)
}

// Outcome is what a job's run came to.
type Outcome struct {
	RunID string
	// Partial says that some of it failed for good while the rest is in.
	Partial bool
	// Message is for people, without personal data.
	Message string
}
