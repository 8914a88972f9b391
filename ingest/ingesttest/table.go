package ingesttest

import (
	"context"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/rawbatch"
)

// Row is a row that was read.
type Row struct {
	At    int64             // its position in the object
	Cells map[string]string // by column, without NULLs
	Fault string            // the cell of rawbatch.FaultColumn
}

// Table is everything that was read from an object.
type Table struct {
	Columns []string // in the order in which they first occurred
	Rows    []Row
}

// Add appends a batch.
func (tab *Table) Add(raw *dubbelkrona.RawBatch) {
	first := len(tab.Rows)
	for _, at := range raw.Rows {
		tab.Rows = append(tab.Rows, Row{At: at, Cells: make(map[string]string)})
	}
	known := make(map[string]bool)
	for _, name := range tab.Columns {
		known[name] = true
	}
	for i, field := range raw.Record.Schema().Fields() {
		column := raw.Record.Column(i).(*array.String)
		if field.Name != rawbatch.FaultColumn && !known[field.Name] {
			tab.Columns = append(tab.Columns, field.Name)
		}
		for n := range column.Len() {
			row := &tab.Rows[first+n]
			switch {
			case column.IsNull(n):
			case field.Name == rawbatch.FaultColumn:
				row.Fault = column.Value(n)
			default:
				row.Cells[field.Name] = column.Value(n)
			}
		}
	}
}

// Clock returns a fixed time that tests use as the current time.
func Clock() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// Env returns an environment for tests. When the test ends, it must have
// released everything that it allocated.
func Env(t testing.TB) ingest.Env {
	alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
	t.Cleanup(func() { alloc.AssertSize(t, 0) })
	return ingest.Env{Alloc: alloc, Now: Clock}
}

// Objects lists the objects of a source after a cursor, up to the first error.
func Objects(src ingest.Source, cursor []byte) (all []ingest.Object, err error) {
	for obj, err := range src.Objects(context.Background(), cursor) {
		if err != nil {
			return all, err
		}
		all = append(all, obj)
	}
	return all, nil
}

// Read lists, inspects and reads the first object of a source.
func Read(t testing.TB, src ingest.Source) (tab Table, err error) {
	t.Helper()
	ctx := context.Background()
	objects, err := Objects(src, nil)
	if err != nil {
		return tab, err
	}
	if len(objects) == 0 {
		t.Fatal("the source lists no object")
	}
	origin, err := src.Inspect(ctx, objects[0])
	if err != nil {
		return tab, err
	}
	err = src.Read(ctx, objects[0], origin, func(raw *dubbelkrona.RawBatch) error {
		tab.Add(raw)
		return nil
	})
	return tab, err
}

// Decode reads bytes as an object of a format, through a source, and checks
// that all memory is released.
func Decode(t testing.TB, f ingest.Format, name string, data []byte) (Table, error) {
	t.Helper()
	return DecodeWith(t, f, name, data, ingest.Limits{})
}

// DecodeWith is Decode with other limits.
func DecodeWith(t testing.TB, f ingest.Format, name string, data []byte, limits ingest.Limits) (Table, error) {
	t.Helper()
	alloc := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer alloc.AssertSize(t, 0)
	place := NewMemoryPlace(false)
	place.Put(name, data)
	return Read(t, ingest.New("test", place, ingest.Always(f), ingest.Env{Alloc: alloc, Now: Clock, Limits: limits}))
}
