package xlsx_test

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/xuri/excelize/v2"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/xlsx"
)

// fixture returns a real workbook, or a made-up one if the folder does not exist.
func fixture(tb testing.TB) []byte {
	data, err := os.ReadFile("../../../shared/fixtures/uhm/number_of_procurements.xlsx")
	if err != nil {
		return wide(tb, 20_000)
	}
	return data
}

// Every cell equals excelize's raw value.
func TestAgainstExcelize(t *testing.T) {
	data := fixture(t)
	tab, err := ingesttest.Decode(t, format(t, xlsx.Settings{}), "x.xlsx", data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(f.GetSheetName(0))
	if err != nil {
		t.Fatal(err)
	}
	if len(rows)-1 != len(tab.Rows) {
		t.Fatalf("%d rows; excelize has %d", len(tab.Rows), len(rows)-1)
	}
	for n, row := range rows[1:] {
		for i, name := range tab.Columns {
			want := ""
			if i < len(row) {
				want = row[i]
			}
			if got := tab.Rows[n].Cells[name]; got != want {
				t.Fatalf("row %d, %s: %q; excelize has %q", n+2, name, got, want)
			}
		}
	}
}

// BenchmarkDecode compares decoding into Arrow batches with excelize's row iterator over
// the same bytes.
func BenchmarkDecode(b *testing.B) {
	data := fixture(b)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		f := format(b, xlsx.Settings{})
		for b.Loop() {
			in := ingest.Input{
				OpenAt: func() (ingest.RandomAccess, error) { return bytes.NewReader(data), nil },
				Alloc:  memory.NewGoAllocator(), Limits: ingest.Limits{}.WithDefaults(),
			}
			if err := ingest.Decode(context.Background(), f, in, func(*dubbelkrona.RawBatch) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("excelize", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
			if err != nil {
				b.Fatal(err)
			}
			rows, err := f.Rows(f.GetSheetName(0))
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
				if _, err := rows.Columns(); err != nil {
					b.Fatal(err)
				}
			}
			if err := f.Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// FuzzSheet checks that no sheet or table of texts panics, and that errors are Invalid.
func FuzzSheet(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c></row><row><c s="1"><v>44562.5</v></c></row>`, `<si><t>_x000A_a</t></si>`)
	f.Add(`<row><c r="XFD1"><v>1</v></c></row><row r="1"/><row r="-5"><c t="b"><v>0</v></c></row>`, `<si><r><t>a</t></r></si><si/>`)
	f.Add(`<row><c><v>1<v>2</v></c></row></row><c>`, `<si><si>`)
	format, err := xlsx.New(xlsx.Settings{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		limits := ingest.Limits{Record: 1 << 16, Columns: 100, BatchRows: 3}
		_, err := ingesttest.DecodeWith(t, format, "x.xlsx", handmade(t, sheet, shared), limits)
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Fatalf("%v is not Invalid", err)
		}
	})
}

// FuzzFile checks that no bytes in a file with a workbook's name panic.
func FuzzFile(f *testing.F) {
	f.Add(handmade(f, `<row><c t="s"><v>0</v></c></row>`, `<si><t>a</t></si>`))
	f.Add([]byte("PK\x05\x06" + strings.Repeat("\x00", 18)))
	format, err := xlsx.New(xlsx.Settings{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		limits := ingest.Limits{Record: 1 << 16, Columns: 100, Memory: 1 << 20, Unpacked: 1 << 22}
		_, err := ingesttest.DecodeWith(t, format, "x.xlsx", data, limits)
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Fatalf("%v is not Invalid", err)
		}
	})
}
