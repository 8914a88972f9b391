// Package pipeline is the one sentence that joins the stages: what is new at
// the sources is decoded, transformed, written to the lake and committed; the
// committed segments are folded into a snapshot, measured, checked, published
// and exported.
//
// Compile turns a project's configuration into a Pipeline, or into every fault
// of it at once, and opens nothing. The methods of a Pipeline do a run's work
// under the project's lock.
//
// # Concurrency
//
// It lives here and nowhere else. One object is read at a time, in three
// stages that each have a goroutine: decode, transform, write. They hand over
// one batch at a time, so that at most four batches of an object are in memory
// however long it is. Three stages keep two processors busy; reading several
// objects at once as well would multiply the memory and not the speed.
//
// # What a failure does
//
// An object that cannot be read is reported and the others go on: the run is
// partly done. Everything that concerns the project as a whole (the ledger,
// the lake, the disk, the key) ends the run. Either way what was committed
// stays, and the next run goes on from there.
package pipeline
