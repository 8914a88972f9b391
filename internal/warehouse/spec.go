package warehouse

import (
	"cmp"
	"runtime"

	"dubbelkrona"
)

// Comments chooses the language of the comments on tables and columns.
type Comments uint8

// The languages of comments.
const (
	// Both writes the Swedish text, a dash, and the English one.
	Both Comments = iota
	// Swedish writes the Swedish text alone.
	Swedish
	// English writes the English text alone.
	English
)

// Limits bound what DuckDB takes of the machine.
type Limits struct {
	// Memory is DuckDB's memory_limit in bytes. The process as a whole uses
	// some 200 MB more. 0 means 400 MB.
	Memory int64
	// Threads is the number of DuckDB's threads; 0 means one per CPU.
	Threads int
	// Scratch is the private folder below which OpenReadOnly has a place for
	// what does not fit in memory. Without it such a query fails.
	Scratch string
}

const defaultMemory = 400 << 20

func (l Limits) withDefaults() Limits {
	return Limits{
		Memory:  cmp.Or(l.Memory, int64(defaultMemory)),
		Threads: cmp.Or(l.Threads, runtime.GOMAXPROCS(0)),
		Scratch: l.Scratch,
	}
}

// Spec says what to build and from what.
type Spec struct {
	// Base is the snapshot to start from, normally the newest that Publish
	// kept. It is copied, never opened. Empty, absent or unusable, the build
	// starts from nothing and Built.Fresh says so.
	Base string
	// Dir is a private folder for the file that is being built and for
	// DuckDB's temporary files. It is made if need be; the files that an
	// earlier build left in it are removed. One build at a time may use it:
	// the caller holds the run lock.
	Dir string
	// Lake is the folder below which Segment.Path lies.
	Lake string
	// Segments are all the segments of which the snapshot shall consist, in
	// any order. Those with ReplacedBy set are ignored.
	Segments []dubbelkrona.Segment
	Limits   Limits
	Comments Comments
	// Fault, where it is not nil, is called at every point of Points; an error
	// from it fails the build there. Tests break the protocol with it.
	Fault func(point string) error
}

// The points at which Spec.Fault and Publication.Fault are called, in the order
// in which a snapshot passes them. Each is called before the step it names.
const (
	PointCopy       = "warehouse.copy"       // the base is copied
	PointOpen       = "warehouse.open"       // the private file is opened
	PointPrepare    = "warehouse.prepare"    // schemas are made or emptied
	PointRemove     = "warehouse.remove"     // segments that are gone are deleted
	PointLoad       = "warehouse.load"       // new segments are loaded
	PointRecord     = "warehouse.record"     // segments and hashes are written down
	PointSteps      = "warehouse.steps"      // the caller's steps run
	PointCheckpoint = "warehouse.checkpoint" // everything goes into the file
	PointVerify     = "warehouse.verify"     // the finished file is verified
	PointRelease    = "warehouse.release"    // what of it is released is written
	PointStage      = "warehouse.stage"      // that, and where wanted all of it, is copied beside what is published
	PointKeep       = "warehouse.keep"       // the private file joins the kept ones
	PointWhole      = "warehouse.whole"      // the copy of all of it takes its name, where wanted
	PointRename     = "warehouse.rename"     // the copy of what is released takes the published name
	PointPrune      = "warehouse.prune"      // the oldest kept snapshots go
)

// Points lists the points at which Fault is called.
func Points() []string {
	return []string{PointCopy, PointOpen, PointPrepare, PointRemove, PointLoad, PointRecord,
		PointSteps, PointCheckpoint, PointVerify, PointRelease, PointStage, PointKeep, PointWhole, PointRename, PointPrune}
}

// Built is a finished snapshot that nobody but its builder has seen: a closed
// file, all of it on this side of a checkpoint. It is published once or
// discarded.
type Built struct {
	Path   string // in Spec.Dir
	Hashes []dubbelkrona.TableHash
	// Fresh is why the build started from nothing, or empty where it started
	// from the base.
	Fresh dubbelkrona.Label
	// Loaded and Removed count the segments that differed from the base.
	Loaded, Removed int
	limits          Limits
}
