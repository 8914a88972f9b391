package parquet_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export/exporttest"
	sink "dubbelkrona/export/parquet"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

func TestSink(t *testing.T) {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(t, 0)
	exporttest.Run(t, sink.Sink{Alloc: alloc}, read)
}

func read(content []byte) (exporttest.Content, error) {
	in, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		return exporttest.Content{}, err
	}
	defer in.Close()
	arrows, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return exporttest.Content{}, err
	}
	table, err := arrows.ReadTable(context.Background())
	if err != nil {
		return exporttest.Content{}, err
	}
	defer table.Release()
	doc := exporttest.Content{Facts: make(map[string]string)}
	for _, pair := range in.MetaData().KeyValueMetadata() {
		if name, ours := strings.CutPrefix(pair.Key, "dubbelkrona."); ours {
			doc.Facts[name] = *pair.Value
		}
	}
	rows := array.NewTableReader(table, 1024)
	defer rows.Release()
	for rows.Next() {
		for i := range int(rows.Record().NumRows()) {
			doc.Rows = append(doc.Rows, readRow(rows.Record(), i))
		}
	}
	return doc, rows.Err()
}

func readRow(rec arrow.Record, i int) (row dubbelkrona.Result) {
	for _, c := range dubbelkrona.ResultColumns() {
		column := rec.Column(rec.Schema().FieldIndices(c.Name)[0])
		switch v := c.Field(&row).(type) {
		case *string:
			*v = column.(*array.String).Value(i)
		case *dubbelkrona.Dimensions:
			*v = dubbelkrona.Dimensions(column.(*array.String).Value(i))
		case *dubbelkrona.Number:
			if column.IsValid(i) {
				*v = dubbelkrona.Number{Unscaled: column.(*array.Decimal128).Value(i), Valid: true}
			}
		case *dubbelkrona.Count:
			if column.IsValid(i) {
				*v = dubbelkrona.Count{N: column.(*array.Int64).Value(i), Valid: true}
			}
		case *dubbelkrona.Day:
			if column.IsValid(i) {
				*v = dubbelkrona.NewDay(column.(*array.Date32).Value(i).ToTime())
			}
		case *bool:
			*v = column.(*array.Boolean).Value(i)
		}
	}
	return row
}
