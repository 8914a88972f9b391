package json_test

import (
	"bytes"
	"context"
	stdjson "encoding/json"
	"io"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/json"
)

// BenchmarkDecode compares decoding into Arrow batches with encoding/json, which
// streams the same array into maps, the simplest form that could then be flattened.
func BenchmarkDecode(b *testing.B) {
	const rows = 50_000
	data := postings(rows, false)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		f := format(b, json.Settings{})
		for b.Loop() {
			n := int64(0)
			in := ingest.Input{
				Open:  func() (io.Reader, error) { return bytes.NewReader(data), nil },
				Alloc: memory.NewGoAllocator(), Limits: ingest.Limits{}.WithDefaults(),
			}
			err := ingest.Decode(context.Background(), f, in, func(raw *dubbelkrona.RawBatch) error { n += raw.Record.NumRows(); return nil })
			if err != nil || n != rows {
				b.Fatal(n, err)
			}
		}
	})
	b.Run("encoding-json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			d := stdjson.NewDecoder(bytes.NewReader(data))
			d.UseNumber()
			if _, err := d.Token(); err != nil {
				b.Fatal(err)
			}
			for d.More() {
				var row map[string]any
				if err := d.Decode(&row); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}
