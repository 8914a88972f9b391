package csv_test

import (
	"bytes"
	"context"
	stdcsv "encoding/csv"
	"fmt"
	"io"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
)

// ledger returns a made-up supplier ledger of 15 columns and about 160 bytes a row.
func ledger(rows int) []byte {
	var b bytes.Buffer
	b.WriteString("kopare_id;kopare;verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;datum;forvaltning;fakturanummer;belopp;grund;avtal;kommun_id;s_kod_nr\n")
	for i := range rows {
		fmt.Fprintf(&b, "2120000%03d;Exempelkommun %d;30%08d;Leverantör nr %d AB;556%07d;%d;Övriga främmande tjänster;2022-%02d-%02d;Förvaltning %d;F%07d;%d,%02d;;A-%d;%04d;S%d\n",
			i%290, i%290, i, i%5000, i%5000, 4000+i%3999, 1+i%12, 1+i%28, i%40, i, i%900000-1000, i%100, i%700, i%2600, i%9)
	}
	return b.Bytes()
}

func decode(tb testing.TB, data []byte, emit func(*dubbelkrona.RawBatch) error) {
	tb.Helper()
	f, err := csv.New(csv.Settings{})
	if err != nil {
		tb.Fatal(err)
	}
	in := ingest.Input{
		Open:   func() (io.Reader, error) { return bytes.NewReader(data), nil },
		Alloc:  memory.NewGoAllocator(),
		Limits: ingest.Limits{}.WithDefaults(),
	}
	if err := ingest.Decode(context.Background(), f, in, emit); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkDecode compares decoding into Arrow batches with encoding/csv in its
// fastest mode, which reads the same bytes with and without filling Arrow builders.
func BenchmarkDecode(b *testing.B) {
	data := ledger(200_000)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			rows := int64(0)
			decode(b, data, func(raw *dubbelkrona.RawBatch) error { rows += raw.Record.NumRows(); return nil })
			if rows != 200_000 {
				b.Fatal(rows)
			}
		}
	})
	b.Run("encoding-csv-builders", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := stdcsv.NewReader(bytes.NewReader(data))
			r.Comma, r.ReuseRecord = ';', true
			var builders [15]*array.StringBuilder
			for i := range builders {
				builders[i] = array.NewStringBuilder(memory.NewGoAllocator())
			}
			for rows := 1; ; rows++ {
				record, err := r.Read()
				for i, cell := range record {
					builders[i].Append(cell)
				}
				if err != nil || rows%32768 == 0 {
					for _, builder := range builders {
						builder.NewArray().Release()
					}
				}
				if err == io.EOF {
					break
				}
			}
		}
	})
	b.Run("encoding-csv", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			r := stdcsv.NewReader(bytes.NewReader(data))
			r.Comma, r.ReuseRecord = ';', true
			rows := 0
			for {
				if _, err := r.Read(); err == io.EOF {
					break
				} else if err != nil {
					b.Fatal(err)
				}
				rows++
			}
			if rows != 200_001 {
				b.Fatal(rows)
			}
		}
	})
}
