package lake

import (
	"context"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/metadata"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// tableKey is the key of the table's name in a file's footer, so that a file
// outside its folder can still be identified.
const tableKey = "dubbelkrona.table"

// encoder writes row groups column by column, so that only one column at a time
// is in memory in encoded form. It does what pqarrow.FileWriter does, except that
// it builds the dictionaries of text columns per row group and without an
// allocation per value, which halves the time.
type encoder struct {
	ctx        context.Context // carries pqarrow's settings, nothing else
	file       *file.Writer
	columns    []column
	dictionary *dictionary // scratch
	levels     []int16     // scratch
}

// column is how one column is written.
type column struct {
	nullable bool
	repeats  bool // text with a dictionary; plain values otherwise
}

// newEncoder chooses each column's encoding by the first row group.
func newEncoder(table string, schema *arrow.Schema, first *pending, w io.Writer) (*encoder, error) {
	e := &encoder{columns: make([]column, schema.NumFields()), dictionary: newDictionary()}
	options := []parquet.WriterProperty{
		parquet.WithCreatedBy("dubbelkrona"),
		parquet.WithCompression(compress.Codecs.Snappy),
		parquet.WithStoreDecimalAsInteger(true),
		parquet.WithStats(false),
		parquet.WithDictionaryDefault(false),
	}
	for i, f := range schema.Fields() {
		e.columns[i].nullable = f.Nullable
		if f.Type.ID() == arrow.STRING && repeats(first, i) {
			e.columns[i].repeats = true
			options = append(options, parquet.WithDictionaryFor(f.Name, true))
		}
	}
	props := parquet.NewWriterProperties(options...)
	arrowProps := pqarrow.NewArrowWriterProperties()
	pq, err := pqarrow.ToParquet(schema, props, arrowProps)
	if err != nil {
		return nil, err
	}
	e.ctx = pqarrow.NewArrowWriteContext(context.Background(), &arrowProps)
	e.file = file.NewParquetWriter(w, pq.Root(), file.WithWriterProps(props),
		file.WithWriteMetadata(metadata.KeyValueMetadata{{Key: tableKey, Value: &table}}))
	return e, nil
}

// group writes the pending rows as one row group.
func (e *encoder) group(p *pending) error {
	rg := e.file.AppendRowGroup()
	for i, c := range e.columns {
		cw, err := rg.NextColumn()
		if err != nil {
			return err
		}
		if err := e.column(cw, c, p, i); err != nil {
			return fmt.Errorf("column %d: %w", i, err)
		}
	}
	return rg.Close()
}

// column writes one column of the group. After the row at which a dictionary
// became too large, values are written plain.
func (e *encoder) column(cw file.ColumnChunkWriter, c column, p *pending, i int) error {
	var done int64
	if c.repeats {
		done = e.dictionary.fill(p, i)
		values := e.dictionary.array()
		defer values.Release()
		if err := e.values(cw, c, values); err != nil {
			return err
		}
		if done < p.rows {
			cw.FallbackToPlain()
		}
	}
	for _, rec := range p.records {
		skip := min(done, rec.NumRows())
		done -= skip
		if skip == rec.NumRows() {
			continue
		}
		rest := array.NewSlice(rec.Column(i), skip, rec.NumRows())
		err := e.values(cw, c, rest)
		rest.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

func (e *encoder) values(cw file.ColumnChunkWriter, c column, values arrow.Array) error {
	if !c.nullable {
		return pqarrow.WriteArrowToColumn(e.ctx, cw, values, nil, nil, false)
	}
	return pqarrow.WriteArrowToColumn(e.ctx, cw, values, e.definition(values), nil, true)
}

// definition returns Parquet's definition levels of a flat column: 1 for a value,
// 0 for NULL. The result is valid until the next call.
func (e *encoder) definition(values arrow.Array) []int16 {
	n := values.Len()
	if cap(e.levels) < n {
		e.levels = make([]int16, max(n, maxGroupRows))
	}
	levels := e.levels[:n]
	if values.NullN() == 0 {
		for i := range levels {
			levels[i] = 1
		}
		return levels
	}
	for i := range levels {
		levels[i] = 0
		if values.IsValid(i) {
			levels[i] = 1
		}
	}
	return levels
}

func (e *encoder) close() error { return e.file.Close() }

// sampleRows is the number of values by which repeats judges a column.
const sampleRows = 4096

// repeats reports whether at most half of the first values of a text column are
// distinct. It is true for few or no values, for which a dictionary is cheap.
func repeats(p *pending, i int) bool {
	seen := make(map[string]struct{})
	values := 0
	for _, rec := range p.records {
		col := rec.Column(i).(*array.String)
		for row := 0; row < col.Len() && values < sampleRows; row++ {
			if col.IsValid(row) {
				seen[col.Value(row)] = struct{}{}
				values++
			}
		}
	}
	return values < 32 || 2*len(seen) <= values
}
