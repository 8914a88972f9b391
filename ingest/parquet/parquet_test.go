package parquet_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	library "github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/compress"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/parquet"
)

// write writes a Parquet file with row groups of groupRows rows.
func write(t testing.TB, schema *arrow.Schema, groupRows int, fill ...func(*array.RecordBuilder)) []byte {
	t.Helper()
	var out bytes.Buffer
	props := library.NewWriterProperties(library.WithMaxRowGroupLength(int64(groupRows)), library.WithCompression(compress.Codecs.Zstd), library.WithDataPageSize(64<<10))
	w, err := pqarrow.NewFileWriter(schema, &out, props, pqarrow.NewArrowWriterProperties(pqarrow.WithStoreSchema()))
	if err != nil {
		t.Fatal(err)
	}
	b := array.NewRecordBuilder(memory.NewGoAllocator(), schema)
	defer b.Release()
	for _, f := range fill {
		f(b)
		record := b.NewRecord()
		if err := w.Write(record); err != nil {
			t.Fatal(err)
		}
		record.Release()
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var ledgerSchema = arrow.NewSchema([]arrow.Field{
	{Name: "leverantör", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "belopp", Type: &arrow.Decimal128Type{Precision: 18, Scale: 2}, Nullable: true},
	{Name: "datum", Type: arrow.FixedWidthTypes.Date32},
	{Name: "text", Type: arrow.BinaryTypes.String},
}, nil)

// ledger returns a ledger with the given number of rows in row groups of 40,000.
func ledger(t testing.TB, rows int) []byte {
	const group = 40_000
	var fills []func(*array.RecordBuilder)
	for from := 0; from < rows; from += group {
		fills = append(fills, func(b *array.RecordBuilder) {
			for i := from; i < min(from+group, rows); i++ {
				b.Field(0).(*array.StringBuilder).Append(fmt.Sprintf("Leverantör %d AB", i%5000))
				appendAmount(b.Field(1), int64(i%90_000*100+50))
				b.Field(2).(*array.Date32Builder).Append(arrow.Date32(20_000 + i%365))
				b.Field(3).(*array.StringBuilder).Append(fmt.Sprintf("Faktura %d för skötsel av parker och lekplatser under hela det gångna året enligt avtal", i))
			}
		})
	}
	return write(t, ledgerSchema, group, fills...)
}

func TestConformance(t *testing.T) {
	sample := write(t, ledgerSchema, 2, func(b *array.RecordBuilder) {
		b.Field(0).(*array.StringBuilder).AppendValues([]string{"Ö AB", "", "x"}, []bool{true, true, false})
		for range 3 {
			appendAmount(b.Field(1), -150)
		}
		b.Field(2).(*array.Date32Builder).AppendValues([]arrow.Date32{0, 1, 2}, nil)
		b.Field(3).(*array.StringBuilder).AppendValues([]string{"a", "b", "c"}, nil)
	})
	ingesttest.Run(t, ingesttest.Subject{
		Object: "ledger.parquet", Sample: sample, Rows: 3, Columns: []string{"leverantör", "belopp", "datum", "text"},
		Empty: write(t, ledgerSchema, 2), Large: func(n int) []byte { return ledger(t, n) },
		Make: ingesttest.InMemory(&parquet.Format{}),
	})
}

// show formats each row as its position and its cells in the order of the columns.
func show(tab ingesttest.Table) string {
	var lines []string
	for _, row := range tab.Rows {
		var cells []string
		for _, name := range tab.Columns {
			if cell, ok := row.Cells[name]; ok {
				cells = append(cells, cell)
			} else {
				cells = append(cells, "∅")
			}
		}
		line := fmt.Sprintf("%d:%s", row.At, strings.Join(cells, "|"))
		if row.Fault != "" {
			line += " !" + row.Fault
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func read(t *testing.T, data []byte) string {
	t.Helper()
	tab, err := ingesttest.Decode(t, &parquet.Format{}, "x.parquet", data)
	if err != nil {
		t.Fatal(err)
	}
	return show(tab)
}

// Types that Arrow writes and DuckDB does not.
func TestArrowTypes(t *testing.T) {
	dictionary := &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int8, ValueType: arrow.BinaryTypes.String}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "dictionary", Type: dictionary, Nullable: true},
		{Name: "nothing", Type: arrow.Null, Nullable: true},
		{Name: "large", Type: arrow.BinaryTypes.LargeString, Nullable: true},
		{Name: "time32", Type: arrow.FixedWidthTypes.Time32ms, Nullable: true},
		{Name: "bytes", Type: arrow.BinaryTypes.Binary, Nullable: true},
		{Name: "instant", Type: &arrow.TimestampType{Unit: arrow.Millisecond, TimeZone: "UTC"}, Nullable: true},
	}, nil)
	got := read(t, write(t, schema, 10, func(b *array.RecordBuilder) {
		for i := range 2 {
			if i == 1 {
				for _, f := range b.Fields() {
					f.AppendNull()
				}
				continue
			}
			if err := b.Field(0).(*array.BinaryDictionaryBuilder).AppendString("Kalmar"); err != nil {
				t.Fatal(err)
			}
			b.Field(1).AppendNull()
			b.Field(2).(*array.LargeStringBuilder).Append("x")
			b.Field(3).(*array.Time32Builder).Append(52_200_250)
			b.Field(4).(*array.BinaryBuilder).Append([]byte("Växjö"))
			b.Field(5).(*array.TimestampBuilder).Append(arrow.Timestamp(ingesttest.Clock().UnixMilli()))
		}
	}))
	if want := "1:Kalmar|∅|x|14:30:00.25|Växjö|2026-03-01T12:00:00Z\n2:∅|∅|∅|∅|∅|∅"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColumnsOfBytes(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "a", Type: arrow.BinaryTypes.Binary}, {Name: "b", Type: arrow.PrimitiveTypes.Int8}}, nil)
	got := read(t, write(t, schema, 10, func(b *array.RecordBuilder) {
		b.Field(0).(*array.BinaryBuilder).AppendValues([][]byte{{0xff}, []byte("x")}, nil)
		b.Field(1).(*array.Int8Builder).AppendValues([]int8{1, -2}, nil)
	}))
	if want := "1:∅|1 !row.utf8: column 1 is not UTF-8\n2:x|-2"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColumnNames(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "\ufeff a  b ", Type: arrow.PrimitiveTypes.Int8}, {Name: "a b", Type: arrow.PrimitiveTypes.Int8}, {Name: "", Type: arrow.PrimitiveTypes.Int8}}, nil)
	data := write(t, schema, 10, func(b *array.RecordBuilder) {
		for i := range 3 {
			b.Field(i).(*array.Int8Builder).Append(int8(i))
		}
	})
	tab, err := ingesttest.Decode(t, &parquet.Format{}, "x.parquet", data)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q %s", tab.Columns, show(tab)); got != `["a b" "kolumn_2" "kolumn_3"] 1:0|1|2` {
		t.Error(got)
	}
}

