// Package upkeep maintains the data of a project: it erases persons, rotates the
// pseudonymisation key, deletes what is beyond its retention limit, searches files
// for a person, verifies what is stored, and makes and restores backups.
//
// # Erasing
//
// In tables about persons the person's rows are deleted. In other tables a sole
// trader may be present as a token, in organisation numbers and identifiers. Those
// rows are the municipality's own bookkeeping: they stay, so that sums do not
// change, and the token is replaced by a random one, the same in every file, so
// that references still match and do not lead back to the person.
package upkeep
