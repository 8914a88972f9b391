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

// Run is one execution of the pipeline, as stored in the ledger and printed by
// `runs --json`. Times are UTC.
type Run struct {
	ID       string    `json:"id"` // sortable by start: 20060102T150405.000Z and four random hexadecimal digits
	Command  string    `json:"command"`
	State    RunState  `json:"state"`
	Started  time.Time `json:"started"`
	Ended    time.Time `json:"ended,omitzero"`     // zero while the run is in progress
	Objects  int64     `json:"objects"`            // objects read
	Skipped  int64     `json:"skipped"`            // objects unchanged
	Failed   int64     `json:"failed"`             // objects refused
	Rows     int64     `json:"rows"`               // rows committed
	Rejected int64     `json:"rejected"`           // rows in quarantine
	Snapshot string    `json:"snapshot,omitempty"` // id of the snapshot that the run published, or empty
	Message  string    `json:"message,omitempty"`  // why it failed, without personal data
}
