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

// schemaOf returns the schema of a file of today.
func schemaOf(f dubbelkrona.File) *arrow.Schema {
	if f.Packed {
		return PackSchema(f.Table)
	}
	return f.Table.Schema()
}

// Pack writes the rows of files of one table to one pack in tmp, in the order
// given. It does not remove the files.
func (l *Lake) Pack(ctx context.Context, files []dubbelkrona.File) (dubbelkrona.File, error) {
	pack := dubbelkrona.File{Table: files[0].Table, Packed: true}
	for _, f := range files {
		pack.Segments = append(pack.Segments, f.Segments...)
	}
	w, err := l.create(pack)
	if err != nil {
		return pack, err
	}
	for _, f := range files {
		err := l.readAs(ctx, f, schemaOf(f), func(rec arrow.Record) error {
			if f.Packed {
				return w.Write(rec)
			}
			numbered := l.numbered(rec, w.schema, f.Segments[0].ID)
			defer numbered.Release()
			return w.Write(numbered)
		})
		if err != nil {
			return pack, errors.Join(fmt.Errorf("segments pack: %w", err), w.Abort())
		}
	}
	return w.Close()
}

// numbered returns a record in the schema of a pack, with its segment's number in
// every row; the caller releases it.
func (l *Lake) numbered(rec arrow.Record, schema *arrow.Schema, segment int64) arrow.Record {
	b := array.NewInt64Builder(l.alloc)
	defer b.Release()
	b.Reserve(int(rec.NumRows()))
	for range rec.NumRows() {
		b.UnsafeAppend(segment)
	}
	numbers := b.NewArray()
	defer numbers.Release()
	return array.NewRecord(schema, append(append([]arrow.Array{}, rec.Columns()...), numbers), rec.NumRows())
}
