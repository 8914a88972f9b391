// Package parquet reads flat Parquet files, as written by DuckDB, pandas and
// Spark. A row's number is its position in the file.
//
// A cell is the exact text of the stored value: numbers as plain digits (see
// package numeral), floats as the shortest text that reads back as the same
// float, dates 2022-06-30, times of day 14:30:00, instants 2022-06-30T14:30:00
// followed by Z if the file marks them as UTC, infinity for the largest date or
// instant, booleans TRUE and FALSE. Bytes must be UTF-8. A column of lists,
// records or another type without a text form is an error that names the
// column: leaving it out would lose data silently.
//
// A file is read by row groups, some rows at a time. The library panics on some
// damaged files and trusts the sizes in them; Decode turns panics into errors
// and limits allocation.
package parquet

import (
	"context"
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/charset"
	"dubbelkrona/internal/rawbatch"
)

// Format reads Parquet files; the zero value is ready. It has no settings.
type Format struct{}

// Kind describes the format for the registry.
func Kind() ingest.FormatKind {
	return ingest.FormatKind{
		Name:    "parquet",
		Version: 1,
		Title:   dubbelkrona.Label{SV: "Parquet-fil", EN: "Parquet file"},
		Example: `  - {name: utfall, files: "data/*.parquet", format: parquet, profile: outcome}
`,
		New:   ingest.FormatNew(func(struct{}) (*Format, error) { return &Format{}, nil }),
		Match: match,
	}
}

// Signatures at the start and end of a file: plain and encrypted.
const (
	magic          = "PAR1"
	magicEncrypted = "PARE"
)

func match(_ string, head []byte) bool {
	return len(head) >= len(magic) && (string(head[:len(magic)]) == magic || string(head[:len(magic)]) == magicEncrypted)
}

// Charset implements ingest.Format.
func (f *Format) Charset() charset.Charset { return charset.Binary }

// errDamaged is the error for a file that the library cannot parse.
func errDamaged() error {
	return dubbelkrona.Invalidf("it is not a complete Parquet file: damaged, cut off or still being written")
}

// Decode implements ingest.Format.
func (f *Format) Decode(ctx context.Context, in ingest.Input, b *rawbatch.Batcher) error {
	access, err := in.OpenAt()
	if err != nil {
		return err
	}
	src := &source{SectionReader: io.NewSectionReader(access, 0, access.Size())}
	d := &decoder{ctx: ctx, src: src, in: in, b: b, alloc: newBoundAllocator(in.Limits.Memory)}
	if err := d.open(); err != nil {
		return err
	}
	return d.rows()
}

// decoder reads one file.
type decoder struct {
	ctx   context.Context
	src   *source
	in    ingest.Input
	b     *rawbatch.Batcher
	alloc *boundAllocator

	arrows  *pqarrow.FileReader
	columns []column
	row     int64 // the last row written
	bytes   int64 // of text so far
	cell    []byte
}

// column is one column of the file.
type column struct {
	index int // among the file's fields
	leaf  int // among its leaves
	write writer
	int96 bool // a timestamp of an older writer
}

// open reads the footer and chooses how each column becomes text.
func (d *decoder) open() error {
	if err := d.encrypted(); err != nil {
		return err
	}
	return d.guarded(func() error {
		props := parquet.NewReaderProperties(d.alloc)
		props.BufferedStreamEnabled = true
		reader, err := file.NewParquetReader(d.src, file.WithReadProps(props))
		if err != nil {
			return errDamaged()
		}
		if reader.MetaData().IsSetEncryptionAlgorithm() {
			return errEncrypted()
		}
		if d.arrows, err = pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{BatchSize: readRows}, d.alloc); err != nil {
			return dubbelkrona.Invalidf("its columns have types that are not supported; write it as a flat table")
		}
		return d.schema()
	})
}

// encrypted returns an Invalid error for encrypted files, which it recognises
// by their last bytes.
func (d *decoder) encrypted() error {
	end := make([]byte, len(magic))
	if d.src.Size() < int64(len(magic)) {
		return errDamaged()
	}
	if _, err := d.src.ReadAt(end, d.src.Size()-int64(len(end))); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if string(end) == magicEncrypted {
		return errEncrypted()
	}
	return nil
}

func errEncrypted() error {
	return dubbelkrona.Invalidf("it is an encrypted Parquet file; write it without encryption and protect the way it is delivered instead")
}

// schema reads the columns' names and chooses their writers.
func (d *decoder) schema() error {
	fields := d.arrows.Manifest.Fields
	cells := make([]string, len(fields))
	for i := range fields {
		cells[i] = fields[i].Field.Name
	}
	for i, cell := range cells {
		f := &fields[i]
		leaf := d.arrows.ParquetReader().MetaData().Schema.Column(f.ColIndex)
		var write writer
		if len(f.Children) == 0 && f.IsLeaf() && !arrow.IsNested(f.Field.Type.ID()) {
			write = writerOf(f.Field.Type, leaf)
		}
		if write == nil {
			return dubbelkrona.Invalidf("column %s (number %d) is of type %s, which is not supported; write it as columns of plain values", ingest.Masked(cell), i+1, kindOf(f.Field.Type))
		}
		d.columns = append(d.columns, column{index: i, leaf: f.ColIndex, write: write, int96: leaf.PhysicalType() == parquet.Types.Int96})
	}
	return d.b.Header(cells)
}
