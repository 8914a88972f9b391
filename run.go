package dubbelkrona

import "time"

// RunState is the state or outcome of a run.
type RunState string

// The states of a run.
const (
	RunStarted RunState = "started"
	RunDone    RunState = "done"
	RunPartial RunState = "partial" // some sources or files failed, the rest was committed
	RunBlocked RunState = "blocked" // not published because checks failed
	RunFailed  RunState = "failed"
	// RunAbandoned is a run whose process ended without recording an outcome.
	RunAbandoned RunState = "abandoned"
)

// Run is one execution of the pipeline, as stored in the ledger.
type Run struct {
	ID       string // sortable by start: 20060102T150405.000Z and four random hexadecimal digits
	Command  string
	State    RunState
	Started  time.Time
	Ended    time.Time // zero while the run is in progress
	Message  string    // why it failed, without personal data
	Objects  int64     // objects read
	Skipped  int64     // objects unchanged
	Failed   int64     // objects refused
	Rows     int64     // rows committed
	Rejected int64     // rows in quarantine
	Snapshot string    // id of the snapshot that the run published, or empty
}
