package warehouse

import (
	"cmp"
	"os"
	"runtime"

	"dubbelkrona"
)

// Comments chooses the language of the comments on tables and columns.
type Comments uint8

// The languages of comments.
const (
	// Both writes the Swedish text, a dash, and the English one.
	Both Comments = iota
	// English writes the English text alone.
	English
)

// Limits bound DuckDB's use of the machine.
type Limits struct {
	// Memory is DuckDB's memory_limit in bytes. The process as a whole uses
	// some 200 MB more. 0 means 400 MB.
	Memory int64
	// Threads is the number of DuckDB's threads; 0 means one for each 4 MiB of
	// data, at most one per CPU: with little data further threads only wait.
	Threads int
	// Scratch is the private folder below which OpenReadOnly creates a folder
	// for data that does not fit in memory. If empty, such a query fails.
	Scratch string
}

const defaultMemory = 400 << 20

// bytesPerThread is roughly the compressed size of one of DuckDB's row groups,
// which are the units of its parallel work.
const bytesPerThread = 4 << 20

// withDefaults returns the limits for work on this many bytes.
func (l Limits) withDefaults(bytes int64) Limits {
	return Limits{
		Memory:  cmp.Or(l.Memory, int64(defaultMemory)),
		Threads: cmp.Or(l.Threads, min(1+int(bytes/bytesPerThread), runtime.GOMAXPROCS(0))),
		Scratch: l.Scratch,
	}
}

// Spec describes a build.
type Spec struct {
	// Base is the snapshot to start from, normally the newest that Publish
	// kept. It is copied, never opened. If it is empty, missing or unusable, the
	// build starts from nothing and Built.Fresh says why.
	Base string
	// Dir is a private folder for the file being built and for DuckDB's
	// temporary files. It is created if missing; files that an earlier build
	// left in it are removed. One build at a time may use it: the caller holds
	// the run lock.
	Dir string
	// Lake is the folder that Segment.Path is relative to.
	Lake string
	// Segments are all segments that the snapshot will consist of, in any order. Those with ReplacedBy set are ignored.
	Segments []dubbelkrona.Segment
	Limits   Limits
	Comments Comments
	// Fault, if not nil, is called at every point of Points; an error from it
	// fails the build there. Tests inject failures with it.
	Fault func(point string) error
}

// bytes returns the size of the base or of the segments, whichever is larger.
func (s Spec) bytes() int64 {
	var segments int64
	for _, segment := range s.Segments {
		if segment.ReplacedBy == 0 {
			segments += segment.Bytes
		}
	}
	return max(segments, fileBytes(s.Base))
}

// fileBytes returns the size of a file, 0 if there is none.
func fileBytes(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// The points at which Spec.Fault and Publication.Fault are called, in the order
// in which a snapshot passes them. Each is called before the step it names.
const (
	PointCopy       = "warehouse.copy"       // the base is copied
	PointOpen       = "warehouse.open"       // the private file is opened
	PointPrepare    = "warehouse.prepare"    // schemas are created or emptied
	PointRemove     = "warehouse.remove"     // removed segments are deleted
	PointLoad       = "warehouse.load"       // new segments are loaded
	PointRecord     = "warehouse.record"     // segments and hashes are recorded
	PointSteps      = "warehouse.steps"      // the caller's steps run
	PointCheckpoint = "warehouse.checkpoint" // everything is written to the file
	PointVerify     = "warehouse.verify"     // the finished file is verified
	PointRelease    = "warehouse.release"    // the released part is written
	PointStage      = "warehouse.stage"      // the files to publish are copied beside the published ones
	PointKeep       = "warehouse.keep"       // the private file joins the kept ones
	PointWhole      = "warehouse.whole"      // the copy of the whole snapshot takes its name, if wanted
	PointRename     = "warehouse.rename"     // the copy of the released part takes the published name
	PointPrune      = "warehouse.prune"      // the oldest kept snapshots are removed
)

// Points lists the points at which Fault is called.
func Points() []string {
	return []string{PointCopy, PointOpen, PointPrepare, PointRemove, PointLoad, PointRecord,
		PointSteps, PointCheckpoint, PointVerify, PointRelease, PointStage, PointKeep, PointWhole, PointRename, PointPrune}
}

// Built is a finished, unpublished snapshot: a closed and checkpointed file. It
// is published once or discarded.
type Built struct {
	Path   string // in Spec.Dir
	Hashes []dubbelkrona.TableHash
	// Fresh is why the build started from nothing; empty if it started from the
	// base.
	Fresh dubbelkrona.Label
	// Loaded and Removed count the segments that differed from the base.
	Loaded, Removed int
	limits          Limits
}
