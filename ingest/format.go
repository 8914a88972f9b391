package ingest

import (
	"context"
	"io"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
)

// FaultColumn is the reserved raw column in which a format says what was wrong
// with the layout of a row: a rule, a colon and its explanation, such as
// "row.fields: 14 of 15 cells". NULL, or no such column, is a row in order.
const FaultColumn = "_fault"

// Format decodes objects of one kind. It keeps no state between objects and is
// safe for use from several goroutines.
type Format interface {
	// Charset returns how objects of the format are text: Binary, one charset,
	// or Detect.
	Charset() charset.Charset
	// Decode emits the rows of an object, as Source.Read describes. It releases
	// every batch that it made and leaves nothing behind, also on errors.
	Decode(ctx context.Context, in Input, emit func(*dubbelkrona.RawBatch) error) error
}

// Input is an object as a format sees it: unpacked and, unless the format is
// Binary, as UTF-8 without byte order mark.
type Input struct {
	// Origin goes into every batch and names the object in errors.
	Origin dubbelkrona.Origin
	// Name is the object's name without the ending of a compression; formats
	// look at its ending only, since it is not masked.
	Name string
	// Open gives the object's bytes from the start. What it opens is closed by
	// the source when Decode has returned.
	Open func() (io.Reader, error)
	// OpenAt gives the same bytes for reading at any position; closed as with
	// Open. Only Binary formats may call it.
	OpenAt func() (RandomAccess, error)
	// Alloc is what batches are allocated with.
	Alloc memory.Allocator
	// Limits bound what an object may ask for; every field is set.
	Limits Limits
}

// RandomAccess is an object's bytes for reading at any position.
type RandomAccess interface {
	io.ReaderAt
	// Size is the length in bytes.
	Size() int64
}
