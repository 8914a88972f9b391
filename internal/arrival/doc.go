// Package arrival decides what happens to an object that a source lists: it is
// taken, skipped, replaces its former version, takes over the rows of an object
// that is gone, is held back or refused, each with a reason.
//
// Decide is pure: from the known facts it returns the decision, or which fact it
// needs next. A Finder gets the facts from the ledger and from the source's list,
// and changes nothing. The caller carries the decision out, or only shows it.
package arrival
