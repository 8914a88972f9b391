package lake

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// Values calls see with the decoded bytes of all values of any Parquet file,
// column by column, so that they can be searched; in the file they are
// compressed. see must not retain its argument.
func Values(ctx context.Context, path string, see func([]byte)) error {
	in, err := file.OpenParquetFile(path, false)
	if err != nil {
		return fmt.Errorf("values read: %s: %w", path, err)
	}
	defer in.Close()
	arrows, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{BatchSize: readRows}, memory.DefaultAllocator)
	if err != nil {
		return fmt.Errorf("values read: %s: %w", path, err)
	}
	records, err := arrows.GetRecordReader(ctx, nil, nil)
	if err != nil {
		return fmt.Errorf("values read: %s: %w", path, err)
	}
	defer records.Release()
	var rows int64
	for records.Next() {
		rows += records.Record().NumRows()
		for _, col := range records.Record().Columns() {
			show(col.Data(), see)
		}
	}
	if rows != in.NumRows() {
		return fmt.Errorf("values read: %s: only %d of %d rows could be read", path, rows, in.NumRows())
	}
	return ctx.Err()
}

// show calls see with the buffers of a column, its dictionary and its children.
func show(data arrow.ArrayData, see func([]byte)) {
	for _, buffer := range data.Buffers() {
		if buffer != nil {
			see(buffer.Bytes())
		}
	}
	for _, child := range data.Children() {
		show(child, see)
	}
	if dictionary, ok := data.Dictionary().(*array.Data); ok && dictionary != nil {
		show(dictionary, see)
	}
}
