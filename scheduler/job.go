package scheduler

import (
	"context"
	"time"

	"dubbelkrona"
)

// Overlap is what happens to a slot that comes due while the previous one is
// not done.
type Overlap string

// The overlap rules.
const (
	OverlapForbid Overlap = "forbid" // it is skipped
	OverlapQueue  Overlap = "queue"  // it waits, until its deadline
)

// CatchUp selects which missed slots are run after the scheduler was down.
type CatchUp string

// The catch-up rules.
const (
	CatchUpNone CatchUp = "none" // the newest, if its deadline has not passed
	CatchUpLast CatchUp = "last" // the newest, however late
	CatchUpAll  CatchUp = "all"  // every one, in order
)

// Policy is when a job runs and its limits.
type Policy struct {
	Schedule *Schedule
	// Deadline is how long after a slot is due it is attempted; 0 is
	// unlimited.
	Deadline time.Duration
	// Timeout limits one attempt; 0 is unlimited.
	Timeout time.Duration
	// Retries is the number of retries after a Transient error.
	Retries int
	// RetryAfter is the pause before the first retry; it doubles with each
	// retry, up to 15 minutes, and varies randomly by 20 %.
	RetryAfter time.Duration
	Overlap    Overlap
	CatchUp    CatchUp
}

// Job is a task that is run in each of its slots.
type Job struct {
	Name string
	Policy
	// After names jobs: those of their slots that are due at the same time or
	// earlier must have ended, successfully or not, before a slot of this job
	// begins. Deadlines ensure that they end.
	After []string
	// Group shares places with other jobs, see Options.Places.
	Group string
	// Patient jobs may use the period of grace to finish when the scheduler
	// stops; the others are cancelled at once.
	Patient bool
	// Run does the work of one slot. It is called again for the same slot
	// after a Transient error, or if the process ended before it returned, so
	// it must be idempotent. It must return soon after ctx ends.
	Run func(ctx context.Context, slot dubbelkrona.Slot) (Outcome, error)
}

// Outcome is the result of a successful run.
type Outcome struct {
	RunID string
	// Partial means that part of the work failed permanently and the rest was
	// done.
	Partial bool
	// Message is for people and contains no personal data.
	Message string
}
