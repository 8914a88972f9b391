package parquet_test

import (
	"bytes"
	"context"
	"fmt"
	"testing"
	"time"

	"dubbelkrona/export"
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

func read(content []byte) (exporttest.Document, error) {
	in, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		return exporttest.Document{}, err
	}
	defer in.Close()
	header, err := readHeader(in)
	if err != nil {
		return exporttest.Document{}, err
	}
	arrows, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return exporttest.Document{}, err
	}
	table, err := arrows.ReadTable(context.Background())
	if err != nil {
		return exporttest.Document{}, err
	}
	defer table.Release()
	doc := exporttest.Document{Header: &header}
	rows := array.NewTableReader(table, 1024)
	defer rows.Release()
	for rows.Next() {
		for i := range int(rows.Record().NumRows()) {
			doc.Rows = append(doc.Rows, readRow(rows.Record(), i))
		}
	}
	return doc, rows.Err()
}

func readHeader(in *file.Reader) (h export.Header, err error) {
	texts := map[string]string{}
	for _, pair := range in.MetaData().KeyValueMetadata() {
		texts[pair.Key] = *pair.Value
	}
	h.Snapshot, h.Generator = texts["dubbelkrona.snapshot"], texts["dubbelkrona.generator"]
	h.Language, h.Definitions = texts["dubbelkrona.language"], texts["dubbelkrona.definitions"]
	if h.Built, err = time.Parse(time.RFC3339Nano, texts["dubbelkrona.built"]); err != nil {
		return h, fmt.Errorf("footer %v: %w", texts, err)
	}
	h.AsOf, err = time.Parse(time.RFC3339Nano, texts["dubbelkrona.as_of"])
	return h, err
}

func readRow(rec arrow.Record, i int) (row export.Row) {
	column := func(name string) arrow.Array {
		return rec.Column(rec.Schema().FieldIndices(name)[0])
	}
	text := func(name string) string { return column(name).(*array.String).Value(i) }
	number := func(name string) export.Decimal {
		if column(name).IsNull(i) {
			return export.Decimal{}
		}
		return export.Decimal{Unscaled: column(name).(*array.Decimal128).Value(i), Valid: true}
	}
	row = export.Row{
		Metric: text("metric"), Part: text("part"), PeriodGrain: text("period_grain"), Period: text("period"), Grouping: text("grouping"),
		Municipality: text("municipality"), Dimensions: text("dimensions"), Value: number("value"), Low: number("low"), High: number("high"),
		Unit: text("unit"), Grade: text("grade"), Status: text("status"), Synthetic: column("synthetic").(*array.Boolean).Value(i),
		Warnings: text("warnings"), Definition: text("definition"), Snapshot: text("snapshot"),
	}
	if persons := column("persons").(*array.Int64); persons.IsValid(i) {
		row.Persons = export.Count{N: persons.Value(i), Valid: true}
	}
	return row
}
