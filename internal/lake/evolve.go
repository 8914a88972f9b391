package lake

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// readAs is Read for a file that may be older than its table: columns that the
// table got since are NULL. What does not fit in another way is handed on as
// it is, and refused where it is written.
func (l *Lake) readAs(ctx context.Context, rel string, schema *arrow.Schema, emit func(arrow.Record) error) error {
	return l.Read(ctx, rel, func(rec arrow.Record) error {
		today, ok := l.conform(rec, schema)
		if !ok {
			return emit(rec)
		}
		defer today.Release()
		return emit(today)
	})
}

// conform is a record in a schema that has more columns that may be NULL;
// false where that is not all that differs.
func (l *Lake) conform(rec arrow.Record, schema *arrow.Schema) (today arrow.Record, ok bool) {
	columns := make([]arrow.Array, 0, len(schema.Fields()))
	var made []arrow.Array
	defer func() {
		for _, a := range made {
			a.Release()
		}
	}()
	at := 0
	for _, f := range schema.Fields() {
		switch {
		case at < int(rec.NumCols()) && rec.ColumnName(at) == f.Name && arrow.TypeEqual(rec.Column(at).DataType(), f.Type):
			columns = append(columns, rec.Column(at))
			at++
		case f.Nullable && !rec.Schema().HasField(f.Name):
			nulls := array.MakeArrayOfNull(l.alloc, f.Type, int(rec.NumRows()))
			columns, made = append(columns, nulls), append(made, nulls)
		default:
			return nil, false
		}
	}
	if at < int(rec.NumCols()) {
		return nil, false
	}
	return array.NewRecord(schema, columns, rec.NumRows()), true
}
