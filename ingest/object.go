package ingest

import (
	"context"
	"errors"
	"io"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/identity"
)

// Object is one thing to read: a file, a member of an archive, a page.
type Object struct {
	// Name is how its place finds it. It may hold an identity number, such as
	// a file named after a person, so it is never printed or stored.
	Name string
	// Label is the object's identity in the only form that is printed, logged or
	// stored: Name, printable, with identity numbers masked and such names kept apart (see
	// Env.Label).
	Label string
	// Size is the length in bytes as listed, -1 where the place does not tell.
	Size int64
	// Modified is the time of the last change, zero where the place does not tell.
	Modified time.Time
	// Version is the place's own mark of this version, such as a checksum in
	// its listing, or empty.
	Version string
	// Known is the mark of the version that was committed last, empty where
	// none was; whoever reads the object sets it. A place that can ask for
	// anything but that version does, and Open then fails with ErrNotModified.
	Known string
	// Cursor is how far the source has been read once this object is
	// committed, in the source's own words; nil where it keeps no cursor.
	Cursor []byte
	// Remark is the rule of what readers of its rows must know, such as
	// RemarkAhead; empty for nothing.
	Remark string

	member string // name inside the archive that Name was listed from, or empty
	holder string // name of that archive

	holderSize int64 // its length as listed
}

// RemarkAhead is the rule of rows whose place in time the clock has not come to.
const RemarkAhead = "cursor.ahead"

// NewObject is an object as a place lists it. Its label is masked; New, which
// knows the Env, gives it the one that is its own.
func NewObject(name string, size int64, modified time.Time) Object {
	return Object{Name: name, Label: masked(name), Size: size, Modified: modified}
}

// masked is a name that is only shown.
func masked(name string) string {
	label, _ := identity.Mask(name)
	return dubbelkrona.Printable(label)
}

// ErrNotModified is the error of Place.Open and Source.Inspect for an object
// that is still the version Object.Known.
var ErrNotModified = errors.New("not modified since it was read last")

// Place is where bytes come from. It is safe for use from several goroutines.
type Place interface {
	// Objects lists what is there, in the order in which later wins, the same
	// order each time. A source leaves out what is Unfinished by its name.
	Objects(context.Context) ([]Object, error)
	// Open gives the bytes of an object as stored; the caller closes. A file
	// that is still being written is a Transient error. A reader that also is
	// an io.ReaderAt is read in place by formats that need to jump; one that
	// has the method Stat of fs.File is watched for changes; one that has the
	// method Version() string tells the mark of what it reads.
	Open(context.Context, Object) (io.ReadCloser, error)
}
