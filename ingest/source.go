package ingest

import (
	"context"
	"iter"
	"time"

	"dubbelkrona"
)

// Source is where rows come from: a place and a format joined by New, or an
// interface that answers with rows of its own. Its methods may be called from
// several goroutines, for different objects at the same time.
type Source interface {
	// Objects lists what can be read now, in the order in which later wins. An
	// error ends the list; what came before it holds.
	//
	// The cursor is the one that the source's last committed object had, nil at
	// the beginning and for sources that keep none. A source with cursors lists
	// what lies behind it, finding each object when it is asked for: one that
	// is not asked for is not fetched. Killed between any two objects and asked
	// again with the cursor of the first, it goes on with the second.
	Objects(ctx context.Context, cursor []byte) iter.Seq2[Object, error]
	// Inspect reads an object once to its end and tells its origin. Errors:
	// Transient for an object that is still being written, Invalid for one
	// that is not what it says (an HTML page under a data name, text in no
	// known encoding, an archive that unpacks without end),
	// ErrNotModified for one that still is the version Object.Known.
	Inspect(context.Context, Object) (dubbelkrona.Origin, error)
	// Read decodes an object that was inspected, calling emit with batches in
	// the order of the rows, one at a time on the calling goroutine. A batch
	// is valid until emit returns, unless retained. An error of emit ends the
	// read and is returned as it is. If the bytes are no longer those of the
	// origin the error is a Conflict, and what was emitted is to be dropped.
	Read(context.Context, Object, dubbelkrona.Origin, func(*dubbelkrona.RawBatch) error) error
}

// Clocked is a Source whose cursor may be a time.
type Clocked interface {
	Source
	// Rewound gives back a cursor, or another one where it is ahead of the
	// clock: behind it nobody would see what comes until then. The other goes on
	// from when the cursor was committed: what was there then has been read.
	Rewound(cursor []byte, committed time.Time) []byte
}
