package transform

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/shopspring/decimal"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
)

// runSource reads an object with its format and transforms it with a mapping.
func runSource(t testing.TB, spec Spec, format ingest.Format, name string, data []byte) result {
	t.Helper()
	out, err := trySource(t, spec, format, name, data)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// trySource is runSource for objects that may be refused as a whole.
func trySource(t testing.TB, spec Spec, format ingest.Format, name string, data []byte) (out result, err error) {
	t.Helper()
	plan, faults := Compile(spec)
	if len(faults) > 0 {
		t.Fatalf("compile: %v", faults)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	place := ingesttest.NewMemoryPlace(false)
	place.Put(name, data)
	src := ingest.New("test", place, ingest.Always(format), ingest.Env{Alloc: mem, Now: ingesttest.Clock})
	ctx := context.Background()
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := src.Inspect(ctx, objects[0])
	if err != nil {
		t.Fatal(err)
	}
	pass := plan.Start(origin, Env{Key: testKey(t), Now: today, Alloc: mem})
	defer pass.Close()
	issue := func(i dubbelkrona.Issue) error {
		out.issues = append(out.issues, i)
		return nil
	}
	err = src.Read(ctx, objects[0], origin, func(raw *dubbelkrona.RawBatch) error {
		return pass.Batch(raw, func(b *dubbelkrona.TypedBatch) error { out.add(b); return nil }, issue)
	})
	if err != nil {
		return out, err
	}
	out.counts, out.err = pass.Counts(), pass.Finish(issue)
	return out, nil
}

// realFile reads one of the public files, or skips the test if they do not exist.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../shared/fixtures/" + name)
	if err != nil {
		t.Skip("the folder of real files is absent")
	}
	return data
}

// sumOf returns the sum of a column of amounts.
func (r *result) sumOf(t testing.TB, column string) decimal.Decimal {
	t.Helper()
	sum := decimal.Zero
	for _, row := range r.rows {
		_, rest, ok := strings.Cut(row, " "+column+"=")
		if !ok {
			continue
		}
		text, _, _ := strings.Cut(rest, " ")
		amount, err := decimal.NewFromString(text)
		if err != nil {
			t.Fatal(err)
		}
		sum = sum.Add(amount)
	}
	return sum
}
