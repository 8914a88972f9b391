// Package preview says what the next run would change of what is published, without
// publishing: it does the run on a shadow of the project, whose ledger is a copy and
// whose lake and snapshots are further names of the same files, and compares what the
// shadow publishes with what is published.
//
// So a preview takes everything into account that a run does: new data that waits,
// parameters, profiles, configuration, SQL, the version of the program, and what the
// ledger knows of earlier releases. The shadow is in the project's scratch folder and
// is removed at the end.
package preview
