// Package parquet writes results as a Parquet file with Snappy compression and
// exact DECIMAL(28,6) values. The header is in the footer's key-value metadata,
// under keys that begin with "dubbelkrona.".
package parquet

import (
	"cmp"
	"context"
	"fmt"
	"io"

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

// Name implements export.Format.
func (Sink) Name() string { return "parquet" }

// File implements export.Format.
func (Sink) File() string { return "metrics.parquet" }

// MediaType implements export.Format.
func (Sink) MediaType() string { return "application/vnd.apache.parquet" }

// About implements export.Format.
func (Sink) About() dubbelkrona.Label {
	return dubbelkrona.Label{SV: "Alla resultat som Parquet", EN: "All results as Parquet"}
}

// Write implements export.Sink.
func (s Sink) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	if err := write(ctx, &stickyWriter{w: w}, cmp.Or(s.Alloc, memory.DefaultAllocator), d); err != nil {
		return fmt.Errorf("parquet write: %w", err)
	}
	return nil
}

func write(ctx context.Context, w *stickyWriter, alloc memory.Allocator, d *export.Document) error {
	table := d.Results()
	schema := fileSchema(table.Columns, d.Header)
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
	err = table.Each(ctx, func(cells []any) error {
		for i, cell := range cells {
			if err := add(builder.Field(i), cell); err != nil {
				return fmt.Errorf("column %s: %w", table.Columns[i].Name, err)
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
func fileSchema(columns []export.Column, h export.Header) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: arrow.BinaryTypes.String}
		switch c.Example.(type) {
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
	var keys, values []string
	for _, fact := range h.Facts() {
		keys, values = append(keys, "dubbelkrona."+fact.Name), append(values, fact.Value)
	}
	meta := arrow.NewMetadata(keys, values)
	return arrow.NewSchema(fields, &meta)
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
