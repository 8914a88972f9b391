package peppol_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/peppol"
)

// BenchmarkDecode compares two passes into Arrow batches with encoding/xml
// reading the same invoice once into structs of the same fields.
func BenchmarkDecode(b *testing.B) {
	const rows = 20_000
	data := large(rows)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			n := int64(0)
			in := ingest.Input{
				Open:  func() (io.Reader, error) { return bytes.NewReader(data), nil },
				Alloc: memory.NewGoAllocator(), Limits: ingest.Limits{}.WithDefaults(),
			}
			f := &peppol.Format{}
			err := ingest.Decode(context.Background(), f, in, func(raw *dubbelkrona.RawBatch) error { n += raw.Record.NumRows(); return nil })
			if err != nil || n != rows {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("encoding-xml", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var invoice struct {
				ID    string `xml:"ID"`
				Date  string `xml:"IssueDate"`
				Total string `xml:"LegalMonetaryTotal>TaxExclusiveAmount"`
				Lines []struct {
					ID          string `xml:"ID"`
					Amount      string `xml:"LineExtensionAmount"`
					Name        string `xml:"Item>Name"`
					Description string `xml:"Item>Description"`
				} `xml:"InvoiceLine"`
			}
			if err := xml.Unmarshal(data, &invoice); err != nil || len(invoice.Lines) != rows {
				b.Fatal(len(invoice.Lines), err)
			}
		}
	})
}
