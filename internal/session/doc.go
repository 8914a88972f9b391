// Package session opens a project for one run: it takes the project's lock,
// checks that ledger and lake belong together and opens them, removes what a
// killed process left, and records in the ledger how the run ended. It collects
// the run's report and emits its trace spans and lineage events.
//
// The work of a run is a function, passed by internal/pipeline and
// internal/upkeep.
package session
