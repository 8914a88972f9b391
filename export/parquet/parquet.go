// Package parquet writes results as a Parquet file with Snappy compression and
// exact DECIMAL(28,6) values. The header is in the footer's key-value metadata,
// under keys that begin with "dubbelkrona.".
package parquet

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// groupRows is the number of rows of a row group, which is built in memory.
const groupRows = 1 << 16

// Sink writes Parquet.
type Sink struct {
	// Alloc allocates a row group; nil means Go's heap.
	Alloc memory.Allocator
}

// Name implements export.Sink.
func (Sink) Name() string { return "parquet" }

// Extension implements export.Sink.
func (Sink) Extension() string { return ".parquet" }

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, h export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	if err := write(ctx, &stickyWriter{w: w}, cmp.Or(s.Alloc, memory.DefaultAllocator), h, rows); err != nil {
		return fmt.Errorf("parquet write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w *stickyWriter, alloc memory.Allocator, h export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	columns := dubbelkrona.ResultColumns()
	schema := fileSchema(columns, h)
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
	err = export.Each(ctx, rows, func(row *dubbelkrona.Result) error {
		for i, c := range columns {
			if err := add(builder.Field(i), c.Field(row)); err != nil {
				return fmt.Errorf("column %s: %w", c.Name, err)
			}
		}
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

// stickyWriter keeps the first error in err and always reports success: the
// Parquet library panics on some write errors and drops others. It has no Close
// method, so that the library cannot close the file.
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

// fileSchema returns the schema of the columns with the header as metadata.
func fileSchema(columns []dubbelkrona.ResultColumn, h export.Header) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrow.BinaryTypes.String}
		switch c.Field(new(dubbelkrona.Result)).(type) {
		case *dubbelkrona.Number:
			fields[i].Type, fields[i].Nullable = &arrow.Decimal128Type{Precision: dubbelkrona.NumberPrecision, Scale: dubbelkrona.NumberScale}, true
		case *dubbelkrona.Count:
			fields[i].Type, fields[i].Nullable = arrow.PrimitiveTypes.Int64, true
		case *dubbelkrona.Day:
			fields[i].Type, fields[i].Nullable = arrow.FixedWidthTypes.Date32, true
		case *bool:
			fields[i].Type = arrow.FixedWidthTypes.Boolean
		}
	}
	meta := arrow.NewMetadata(
		[]string{"dubbelkrona.snapshot", "dubbelkrona.built", "dubbelkrona.as_of", "dubbelkrona.generator", "dubbelkrona.language", "dubbelkrona.definitions"},
		[]string{h.Snapshot, stamp(h.Built), stamp(h.AsOf), h.Generator, h.Language, h.Definitions})
	return arrow.NewSchema(fields, &meta)
}

// stamp formats a time for the footer; empty for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// add appends one value to a builder of the column's type in fileSchema.
func add(b array.Builder, field any) error {
	switch v := field.(type) {
	case *string:
		b.(*array.StringBuilder).Append(*v)
	case *dubbelkrona.Dimensions:
		b.(*array.StringBuilder).Append(v.String())
	case *bool:
		b.(*array.BooleanBuilder).Append(*v)
	case *dubbelkrona.Number:
		if !v.Valid {
			b.AppendNull()
			return nil
		}
		b.(*array.Decimal128Builder).Append(v.Unscaled)
	case *dubbelkrona.Count:
		if !v.Valid {
			b.AppendNull()
			return nil
		}
		b.(*array.Int64Builder).Append(v.N)
	case *dubbelkrona.Day:
		if *v == "" {
			b.AppendNull()
			return nil
		}
		day, err := v.Time()
		b.(*array.Date32Builder).Append(arrow.Date32FromTime(day))
		return err
	}
	return nil
}
