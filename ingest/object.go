package ingest

import (
	"context"
	"errors"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// Object is one thing that a source reads: a file, a member of an archive, a
// page.
type Object struct {
	// Name identifies the object in its place. It may contain an identity
	// number, such as a file named after a person, so it must never be printed
	// or stored.
	Name string
	// Label identifies the object wherever it is printed, logged or stored:
	// Name, printable, with identity numbers masked; different names have
	// different labels (see Env.Label).
	Label string
	// Size is the listed length in bytes, -1 if unknown.
	Size int64
	// Modified is the time of the last change, zero if unknown.
	Modified time.Time
	// Version identifies this version of the object, such as a checksum in the
	// listing; empty if unknown.
	Version string
	// Known is the version that was committed last, empty if none; the caller
	// sets it. A place that supports conditional requests uses it, and Open
	// returns ErrNotModified if the object still has this version.
	Known string
	// Cursor is the source's position after this object is committed, in a form
	// that only the source interprets; nil if the source has no cursors.
	Cursor []byte
	// Remark is the rule of a warning about this object's rows, such as
	// RemarkAhead; empty if none.
	Remark string

	member string  // name inside the archive that Name was listed from, or empty
	holder *Object // that archive, nil if there is none
}

// RemarkAhead is the rule for rows whose time is ahead of the clock.
const RemarkAhead = "cursor.ahead"

// NewObject returns an object as a place lists it, with a masked label. New
// replaces the label by that of Env.Label.
func NewObject(name string, size int64, modified time.Time) Object {
	return Object{Name: name, Label: Masked(name), Size: size, Modified: modified}
}

// Masked returns a name as it may be shown: printable, with identity numbers
// masked.
func Masked(name string) string {
	label, _ := identity.Mask(name)
	return dubbelkrona.Printable(label)
}

// ErrNotModified is returned by Place.Open and Source.Inspect for an object
// that still has the version Object.Known.
var ErrNotModified = errors.New("not modified since it was read last")

// Place lists and opens objects. It is safe for concurrent use.
type Place interface {
	// Objects lists the objects in a stable order, in which a later object
	// overrides an earlier one. The source skips those whose names are
	// Unfinished.
	Objects(context.Context) ([]Object, error)
	// Open returns the object's bytes as stored; the caller closes the reader.
	// An object that is still being written is a Transient error. Optional
	// methods of the reader: io.ReaderAt is used by formats that need random
	// access; Stat, as in fs.File, is used to detect changes; Version() string
	// returns the version of the opened object.
	Open(context.Context, Object) (io.ReadCloser, error)
}
