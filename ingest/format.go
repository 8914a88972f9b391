package ingest

import (
	"context"
	"io"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// FaultColumn is the reserved raw column in which a format reports that a row
// does not fit the columns: a rule, a colon and an explanation, such as
// "row.fields: 14 of 15 cells". NULL or a missing column means that the row is
// well-formed.
const FaultColumn = "_fault"

// Format decodes objects of one kind. It keeps no state between objects and is
// safe for concurrent use.
type Format interface {
	// Charset returns the encoding of the format's objects: Binary, one
	// charset, or Detect.
	Charset() charset.Charset
	// Decode emits the rows of an object, as Source.Read describes. It releases
	// every batch that it allocates and removes its temporary files, also on
	// errors.
	Decode(ctx context.Context, in Input, emit func(*dubbelkrona.RawBatch) error) error
}

// Input is an object as a format sees it: unpacked and, unless the format is
// Binary, as UTF-8 without byte order mark.
type Input struct {
	// Origin is set on every batch and names the object in errors.
	Origin dubbelkrona.Origin
	// Name is the object's name without the extension of a compression. It is
	// not masked, so a format may look at its extension only.
	Name string
	// Open returns the object's bytes from the start. The source closes the
	// reader after Decode has returned.
	Open func() (io.Reader, error)
	// OpenAt returns the same bytes with random access; the source closes it as
	// with Open. Only Binary formats may call it.
	OpenAt func() (RandomAccess, error)
	// Alloc allocates the batches.
	Alloc memory.Allocator
	// Limits bound the object's resources; every field is set.
	Limits Limits
}

// RandomAccess gives random access to an object's bytes.
type RandomAccess interface {
	io.ReaderAt
	// Size is the length in bytes.
	Size() int64
}
