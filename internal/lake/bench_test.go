package lake_test

import (
	"math/rand/v2"
	"testing"

	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// BenchmarkWrite writes a ledger of half a million postings, 17 columns, in
// batches as a transform emits them.
func BenchmarkWrite(b *testing.B) {
	const batch, batches = 8192, 60
	rng := rand.New(rand.NewPCG(1, 2))
	var records []arrow.Record
	for i := range batches {
		records = append(records, spendRecord(memory.DefaultAllocator, rng, i*batch, batch))
	}
	l, _ := open(b, lake.Options{})
	var bytes int64
	b.ReportAllocs()
	for b.Loop() {
		f := write(b, l, table(b, "spend"), records...)
		bytes = f.Bytes
		if err := l.Discard(f.Path); err != nil {
			b.Fatal(err)
		}
	}
	rows := float64(batch * batches)
	b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
	b.ReportMetric(float64(bytes)/rows, "file-B/row")
}
