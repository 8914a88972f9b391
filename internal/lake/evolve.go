package lake

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// readAs is Read for a file that may be older than its table: columns added to
// the table since are NULL. A record that differs in another way is emitted
// unchanged and rejected by Writer.Write.
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

// conform returns a record in a schema with additional nullable columns; ok is
// false if the schemas differ in any other way.
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
