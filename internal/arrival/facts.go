package arrival

import (
	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// Facts are what is known of an object that a source lists; what is not known yet
// is nil or false.
type Facts struct {
	Mode dubbelkrona.LoadMode // of the source
	// Repeats is set if objects with equal bytes are different deliveries.
	Repeats bool
	// BuiltIn objects are part of the program: they are not compared with others.
	BuiltIn bool

	Fingerprint ledger.Fingerprint // as the object is listed
	Known       *Known
	Held        *Held
	Bytes       *Bytes

	// Identified is set when Finder.Former has looked for the object under the
	// label of an earlier version.
	Identified bool
	// MaskedAlike is set if an earlier version may have confused the object with
	// others whose masked name is the same. Changed is set if of those it is the
	// one that was read, and its bytes have changed.
	MaskedAlike, Changed bool

	Copies *Copies
	Rows   *Rows
}

// Known is the version of the object that was committed last.
type Known struct {
	ledger.ObjectState
	// UpToDate is set if its rows are what the source would make of its bytes
	// today.
	UpToDate bool
	// LaterGone is set if objects that were read later, and whose rows win, may
	// be gone and could not be read again.
	LaterGone bool
}

// Held is a version of the object that is held back.
type Held struct {
	Fingerprint ledger.Fingerprint
	SHA256      string
	// Stands is set if nobody has accepted it, and neither mapping nor limits
	// have changed since.
	Stands bool
}

// Bytes is what is known of the object's bytes.
type Bytes struct {
	SHA256 string
	// NotModified is set if the place reports that they are those of
	// Known.Version; SHA256 is then empty.
	NotModified bool
}

// Copies are the objects that have the same bytes.
type Copies struct {
	// Final is set when the whole list of the source is known.
	Final bool
	// Originals have rows of the same bytes, which this object would count
	// twice; the one first seen is first.
	Originals []Original
	// RefusedFor is the original as whose copy these bytes of the object were
	// refused before; empty if they were not.
	RefusedFor string
}

// Original is an object whose rows come from the same bytes.
type Original struct {
	Object string
	// Gone is set if the source no longer lists it, which is known if
	// Copies.Final is set.
	Gone bool
}

// Rows is what is known of the object's rows once they have been read.
type Rows struct {
	Period string // as in the ledger; empty if the object has none
	// TooFar are the tables that differ too much from what they replace.
	// Accepted is set if somebody has accepted that for these bytes.
	TooFar   []ledger.Remark
	Accepted bool
	// Same is set if they are the rows that were committed last.
	Same bool
}

// isReliable reports whether a fingerprint changes whenever the object does. A
// size alone, as embedded files have, is not enough.
func isReliable(f ledger.Fingerprint) bool { return !f.Modified.IsZero() || f.Version != "" }

// Cause is why an object is read.
type Cause uint8

// The causes.
const (
	CauseNew   Cause = iota // there was no object of that name
	CauseBytes              // its bytes have changed
	CausePlan               // its bytes are the same, but its plan has changed
)

// Cause compares the object's bytes, which must be known, with the version that
// was committed last.
func (f *Facts) Cause() Cause {
	switch {
	case f.Changed:
		return CauseBytes
	case f.Known == nil:
		return CauseNew
	case f.Known.SHA256 != f.Bytes.SHA256:
		return CauseBytes
	}
	return CausePlan
}
