package lake

import (
	"context"
	"fmt"
	"slices"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
)

// readAs is Read for a file that may be older than its table: columns added to
// the table since are NULL, and those removed from it are left out. A record that
// differs in another way is emitted unchanged and rejected by Writer.Write.
func (l *Lake) readAs(ctx context.Context, f dubbelkrona.File, schema *arrow.Schema, emit func(arrow.Record) error) error {
	return l.Read(ctx, f.Path, func(rec arrow.Record) error {
		rec = without(rec, f.Table.Removed)
		defer rec.Release()
		today, ok := l.conform(rec, schema)
		if !ok {
			return emit(rec)
		}
		defer today.Release()
		return emit(today)
	})
}

// without returns a record without the columns of these names, which the caller
// releases.
func without(rec arrow.Record, names []string) arrow.Record {
	var fields []arrow.Field
	var columns []arrow.Array
	for i, f := range rec.Schema().Fields() {
		if !slices.Contains(names, f.Name) {
			fields, columns = append(fields, f), append(columns, rec.Column(i))
		}
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, rec.NumRows())
}

// conform returns a record in a schema with additional nullable columns; ok is
// false if the schemas differ in any other way.
func (l *Lake) conform(rec arrow.Record, schema *arrow.Schema) (today arrow.Record, ok bool) {
	lacks, difference := Differ(rec.Schema(), schema)
	if difference != "" {
		return nil, false
	}
	columns := make([]arrow.Array, 0, len(schema.Fields()))
	at := 0
	for _, f := range schema.Fields() {
		if slices.Contains(lacks, f.Name) {
			nulls := array.MakeArrayOfNull(l.alloc, f.Type, int(rec.NumRows()))
			defer nulls.Release()
			columns = append(columns, nulls)
			continue
		}
		columns = append(columns, rec.Column(at))
		at++
	}
	return array.NewRecord(schema, columns, rec.NumRows()), true
}

// Differ returns where the columns of two schemas first differ in name, order
// or type; empty if nowhere. Nullable columns may be missing; lacks lists them.
func Differ(got, want *arrow.Schema) (lacks []string, difference string) {
	at := 0
	for _, w := range want.Fields() {
		if w.Nullable && !got.HasField(w.Name) {
			lacks = append(lacks, w.Name)
			continue
		}
		if at == len(got.Fields()) {
			return nil, fmt.Sprintf("column %s is missing", w.Name)
		}
		if g := got.Field(at); g.Name != w.Name || !arrow.TypeEqual(g.Type, w.Type) {
			return nil, fmt.Sprintf("column %d is %s %s, not %s %s", at+1, g.Name, g.Type, w.Name, w.Type)
		}
		at++
	}
	if at < len(got.Fields()) {
		return nil, fmt.Sprintf("the table has no column %s", got.Field(at).Name)
	}
	return lacks, ""
}
