package lake

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
)

// Rewrite writes an edited copy of a file to tmp and does not remove the file. edit
// emits the rows that replace those of a record: none, the record, slices of it, or
// other records in the same schema.
func (l *Lake) Rewrite(ctx context.Context, f dubbelkrona.File, edit func(rec arrow.Record, emit func(arrow.Record) error) error) (dubbelkrona.File, error) {
	w, err := l.create(dubbelkrona.File{Table: f.Table, Packed: f.Packed, Segments: f.Segments})
	if err != nil {
		return dubbelkrona.File{}, err
	}
	err = l.readAs(ctx, f, w.schema, func(rec arrow.Record) error { return edit(rec, w.Write) })
	if err != nil {
		return dubbelkrona.File{}, errors.Join(fmt.Errorf("segment rewrite: %s: %w", f.Path, err), w.Abort())
	}
	return w.Close()
}
