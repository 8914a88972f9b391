package lineage

import (
	"time"

	"dubbelkrona"
)

// Run is the state of a run to be reported.
type Run struct {
	ID, Command string
	State       dubbelkrona.RunState
	// Stopped is true if a failed run was ended from outside: by a person or a
	// timeout.
	Stopped bool
	// Time is when the run reached its state.
	Time time.Time
	// Slot is the time that the run was scheduled for; zero for none.
	Slot time.Time
	// Reason is why it failed, wholly or partly. It contains no data of
	// sources.
	Reason          string
	Inputs, Outputs []Dataset
}

// Dataset is a dataset that a run read or wrote.
type Dataset struct {
	// Name begins with its kind and a dot, see the package comment.
	Name string
	// Rows is the number of rows that the run read or wrote; nil if unknown.
	Rows *int64
	// Version is the id of the snapshot, or empty.
	Version string
	// Columns are the columns of a table, or nil.
	Columns []dubbelkrona.Column
}

// transition returns the run's state in OpenLineage's terms.
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
