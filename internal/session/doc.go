// Package session opens a project for one run: it takes the project's lock,
// opens the ledger and the lake once it is sure that they belong together,
// removes what a killed process left, and writes into the ledger how the run
// ended. It keeps what the run has to report, and tells those who look at
// traces and lineage.
//
// What a run does is not its concern: internal/pipeline and internal/upkeep
// hand it in as a function.
package session
