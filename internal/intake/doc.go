// Package intake takes what is new at the sources into the lake: each object is
// decoded, transformed, written and committed, or whatever else was decided
// about it (internal/arrival).
//
// # Concurrency
//
// It is here and nowhere else. One object is read at a time, in three stages
// that each have a goroutine: decode, transform, write. They hand over one
// batch at a time, so that at most four batches of an object are in memory
// however long it is. Three stages keep two processors busy; reading several
// objects at once as well would multiply the memory and not the speed.
//
// # What a failure does
//
// An object that cannot be read is reported and the others go on: the run is
// partly done. Everything that concerns the project as a whole (the ledger,
// the lake, the disk, the key) ends the run. Either way what was committed
// stays, and the next run goes on from there.
package intake
