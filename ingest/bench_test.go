package ingest_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"unicode/utf8"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// BenchmarkPasses compares the two passes over a ledger of 15 columns with only
// hashing and validating the same bytes in memory.
func BenchmarkPasses(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("k0;k1;k2;k3;k4;k5;k6;k7;k8;k9;k10;k11;k12;k13;k14\n")
	for i := range 400_000 {
		fmt.Fprintf(&text, "2120000%03d;Exempelkommun %d;30%08d;Leverantör nr %d AB;556%07d;%d;Övriga främmande tjänster;2022-%02d-%02d;Förvaltning %d;F%07d;%d,%02d;;A-%d;%04d;S%d\n",
			i%290, i%290, i, i%5000, i%5000, 4000+i%3999, 1+i%12, 1+i%28, i%40, i, i%900000-1000, i%100, i%700, i%2600, i%9)
	}
	data := text.Bytes()
	ctx := context.Background()
	src := source(b, ingest.Env{}, false, "x.csv", data)
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		b.Fatal(err)
	}
	origin, err := src.Inspect(ctx, objects[0])
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Inspect", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := src.Inspect(ctx, objects[0]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sha256", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			sha256.Sum256(data)
		}
	})
	b.Run("utf8.Valid", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if !utf8.Valid(data) {
				b.Fatal("not valid")
			}
		}
	})
	b.Run("Read", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if err := src.Read(ctx, objects[0], origin, func(*dubbelkrona.RawBatch) error { return nil }); err != nil {
				b.Fatal(err)
			}
		}
	})
}
