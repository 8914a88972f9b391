// Package intake reads what is new at the sources into the lake: each object is
// decoded, transformed, written and committed, unless internal/arrival decides
// otherwise.
//
// # Concurrency
//
// A source's objects are read one at a time, in three stages with a goroutine
// each: decode, transform, write. A stage passes one batch at a time to the next,
// so that at most four batches of an object are in memory, whatever its size.
// Three stages keep two processors busy; reading several objects at once would
// multiply the memory and not the speed.
//
// # Failures
//
// An object that cannot be read is reported and the others are read: the run is
// partly done. A failure of the project itself (ledger, lake, disk, key) ends the
// run. Either way what was committed stays, and the next run continues from there.
package intake
