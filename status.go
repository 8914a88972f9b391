package dubbelkrona

import "time"

// Status is the state of a project at a moment, as `status --json` prints it,
// the daemon's page shows it and monitoring reads it. Times are UTC; a zero
// time is unknown or never was.
type Status struct {
	Project  string `json:"project"`
	Language string `json:"-"` // of the project: sv or en
	// LedgerRefused says why the ledger does not belong to the lake and the
	// publication beside it; nothing else here is known then. It is zero if it does.
	LedgerRefused Reason `json:"ledger_refused,omitzero"`
	// Snapshot is the published one; empty if there is none. Tables are its
	// tables that are folds of segments.
	Snapshot  string      `json:"snapshot,omitempty"`
	Built     time.Time   `json:"built,omitzero"`
	Published time.Time   `json:"published,omitzero"`
	Tables    []TableHash `json:"tables"`
	// RolledBackFrom is the snapshot from which somebody went back to Snapshot; empty if
	// nobody did.
	RolledBackFrom string `json:"rolled_back_from,omitempty"`
	LastRun        Run    `json:"last_run,omitzero"` // zero if there was none
	// Segments, Rows and Bytes are what a build would fold now.
	Segments int64        `json:"segments"`
	Rows     int64        `json:"rows"`
	Bytes    int64        `json:"bytes"`
	Issues   []IssueCount `json:"issues"`
	// Faults are the definitions that the last build could not use, and why.
	Faults    []string       `json:"definitions_not_used,omitempty"`
	DaemonPID int            `json:"daemon_pid,omitempty"` // 0 if no process follows the schedule
	Backfill  int            `json:"backfill"`             // slots of the past that are still to be done
	Jobs      []JobStatus    `json:"jobs"`
	Sources   []SourceStatus `json:"sources"` // in the order of the configuration
	// Acceptances are the latest, newest first.
	Acceptances []Acceptance `json:"acceptances"`
	// LedgerBytes and PublishedBytes are the sizes of the two files.
	LedgerBytes    int64 `json:"ledger_bytes"`
	PublishedBytes int64 `json:"published_bytes"`
}

// Reason is a text for people; encoded as text it is in English.
type Reason struct{ Label }

// MarshalText implements encoding.TextMarshaler.
func (r Reason) MarshalText() ([]byte, error) { return []byte(r.EN), nil }

// JobStatus is the state of a scheduled job.
type JobStatus struct {
	Job  string    `json:"job"`
	Next time.Time `json:"next,omitzero"` // when it is due next
	Open Slot      `json:"open,omitzero"` // the first slot that has not ended; zero if there is none
	Last Slot      `json:"last,omitzero"` // the latest slot that has ended; zero if there is none
	// Slots counts the slots in the ledger, by state.
	Slots map[SlotState]int64 `json:"-"`
}

// SourceStatus is the state of a configured source.
type SourceStatus struct {
	Source string `json:"source"`
	Owner  Owner  `json:"owner,omitempty"` // who answers for it
	// Stale reports whether the data is older than the configuration promises
	// or, without a promise, the last attempt to read the source failed.
	Stale     bool      `json:"stale"`
	Nothing   bool      `json:"nothing,omitempty"`      // the source was empty when it was last read
	Delivered time.Time `json:"last_delivery,omitzero"` // when it last delivered something new
	Succeeded time.Time `json:"last_success,omitzero"`  // when all of it was last read
	Until     time.Time `json:"fresh_until,omitzero"`   // when the promise ends; zero without one
	Failed    time.Time `json:"failed,omitzero"`        // the last failure since Succeeded
	Message   string    `json:"message,omitempty"`      // why it failed, without personal data
	// Held are the objects of which a version is held back, Gone those that are
	// no longer at the source and whose rows stay.
	Held        []NotedObject `json:"held_back,omitempty"`
	Gone        []NotedObject `json:"gone,omitempty"`
	Rows        int64         `json:"-"` // of it, that a build would fold now
	Quarantined int64         `json:"-"` // of it, that are in quarantine now
}

// NotedObject is an object of a source that people should know of.
type NotedObject struct {
	Object string
	Since  time.Time
	// Changes says by how much a version that is held back differs from what it
	// would replace, in the project's language; empty for others.
	Changes string
}

// MarshalText implements encoding.TextMarshaler: it is the object's name.
func (o NotedObject) MarshalText() ([]byte, error) { return []byte(o.Object), nil }

// IssueCount counts the issues of a delivery by table, rule and severity.
// Source and Object are set when it is read, not when it is committed.
type IssueCount struct {
	Source   string   `json:"source"`
	Object   string   `json:"object"`
	Table    string   `json:"table"`
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Count    int64    `json:"count"`
}

// Acceptance is a decision of a person that a version of an object that was
// held back is right.
type Acceptance struct {
	Source string    `json:"source"`
	Object string    `json:"object"`
	SHA256 string    `json:"sha256"` // of the bytes that were accepted, and no others
	Reason string    `json:"reason"`
	User   string    `json:"user"` // of the machine
	At     time.Time `json:"at"`
	Taken  bool      `json:"taken"` // the version has been committed since
}
