// Package web shows how a project's daemon stands over HTTP: to people as a
// page, to monitoring as health, readiness and OpenMetrics. It is asked, never
// told: each answer is made from a State that it reads when somebody asks, so
// that nothing depends on what this process remembers. There is nothing about
// persons in it, and nothing that can be changed.
package web

import (
	"context"
	"time"

	"dubbelkrona"
)

// State is how a project stands at a moment.
type State struct {
	Project  string
	Version  string // of the program
	Language string // sv or en
	// Snapshot is the id of what is published, empty where nothing is.
	Snapshot  string
	Published time.Time
	LastRun   dubbelkrona.Run // its ID is empty where there was none
	Jobs      []Job
	Sources   []Source
	Bytes     map[string]int64 // by what: ledger, lake, published
	Backfill  int              // slots of the past that are still to be done
	Faults    []string         // definitions that the last build could not use
}

// Job is a scheduled job.
type Job struct {
	Name string
	Next time.Time // zero where it is never due
	// Last is the latest slot that has ended; its Job is empty where there is none.
	Last dubbelkrona.Slot
	// Slots counts the slots that the ledger keeps, by state.
	Slots map[dubbelkrona.SlotState]int64
}

// Source is a configured source.
type Source struct {
	Name        string
	Succeeded   time.Time // when it was last read whole; zero where it never was
	Delivered   time.Time // when it last delivered something new; zero where it never did
	Stale       bool      // older than promised, or its latest reading failed
	Message     string    // why, without personal data
	Absent      bool      // nothing was found where it looks
	Held        []string  // objects of which a version is held back, and why
	Gone        []string  // objects that are no longer there; their rows stay
	Rows        int64     // that it holds now
	Quarantined int64     // rows of it that are in quarantine now
}

// Reader reads the state of now. It is called from several goroutines.
type Reader func(context.Context) (State, error)
