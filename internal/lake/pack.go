package lake

import (
	"context"
	"errors"
	"fmt"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// SegmentColumn is the column of a pack with the number of the row's segment.
const SegmentColumn = "_segment"

// PackSchema returns the schema of a pack of a table's segments: Table.Schema
// followed by SegmentColumn.
func PackSchema(t *dubbelkrona.Table) *arrow.Schema {
	return arrow.NewSchema(append(t.Schema().Fields(), arrow.Field{Name: SegmentColumn, Type: arrow.PrimitiveTypes.Int64}), nil)
}

// Part is a file of the lake that goes into a pack.
type Part struct {
	Path string
	// Segment is the number of the file's only segment, or 0 if the file is a
	// pack itself.
	Segment int64
}

// Pack writes the rows of files to one pack in tmp, in the order given. It does
// not remove the files.
func (l *Lake) Pack(ctx context.Context, table *dubbelkrona.Table, parts []Part) (File, error) {
	w, err := l.create(table, PackSchema(table))
	if err != nil {
		return File{}, err
	}
	for _, p := range parts {
		schema := table.Schema()
		if p.Segment == 0 {
			schema = PackSchema(table)
		}
		err := l.readAs(ctx, p.Path, schema, func(rec arrow.Record) error {
			if p.Segment == 0 {
				return w.Write(rec)
			}
			numbered := l.numbered(table, rec, p.Segment)
			defer numbered.Release()
			return w.Write(numbered)
		})
		if err != nil {
			return File{}, errors.Join(fmt.Errorf("segments pack: %w", err), w.Abort())
		}
	}
	return w.Close()
}

// numbered returns a record with its segment's number in every row; the caller
// releases it.
func (l *Lake) numbered(table *dubbelkrona.Table, rec arrow.Record, segment int64) arrow.Record {
	b := array.NewInt64Builder(l.alloc)
	defer b.Release()
	b.Reserve(int(rec.NumRows()))
	for range rec.NumRows() {
		b.UnsafeAppend(segment)
	}
	numbers := b.NewArray()
	defer numbers.Release()
	return array.NewRecord(PackSchema(table), append(append([]arrow.Array{}, rec.Columns()...), numbers), rec.NumRows())
}
