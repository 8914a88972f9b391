package lake

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
)

// Edit gives the rows that stand in the place of a record's: it emits none,
// the record, slices of it, or others in the same schema.
type Edit func(rec arrow.Record, emit func(arrow.Record) error) error

// Rewrite writes a file anew into tmp, edited. packed says whether the file is
// a pack, which the new one then is too. The old file stays: what takes its
// place is for the ledger to say.
func (l *Lake) Rewrite(ctx context.Context, table *dubbelkrona.Table, rel string, packed bool, edit Edit) (File, error) {
	schema := table.Schema()
	if packed {
		schema = PackSchema(table)
	}
	w, err := l.create(table, schema)
	if err != nil {
		return File{}, err
	}
	err = l.readAs(ctx, rel, schema, func(rec arrow.Record) error { return edit(rec, w.Write) })
	if err != nil {
		return File{}, errors.Join(fmt.Errorf("segment rewrite: %s: %w", rel, err), w.Abort())
	}
	return w.Close()
}
