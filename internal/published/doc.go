// Package published reads what there is to show of a project, for everything that
// shows it: exports, commands, the page and the daemon's alarms.
//
// A Snapshot returns header, results and checks; no other package has SQL for
// them. It is read from a kept copy under var/snapshots, which contains everything,
// or from publish/impact.duckdb, which contains only what may be released. Results
// are the same from both.
//
// ReadStatus, ReadRuns, ReadSlots, ReadSources and ReadFaults read the ledger,
// also during a run.
package published
