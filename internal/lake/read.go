package lake

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
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
	var schema *arrow.Schema
	return readFile(ctx, "segment read: "+rel, l.Path(rel), l.alloc, func(read arrow.Record) error {
		if schema == nil {
			schema = plain(read.Schema())
		}
		rec := array.NewRecord(schema, read.Columns(), read.NumRows())
		defer rec.Release()
		return emit(rec)
	})
}

// readFile emits the rows of any Parquet file as they are in it. Errors begin with
// what, the operation.
func readFile(ctx context.Context, what, path string, alloc memory.Allocator, emit func(arrow.Record) error) error {
	in, err := file.OpenParquetFile(path, false)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer in.Close()
	// The reader allocates a whole batch, even for a few rows.
	batch := min(readRows, max(in.NumRows(), 1))
	arrows, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: batch}, alloc)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	records, err := arrows.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	defer records.Release()
	var rows int64
	for records.Next() {
		rows += records.Record().NumRows()
		if err := emit(records.Record()); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := records.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", what, err)
	}
	if rows != in.NumRows() {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "%s: only %d of %d rows could be read; restore it from a backup",
			what, rows, in.NumRows())
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
