package lake

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
)

// Edit emits the rows that replace those of a record: none, the record, slices of
// it, or other records in the same schema.
type Edit func(rec arrow.Record, emit func(arrow.Record) error) error

// Rewrite writes an edited copy of a file to tmp. If packed, the file is a pack,
// and so is the copy. It does not remove the old file.
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
