// Package web serves the state of a project's daemon over HTTP: to people as a
// page, to monitoring as health, readiness and OpenMetrics. It keeps no state:
// each answer is made from a State that is read for the request. Answers contain
// nothing about persons, and no request changes anything.
package web

import (
	"context"
	"time"

	"dubbelkrona"
)

// State is the state of a project at one moment.
type State struct {
	Project  string
	Version  string // of the program
	Language string // sv or en
	// Snapshot is the id of the published snapshot, empty if nothing is published.
	Snapshot  string
	Published time.Time
	LastRun   dubbelkrona.Run // its ID is empty if there was none
	Jobs      []Job
	Sources   []Source
	Bytes     map[string]int64 // sizes on disk of ledger, lake and published
	Backfill  int              // past slots that are still to be done
	Faults    []string         // definitions that the last build could not use
}

// Job is a scheduled job.
type Job struct {
	Name string
	Next time.Time // zero if it is never due
	// Last is the latest slot that has ended; its Job is empty if there is none.
	Last dubbelkrona.Slot
	// Slots counts the slots that the ledger keeps, by state.
	Slots map[dubbelkrona.SlotState]int64
}

// Source is a configured source.
type Source struct {
	Name        string
	Succeeded   time.Time // when it was last read without a failure; zero if never
	Delivered   time.Time // when it last delivered something new; zero if never
	Stale       bool      // older than its limit, or its latest reading failed
	Message     string    // why, without personal data
	Absent      bool      // its place had no object at the last reading
	Held        []string  // objects of which a version is held back, and why
	Gone        []string  // objects that are no longer there; their rows are kept
	Rows        int64     // that are current now
	Quarantined int64     // rows that are in quarantine now
}

// Reader reads the current state. It is called from several goroutines.
type Reader func(context.Context) (State, error)
