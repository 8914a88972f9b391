// Package published reads the header, the results and the checks of a snapshot, for
// exports and commands. No other package has SQL for them.
//
// A Snapshot is read from a kept copy under var/snapshots, which contains everything,
// or from publish/impact.duckdb, which contains only what may be released. Results
// are the same from both.
package published
