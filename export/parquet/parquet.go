// Package parquet writes results as a Parquet file, Snappy, with exact
// DECIMAL(28,6) values. The header stands in the footer's key-value metadata,
// under keys that begin with "dubbelkrona.".
package parquet

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"dubbelkrona/export"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// groupRows is the length of a row group, which is held in memory.
const groupRows = 1 << 16

// Sink writes Parquet.
type Sink struct {
	// Alloc holds a row group; nil is Go's heap.
	Alloc memory.Allocator
}

// Name implements export.Sink.
func (Sink) Name() string { return "parquet" }

// Extension implements export.Sink.
func (Sink) Extension() string { return ".parquet" }

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[export.Row, error]) error {
	alloc := s.Alloc
	if alloc == nil {
		alloc = memory.DefaultAllocator
	}
	sticky := &stickyWriter{w: w}
	if err := write(ctx, sticky, alloc, h, rows); err != nil {
		return fmt.Errorf("parquet write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w *stickyWriter, alloc memory.Allocator, h export.Header, rows iter.Seq2[export.Row, error]) error {
	schema := fileSchema(h)
	out, err := pqarrow.NewFileWriter(schema, w,
		parquet.NewWriterProperties(parquet.WithCreatedBy("dubbelkrona"), parquet.WithCompression(compress.Codecs.Snappy)),
		pqarrow.NewArrowWriterProperties())
	if err != nil {
		return err
	}
	builder := array.NewRecordBuilder(alloc, schema)
	defer builder.Release()
	n := 0
	flush := func() error {
		n = 0
		rec := builder.NewRecord()
		defer rec.Release()
		if err := out.Write(rec); err != nil {
			return err
		}
		return w.err
	}
	err = export.Each(ctx, rows, func(row export.Row) error {
		add(builder, row)
		if n++; n < groupRows {
			return nil
		}
		return flush()
	})
	if err == nil && n > 0 {
		err = flush()
	}
	if err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return w.err
}

// stickyWriter keeps the first error and reports success ever after: the
// Parquet library panics at some errors of writing and drops others. It hides
// that a file could be closed, which the library would do.
type stickyWriter struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (s *stickyWriter) Write(p []byte) (int, error) {
	if s.err == nil {
		_, s.err = s.w.Write(p)
	}
	return len(p), nil
}

// fileSchema is the schema of export.Columns with the header as its metadata.
func fileSchema(h export.Header) *arrow.Schema {
	number := &arrow.Decimal128Type{Precision: export.Precision, Scale: export.Scale}
	fields := make([]arrow.Field, 0, len(export.Columns()))
	for _, name := range export.Columns() {
		field := arrow.Field{Name: name, Type: arrow.BinaryTypes.String}
		switch name {
		case "value", "low", "high":
			field.Type, field.Nullable = number, true
		case "persons":
			field.Type, field.Nullable = arrow.PrimitiveTypes.Int64, true
		case "synthetic":
			field.Type = arrow.FixedWidthTypes.Boolean
		}
		fields = append(fields, field)
	}
	meta := arrow.NewMetadata(
		[]string{"dubbelkrona.snapshot", "dubbelkrona.built", "dubbelkrona.as_of", "dubbelkrona.generator", "dubbelkrona.language", "dubbelkrona.definitions"},
		[]string{h.Snapshot, stamp(h.Built), stamp(h.AsOf), h.Generator, h.Language, h.Definitions})
	return arrow.NewSchema(fields, &meta)
}

// stamp is a time in the footer, empty for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// add appends a row, in the order of export.Columns.
func add(b *array.RecordBuilder, r export.Row) {
	texts := func(from int, values ...string) {
		for i, v := range values {
			b.Field(from + i).(*array.StringBuilder).Append(v)
		}
	}
	dimensions := r.Dimensions
	if dimensions == "" {
		dimensions = "{}"
	}
	texts(0, r.Metric, r.Part, r.PeriodGrain, r.Period, r.Grouping, r.Municipality, dimensions)
	for i, d := range []export.Decimal{r.Value, r.Low, r.High} {
		column := b.Field(7 + i).(*array.Decimal128Builder)
		if d.Valid {
			column.Append(d.Unscaled)
		} else {
			column.AppendNull()
		}
	}
	if persons := b.Field(10).(*array.Int64Builder); r.Persons.Valid {
		persons.Append(r.Persons.N)
	} else {
		persons.AppendNull()
	}
	texts(11, r.Unit, r.Grade, r.Status)
	b.Field(14).(*array.BooleanBuilder).Append(r.Synthetic)
	texts(15, r.Warnings, r.Definition, r.Snapshot)
}
