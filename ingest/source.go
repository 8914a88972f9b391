package ingest

import (
	"context"
	"iter"
	"time"

	"dubbelkrona"
)

// Source returns rows: a place and a format combined by New, or an API. Its
// methods are safe for concurrent use, for different objects at the same time.
type Source interface {
	// Objects lists what can be read now, in the order in which a later object
	// overrides an earlier one. An error ends the list; the objects before it
	// are valid.
	//
	// The cursor is that of the last committed object, nil at the start and for
	// sources without cursors. A source with cursors lists lazily what comes
	// after the cursor: an object that is not requested is not fetched. If a
	// run is killed after an object was committed, the next run, given its
	// cursor, continues with the object after it.
	Objects(ctx context.Context, cursor []byte) iter.Seq2[Object, error]
	// Inspect reads an object once to its end and returns its origin. Errors:
	// Transient if the object is still being written, Invalid if it is not what
	// its name says (an HTML page with a data name, text in an unknown
	// encoding, a zip bomb), ErrNotModified if it still has the version
	// Object.Known.
	Inspect(context.Context, Object) (dubbelkrona.Origin, error)
	// Read decodes an inspected object and calls emit with its batches in the
	// order of the rows, one at a time on the calling goroutine. A batch is
	// valid until emit returns, unless retained. An error of emit ends the read
	// and is returned unchanged. If the bytes are no longer those of the origin
	// the error is a Conflict, and the emitted batches must be discarded.
	Read(context.Context, Object, dubbelkrona.Origin, func(*dubbelkrona.RawBatch) error) error
}

// Clocked is a Source whose cursor may be a time.
type Clocked interface {
	Source
	// Rewound returns the cursor unchanged, or, if it is ahead of the clock,
	// one that continues from the time when it was committed. A cursor ahead of
	// the clock would skip all rows that are added until then.
	Rewound(cursor []byte, committed time.Time) []byte
}