func TestRefusals(t *testing.T) {
	good := ledger(t, 5000)
	nested := arrow.NewSchema([]arrow.Field{{Name: "namn", Type: arrow.BinaryTypes.String}, {Name: "koder", Type: arrow.ListOf(arrow.BinaryTypes.String)}}, nil)
	record := arrow.NewSchema([]arrow.Field{{Name: "köpare", Type: arrow.StructOf(arrow.Field{Name: "x", Type: arrow.PrimitiveTypes.Int8})}}, nil)
	bytes16 := arrow.NewSchema([]arrow.Field{{Name: "hash", Type: &arrow.FixedSizeBinaryType{ByteWidth: 16}}}, nil)
	for name, c := range map[string]struct {
		in     []byte
		limits ingest.Limits
		want   string
	}{
		"a list":                   {write(t, nested, 1), ingest.Limits{}, "column koder (number 2) is of type LIST"},
		"a record":                 {write(t, record, 1), ingest.Limits{}, "column köpare (number 1) is of type STRUCT"},
		"bytes of a length":        {write(t, bytes16, 1), ingest.Limits{}, "column hash (number 1) is of type FIXED_SIZE_BINARY"},
		"an encoding of version 2": {duckdb(t, "SELECT 1.5::DOUBLE AS a", ", PARQUET_VERSION v2"), ingest.Limits{}, "column number 1 is encoded as"},
		"lz4":                      {duckdb(t, "SELECT 1 AS a", ", COMPRESSION lz4_raw"), ingest.Limits{}, "column number 1 is compressed with"},
		"encrypted":                {append(bytes.Clone(good[:len(good)-4]), "PARE"...), ingest.Limits{}, "encrypted"},
		"cut off":                  {good[:len(good)-1], ingest.Limits{}, "damaged"},
		"the start alone":          {good[:4], ingest.Limits{}, "damaged"},
		"less":                     {good[:2], ingest.Limits{}, "damaged"},
		"a page overwritten":       {append(append(bytes.Clone(good[:4]), make([]byte, 3000)...), good[3004:]...), ingest.Limits{}, "damaged"},
		"too many columns":         {good, ingest.Limits{Columns: 3}, "more than 3 columns"},
		"a long cell":              {good, ingest.Limits{Record: 50}, "row 1: the cell of column number 4 is longer than 50 bytes"},
		"unpacks far":              {good, ingest.Limits{Unpacked: 10_000}, "unpacks to more than 10000 bytes"},
		"little memory":            {good, ingest.Limits{Memory: 10_000}, "more than 10000 bytes of memory"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ingesttest.DecodeWith(t, &parquet.Format{}, "x.parquet", c.in, c.limits)
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(fmt.Sprint(err), c.want) {
				t.Errorf("%v; want an Invalid error that says %q", err, c.want)
			}
		})
	}
}

// Whichever byte of a file is overwritten, the result is an Invalid error or rows; the
// Parquet library panics on some of these files.
func TestDamagedAnywhere(t *testing.T) {
	good := write(t, ledgerSchema, 2, func(b *array.RecordBuilder) {
		for i := range 3 {
			b.Field(0).(*array.StringBuilder).Append("x")
			appendAmount(b.Field(1), int64(i))
			b.Field(2).(*array.Date32Builder).Append(1)
			b.Field(3).(*array.StringBuilder).Append("y")
		}
	})
	refused := 0
	for at := range good {
		for _, value := range []byte{0, 0x7f, 0xff} {
			data := bytes.Clone(good)
			data[at] = value
			_, err := ingesttest.DecodeWith(t, &parquet.Format{}, "x.parquet", data, ingest.Limits{Memory: 1 << 20})
			if err != nil {
				refused++
				if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
					t.Fatalf("byte %d as %#x: %v is not Invalid", at, value, err)
				}
			}
		}
	}
	if refused == 0 {
		t.Error("no damage was seen")
	}
}

func TestFormatIsDetected(t *testing.T) {
	for head, want := range map[string]bool{"PAR1\x15": true, "PARE": true, "PAR": false, "PARK;belopp": false} {
		if got := parquet.Kind().Match("x.parquet", []byte(head)); got != want {
			t.Errorf("Match(%q) = %v", head, got)
		}
	}
}
