package ingest

import (
	"context"

	"dubbelkrona"
)

// Source is where rows come from: a place and a format joined by New, or an
// interface that answers with rows of its own. Its methods may be called from
// several goroutines, for different objects at the same time.
type Source interface {
	// Objects lists what can be read now, in the order in which later wins.
	Objects(context.Context) ([]Object, error)
	// Inspect reads an object once to its end and tells its origin. Errors:
	// Transient for an object that is still being written, Invalid for one
	// that is not what it says (an HTML page under a data name, text in no
	// known encoding, an archive that unpacks without end).
	Inspect(context.Context, Object) (dubbelkrona.Origin, error)
	// Read decodes an object that was inspected, calling emit with batches in
	// the order of the rows, one at a time on the calling goroutine. A batch
	// is valid until emit returns, unless retained. An error of emit ends the
	// read and is returned as it is. If the bytes are no longer those of the
	// origin the error is a Conflict, and what was emitted is to be dropped.
	Read(context.Context, Object, dubbelkrona.Origin, func(*dubbelkrona.RawBatch) error) error
}
