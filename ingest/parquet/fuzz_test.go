package parquet_test

import (
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/parquet"
)

// FuzzDecode checks that any bytes are rows or an Invalid error.
func FuzzDecode(f *testing.F) {
	whole := ledger(f, 20)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PAR1PAR1"))
	f.Add([]byte("PAR1\x15\x00\x00\x00\x00PAR1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := ingesttest.DecodeWith(t, &parquet.Format{}, "x.parquet", data, ingest.Limits{Memory: 16 << 20, BatchRows: 64})
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%v", err)
		}
	})
}
