package arrival

import (
	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// Facts are what is known of an object that a source lists. What has not been
// found out is nil or false.
type Facts struct {
	Mode dubbelkrona.LoadMode // of the source
	// Repeats lets objects with the bytes of another be deliveries of their own.
	Repeats bool
	// BuiltIn objects come with the program: their names are not compared.
	BuiltIn bool

	Fingerprint ledger.Fingerprint // as the object is listed
	Known       *Known
	Held        *Held
	Bytes       *Bytes

	// Identified is set when it has been found out whether an earlier version
	// knew the object under another name.
	Identified bool
	// MaskedAlike is set if an earlier version may have taken the object for
	// another one, whose name is masked alike. Changed is set if it turns out
	// to be the one of those whose bytes have changed.
	MaskedAlike, Changed bool

	Copies *Copies
	Rows   *Rows
}

// Known is what was committed last of the object.
type Known struct {
	ledger.ObjectState
	// UpToDate is set if its rows are what the source would make of its bytes
	// now.
	UpToDate bool
	// LaterGone is set if objects that were read later, whose rows win, are
	// perhaps no longer there to win again.
	LaterGone bool
}

// Held is a version of the object that was held back before.
type Held struct {
	Fingerprint ledger.Fingerprint
	SHA256      string
	// Stands is set if nobody has accepted it, and what it was held back for
	// is as it was.
	Stands bool
}

// Bytes is what is known of the object's bytes.
type Bytes struct {
	SHA256 string
	// NotModified is set if the place says that they are those of
	// Known.Version; SHA256 is then empty.
	NotModified bool
}

// Copies are the objects that have the same bytes.
type Copies struct {
	// Final is set when the whole list of the source is known.
	Final bool
	// Originals have rows of the same bytes, which this object would double,
	// the one first seen in front.
	Originals []Original
	// RefusedFor is the object as whose copy this one was refused before, with
	// the same bytes; empty if it was not.
	RefusedFor string
}

// Original is an object that has rows of some bytes.
type Original struct {
	Object string
	// Gone is set if the source no longer lists it. It is known when Copies is
	// Final.
	Gone bool
}

// Rows is what is known of the object's rows once they have been read.
type Rows struct {
	Period string // as the ledger keeps it; empty if the object has none
	// TooFar are the tables that differ too much from what they replace, and
	// Accepted is set if somebody has accepted that of these bytes.
	TooFar   []ledger.Remark
	Accepted bool
	// Same is set if they are the rows that were committed last.
	Same bool
}

// fingerprintTells reports whether a fingerprint changes when the object does.
// One of a size alone, as embedded files have, says too little.
func fingerprintTells(f ledger.Fingerprint) bool { return !f.Modified.IsZero() || f.Version != "" }

// Cause says why an object is read.
type Cause uint8

// The causes.
const (
	CauseNew   Cause = iota // there was no object of that name
	CauseBytes              // its bytes are others
	CausePlan               // its bytes are the same, how they are read is not
)

// Cause compares an object, whose bytes are known, with what was committed last
// of it.
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
