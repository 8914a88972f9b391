package ingest

import (
	"context"
	"io"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Format decodes objects of one kind. It keeps no state between objects and is
// safe for concurrent use.
type Format interface {
	// Charset returns the encoding of the format's objects: Binary, one
	// charset, or Detect.
	Charset() charset.Charset
	// Decode adds the rows of an object to out, in their order. It returns errors
	// of out unchanged and removes its temporary files, also on errors.
	Decode(ctx context.Context, in Input, out *rawbatch.Batcher) error
}

// Decode decodes an object with a format and calls emit with its batches, as
// Source.Read describes.
func Decode(ctx context.Context, f Format, in Input, emit func(*dubbelkrona.RawBatch) error) error {
	out := in.Batcher(ctx, emit)
	defer out.Close()
	if err := f.Decode(ctx, in, out); err != nil {
		return err
	}
	return out.Flush()
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

// Batcher returns a batcher of the object's rows, which the caller closes.
func (in Input) Batcher(ctx context.Context, emit func(*dubbelkrona.RawBatch) error) *rawbatch.Batcher {
	return rawbatch.New(ctx, rawbatch.Options{Origin: in.Origin, Alloc: in.Alloc,
		Columns: in.Limits.Columns, Rows: in.Limits.BatchRows, Bytes: in.Limits.BatchBytes, Emit: emit})
}

// RandomAccess gives random access to an object's bytes.
type RandomAccess interface {
	io.ReaderAt
	// Size is the length in bytes.
	Size() int64
}
