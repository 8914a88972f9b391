package session

import (
	"time"

	"dubbelkrona"
)

// Report is what a run has to tell.
type Report struct {
	Run dubbelkrona.Run
	// Slot is the local time that a source was read for; zero for none.
	Slot time.Time
	// Abandoned and Orphans are what a dead run had left: unfinished runs and
	// files.
	Abandoned, Orphans int
	Sources            []SourceReport
	// Built reports whether a snapshot was built; it is not if nothing has
	// changed since the published one.
	Built bool
	// Fresh is why the build started from nothing, empty if it did not.
	Fresh string
	// Snapshot is the id of the snapshot that others now read.
	Snapshot string
	// Compared reports whether a rebuild could be held against the published
	// snapshot, and Differs names the tables whose content was not the same.
	Compared bool
	Differs  []string
	// Tables are the content hashes of the snapshot that was built.
	Tables []dubbelkrona.TableHash
	// Checks are the checks with offending rows.
	Checks []dubbelkrona.CheckResult
	// Faults are definitions that could not be used, as text with file, line
	// and column.
	Faults []string
	// Stopped reports whether one of them was stopped at its limit of time.
	Stopped bool
	// Exports are the paths written.
	Exports []string
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
	StageKeep    Stage = "keep" // files of the lake are gone through; Rows counts them
)

// Progress is how far a run has come.
type Progress struct {
	Stage Stage
	// Source and Object are what is being fetched or read, in StageFetch and
	// StageRead.
	Source, Object string
	// Bytes of the object that have come over the network, in StageFetch.
	Bytes int64
	// Rows of the object that are written so far.
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
	// Reread counts the objects that were read anew though their bytes are the
	// same, since their mapping or this program reads them in another way.
	Reread int64
	// Kept counts the objects that keep rows which were read under a former
	// mapping or version, since they are no longer there to be read anew.
	Kept int64
	// Moved are objects that are there under another name: "a.csv → b.csv".
	Moved []string
	// Hidden are objects that an earlier version took for another, since their
	// names are masked alike, and that were read now.
	Hidden []string
	// Nothing reports whether nothing was found where the source looks, which
	// is Where.
	Nothing bool
	Where   string
	// Rewound reports whether the source had been read up to a moment ahead of
	// the clock, and goes on from when that was.
	Rewound bool
	// Gone are objects that were there before and for the first time are not;
	// their rows stay.
	Gone []string
}

// Failure is an object that was refused, or a source that could not be listed
// (Object is then empty). Err carries no personal data.
type Failure struct {
	Object string
	Err    error
}

// Blocked is the error of a build that its checks forbid to publish, nil if
// they allow it. It names what they found in a language, sv or en.
func Blocked(checks []dubbelkrona.CheckResult, language string) error {
	for _, c := range checks {
		if c.Blocks() {
			return dubbelkrona.Errorf(dubbelkrona.Blocked, "check %s forbids publishing: %s; the last published snapshot stays", c.Name, c.Reason(language))
		}
	}
	return nil
}
