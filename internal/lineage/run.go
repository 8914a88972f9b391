package lineage

import (
	"time"

	"dubbelkrona"
)

// Run is a run as others are told of it.
type Run struct {
	ID, Command string
	State       dubbelkrona.RunState
	// Stopped tells of a run that failed because it was ended from outside: by
	// somebody, or since its time was up.
	Stopped bool
	// Time is when it came to its state.
	Time time.Time
	// Slot is the time that the run was scheduled for; zero for none.
	Slot time.Time
	// Reason is why it failed, or failed in part. It carries nothing of what
	// sources delivered.
	Reason          string
	Inputs, Outputs []Dataset
}

// Dataset is what a run read or wrote.
type Dataset struct {
	// Name has its kind before a dot, see the package comment.
	Name string
	// Rows that the run read or wrote; nil where that is not known.
	Rows *int64
	// Version is the id of the snapshot, or empty.
	Version string
	// Columns are those of a table, or nil.
	Columns []dubbelkrona.Column
}

// transition is the run's state in the words of OpenLineage.
func (r Run) transition() string {
	switch {
	case r.State == dubbelkrona.RunStarted:
		return "START"
	case r.State == dubbelkrona.RunDone, r.State == dubbelkrona.RunPartial:
		return "COMPLETE"
	case r.State == dubbelkrona.RunAbandoned, r.Stopped:
		return "ABORT"
	}
	return "FAIL"
}
