package lake

import (
	"context"
	"fmt"
	"slices"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// DropRemoved rewrites a file that has columns which were removed from its table,
// without them, and stores it beside the old one. If it has none, changed is false
// and nothing is written.
func (l *Lake) DropRemoved(ctx context.Context, f dubbelkrona.File) (written dubbelkrona.File, changed bool, err error) {
	if has, err := l.hasAny(f.Path, f.Table.Removed); err != nil || !has {
		return f, false, err
	}
	written, err = l.Rewrite(ctx, f, func(rec arrow.Record, emit func(arrow.Record) error) error { return emit(rec) })
	if err != nil {
		return f, false, err
	}
	written, err = l.Store(written)
	return written, true, err
}

// hasAny reports whether a file has any of the named columns, by its footer.
func (l *Lake) hasAny(rel string, columns []string) (bool, error) {
	if len(columns) == 0 {
		return false, nil
	}
	in, err := file.OpenParquetFile(l.Path(rel), false)
	if err != nil {
		return false, fmt.Errorf("segment read: %s: %w", rel, err)
	}
	defer in.Close()
	schema := in.MetaData().Schema
	return slices.ContainsFunc(columns, func(name string) bool { return schema.ColumnIndexByName(name) >= 0 }), nil
}
