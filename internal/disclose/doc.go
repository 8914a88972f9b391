// Package disclose decides which figures about persons a build may release.
//
// It joins what three others know: package metrics says which persons each figure
// counts, the ledger what readers already have of earlier releases, and package
// disclosure, given both as classes of persons, which figures must be suppressed.
//
// Control runs at the end of a build and writes schema disclosure of the snapshot,
// which is never released:
//
//	disclosure.cell    what is done with each cell: the figures of one metric for one group
//	disclosure.frozen  rows of the last release, for the cells that stay as they were
//	disclosure.counted the sets of persons that each cell counts
//	disclosure.class   the sets that each class of persons is in
//	disclosure.potential the sets of classes that have no persons and could have some
//	disclosure.person  the class of each person, and what the ledger knew of them
//	disclosure.basis   the release in the ledger that all this is based on
//
// Record stores in the ledger what a publication is about to release. The key of a cell
// is a JSON list of metric, grain, period, grouping, municipality and dimensions.
package disclose
