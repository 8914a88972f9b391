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

// Values shows the bytes of every value of a Parquet file, of this package or
// another's, decoded and column by column: compressed, they cannot be searched.
// see must not keep what it is shown.
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

// show shows a column's buffers: all of its values end to end, those of its
// dictionary and of its children.
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
