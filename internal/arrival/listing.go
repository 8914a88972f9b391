package arrival

import (
	"hash/maphash"

	"dubbelkrona/ingest"
)

// Listing is the set of objects that a source lists. It has a hash of each label,
// since there may be many.
type Listing struct {
	// OnlyNew is set if the source lists only what is new, so that it is not
	// known what is gone. Broken is set if the list ended with an error.
	OnlyNew, Broken bool

	seed   maphash.Seed
	labels map[uint64]bool
}

// NewListing returns an empty listing; cursor is where the source continues, nil
// if it begins.
func NewListing(cursor []byte) *Listing {
	return &Listing{seed: maphash.MakeSeed(), labels: make(map[uint64]bool), OnlyNew: cursor != nil}
}

// Add adds an object. One with a cursor sets OnlyNew.
func (l *Listing) Add(object ingest.Object) {
	l.labels[maphash.String(l.seed, object.Label)] = true
	l.OnlyNew = l.OnlyNew || object.Cursor != nil
}

// Empty reports whether nothing is listed.
func (l *Listing) Empty() bool { return len(l.labels) == 0 }

// Lacks reports whether an object is not listed.
func (l *Listing) Lacks(label string) bool { return !l.labels[maphash.String(l.seed, label)] }
