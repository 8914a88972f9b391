// Package published reads what a snapshot says, for everything that shows it:
// exports, commands and the page take header, results and checks from here,
// and no other package has SQL for them.
//
// A Snapshot is read from a kept copy under var/snapshots, which holds
// everything, or from publish/impact.duckdb, which holds what may be released.
// Its results are the same from both.
package published
