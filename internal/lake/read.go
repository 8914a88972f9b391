package lake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// readRows is the length of the records that Read emits.
const readRows = 8192

// Read emits the rows of a file in the order in which they were written. emit
// must retain a record that it keeps. An error of emit stops reading and is
// returned unchanged. A file of which not all rows can be read is an Internal
// error.
func (l *Lake) Read(ctx context.Context, rel string, emit func(arrow.Record) error) error {
	if err := local(rel); err != nil {
		return err
	}
	in, err := file.OpenParquetFile(l.Path(rel), false)
	if err != nil {
		return fmt.Errorf("segment read: %s: %w", rel, err)
	}
	defer in.Close()
	// The reader allocates a whole batch, even for a few rows.
	batch := min(readRows, max(in.NumRows(), 1))
	arrows, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: batch}, l.alloc)
	if err != nil {
		return fmt.Errorf("segment read: %s: %w", rel, err)
	}
	records, err := arrows.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("segment read: %s: %w", rel, err)
	}
	defer records.Release()
	schema := plain(records.Schema())
	var rows int64
	for records.Next() {
		rows += records.Record().NumRows()
		rec := array.NewRecord(schema, records.Record().Columns(), records.Record().NumRows())
		err := emit(rec)
		rec.Release()
		if err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := records.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("segment read: %s: %w", rel, err)
	}
	if rows != in.NumRows() {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "segment read: %s: only %d of %d rows could be read; restore it from a backup",
			rel, rows, in.NumRows())
	}
	return nil
}

// plain returns a schema without the field numbers that the Parquet reader adds
// to the metadata, as in Table.Schema.
func plain(read *arrow.Schema) *arrow.Schema {
	fields := make([]arrow.Field, read.NumFields())
	for i, f := range read.Fields() {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type, Nullable: f.Nullable}
	}
	return arrow.NewSchema(fields, nil)
}
