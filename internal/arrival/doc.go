// Package arrival decides what happens to an object that a source lists: it is
// taken, skipped, replaces what it was before, moves the rows of an object
// that is gone, is held back or refused, each with a reason.
//
// Decide is pure: it is told what is known, and names what has to be found out
// before it can decide. A Finder finds that out, in the ledger and in what the
// source lists, and changes nothing. Who asks carries the decision out, or
// only shows it.
package arrival
