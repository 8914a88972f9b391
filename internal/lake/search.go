package lake

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Values calls see with the decoded bytes of all values of any Parquet file,
// column by column, so that they can be searched; in the file they are
// compressed. see must not retain its argument.
func Values(ctx context.Context, path string, see func([]byte)) error {
	return readFile(ctx, "values read: "+path, path, memory.DefaultAllocator, func(rec arrow.Record) error {
		for _, col := range rec.Columns() {
			show(col.Data(), see)
		}
		return nil
	})
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
