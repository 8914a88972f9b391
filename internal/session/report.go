package session

import (
	"time"

	"dubbelkrona"
)

// Report is the result of a run.
type Report struct {
	Run dubbelkrona.Run
	// Slot is the local time that a source was read for; zero for none.
	Slot time.Time
	// Abandoned is the number of runs whose process died, and Orphans that of the
	// files that were removed since the ledger does not have them.
	Abandoned, Orphans int
	Sources            []SourceReport
	// Built reports whether a snapshot was built; it is not if nothing has
	// changed since the published one.
	Built bool
	// Fresh is why the build started from nothing, empty if it did not.
	Fresh string
	// Snapshot is the id of the snapshot that others now read.
	Snapshot string
	// HeldBack is the snapshot from which somebody went back to Snapshot, as long as
	// that holds; empty otherwise.
	HeldBack string
	// Compared reports whether a rebuild was compared with the published
	// snapshot, and Differs names the tables whose content differs.
	Compared bool
	Differs  []string
	// Tables are the content hashes of the snapshot that was built.
	Tables []dubbelkrona.TableHash
	// Checks are the checks that are not OK.
	Checks []dubbelkrona.CheckResult
	// Suppressed is the number of groups whose figures are not released, since they
	// are about few persons, and Frozen that of those which stay as they were last
	// released, since few persons differ.
	Suppressed, Frozen int
	// Steering is what the build may release of undertakings and targets.
	Steering dubbelkrona.Steering
	// Faults are definitions that could not be used, as text with file, line
	// and column.
	Faults []string
	// Stopped reports whether one of them was stopped at its time limit.
	Stopped bool
	// Exports are the paths written.
	Exports []string
	// Database is what became of the export to a database; nil if there is none.
	Database *DatabaseReport
}

// DatabaseReport is the result of the export to a database.
type DatabaseReport struct {
	Where   string // host/database.schema
	Written bool   // false if it has the snapshot already, or after an error
	Err     error  // why it was not written
}

// Stage is what a run is doing.
type Stage string

// The stages of a run that may take long.
const (
	StageFetch   Stage = "fetch"
	StageRead    Stage = "read"
	StageBuild   Stage = "build"
	StageMeasure Stage = "measure"
	StagePublish Stage = "publish"
	StageKeep    Stage = "keep" // upkeep of the lake; Progress.Rows counts its files
)

// Progress is the progress of a run.
type Progress struct {
	Stage Stage
	// Source and Object are what is being fetched or read, in StageFetch and
	// StageRead.
	Source, Object string
	// Bytes of the object that have come over the network, in StageFetch.
	Bytes int64
	// Rows is the number of rows of the object that have been written.
	Rows int64
}

// SourceReport is what one source delivered.
type SourceReport struct {
	Name      string
	Synthetic bool
	Objects   int64 // read and committed
	Skipped   int64 // unchanged
	Rows      int64
	Tables    map[string]int64 // Rows by table
	Rejected  int64            // rows in quarantine
	Failures  []Failure
	// Reread counts the objects with unchanged bytes that were read again, since
	// their mapping or the program has changed.
	Reread int64
	// Kept counts the objects whose rows were read with an earlier mapping or
	// version and cannot be read again, since the objects are gone.
	Kept int64
	// Moved are objects that have been renamed: "a.csv → b.csv".
	Moved []string
	// Hidden are objects that were read now for the first time, since an earlier
	// version confused them with others whose masked name is the same.
	Hidden []string
	// Nothing reports whether nothing was found where the source looks, which
	// is Where.
	Nothing bool
	Where   string
	// Rewound reports whether the cursor was ahead of the clock and was set back
	// to the time of the last commit.
	Rewound bool
	// Unstored are the places in the mapping of columns that are no longer stored.
	Unstored []string
	// Gone are the objects that this run is the first not to find; their rows
	// stay.
	Gone []string
}

// Failure is an object that was refused or, with an empty Object, a source that
// could not be listed. Err has no personal data.
type Failure struct {
	Object string
	Err    error
}

// Blocked returns a Blocked error if a check forbids publishing, with what it found
// in a language, sv or en; nil if none does.
func Blocked(checks []dubbelkrona.CheckResult, language string) error {
	for _, c := range checks {
		if c.Blocks() {
			return dubbelkrona.Errorf(dubbelkrona.Blocked, "check %s forbids publishing: %s; the last published snapshot stays", c.Name, c.Reason(language))
		}
	}
	return nil
}
