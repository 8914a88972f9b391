// Package ingesttest checks that sources, places and formats do what the
// interfaces of package ingest require: Run is the suite for all of them,
// RunCursor the one for sources with cursors, RunFaults the one for sources that
// cannot be read. Decode returns the rows that a format reads from given bytes.
package ingesttest

import (
	"bytes"
	"context"
	"errors"
	"reflect"
	"runtime"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Subject is a source under test.
type Subject struct {
	// Object is the name of the object.
	Object string
	// Sample is a valid object with Rows rows (at least three) and Columns.
	Sample  []byte
	Rows    int
	Columns []string
	// Empty is a valid object without rows, such as a header alone, which is
	// read as one batch of no rows. Nil if there is none.
	Empty []byte
	// Large makes an object with the given number of rows, of at least 100 bytes
	// each. LargeRows is a number of rows for an object that is much larger than
	// the memory that reading may use; 0 means 500,000.
	Large     func(rows int) []byte
	LargeRows int
	// Write makes an object with the given columns and rows. Nil if objects of
	// the kind have no header.
	Write func(columns []string, rows [][]string) []byte
	// Held reports that Read reads a copy of the inspected bytes (see
	// ingest.Fetched), so that a change is seen at the next listing only.
	Held bool
	// Make makes the source with one object, and a function that replaces the
	// object's bytes.
	Make func(t *testing.T, env ingest.Env, name string, data []byte) (src ingest.Source, replace func([]byte))
}

// InMemory returns a Subject.Make for a format, with the object in memory.
func InMemory(f ingest.Format) func(*testing.T, ingest.Env, string, []byte) (ingest.Source, func([]byte)) {
	return func(_ *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
		place := NewMemoryPlace(false)
		place.Put(name, data)
		return ingest.New("test", place, ingest.Always(f), env), func(data []byte) { place.Put(name, data) }
	}
}

// Run checks everything that package ingest requires of a source.
func Run(t *testing.T, s Subject) {
	t.Helper()
	t.Run("reads the sample, the same each time", s.same)
	t.Run("an error of emit ends the read and is returned unchanged", s.emitError)
	t.Run("stops when its context is cancelled", s.cancel)
	t.Run("an object without rows", s.empty)
	t.Run("an object without content", s.noContent)
	t.Run("changed between Inspect and Read", s.changed)
	t.Run("columns that are added, missing, renamed or reordered", s.reshaped)
	t.Run("grown between Objects and Inspect", s.grown)
	t.Run("truncated anywhere", s.cut)
	t.Run("memory is bounded", s.bounded)
	noGoroutines(t)
}

// noGoroutines checks that the tests have left no goroutine running.
func noGoroutines(t *testing.T) {
	t.Helper()
	for i := 0; started() > 0; i++ {
		if i > 10_000 {
			t.Fatalf("%d goroutines are still running", started())
		}
		runtime.Gosched()
	}
}

// started counts the goroutines that this module has started. The runtime
// starts and ends others at any time, for example to run cleanups of files.
func started() int {
	stacks := make([]byte, 1<<20)
	return bytes.Count(stacks[:runtime.Stack(stacks, true)], []byte("created by dubbelkrona/"))
}

// start makes the source with small batches and lists its object.
func (s Subject) start(t *testing.T, data []byte, limits ingest.Limits) (ingest.Source, ingest.Object, func([]byte)) {
	t.Helper()
	env := Env(t)
	env.Limits = limits
	src, replace := s.Make(t, env, s.Object, data)
	objects, err := Objects(src, nil)
	if err != nil || len(objects) != 1 {
		t.Fatalf("Objects: %d objects, %v; want 1", len(objects), err)
	}
	return src, objects[0], replace
}

func (s Subject) inspect(t *testing.T, src ingest.Source, obj ingest.Object) dubbelkrona.Origin {
	t.Helper()
	origin, err := src.Inspect(context.Background(), obj)
	if err != nil {
		t.Fatal(err)
	}
	return origin
}

func (s Subject) same(t *testing.T) {
	src, obj, _ := s.start(t, s.Sample, ingest.Limits{BatchRows: 2})
	origin := s.inspect(t, src, obj)
	if again := s.inspect(t, src, obj); again != origin {
		t.Errorf("two inspections return different origins: %+v and %+v", origin, again)
	}
	if len(origin.SHA256) != 64 || origin.Object != obj.Label || origin.Bytes != int64(len(s.Sample)) {
		t.Errorf("origin %+v; want label %q and %d bytes", origin, obj.Label, len(s.Sample))
	}
	var tables [2]Table
	for i := range tables {
		err := src.Read(context.Background(), obj, origin, func(raw *dubbelkrona.RawBatch) error {
			if raw.Origin != origin {
				t.Errorf("a batch has origin %+v", raw.Origin)
			}
			if n := raw.Record.NumRows(); n == 0 || n > 2 || int(n) != len(raw.Rows) {
				t.Errorf("a batch has %d rows and %d positions; want 1 or 2 of both", n, len(raw.Rows))
			}
			tables[i].Add(raw)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(tables[0], tables[1]) {
		t.Error("reading the same bytes twice returns different rows")
	}
	if len(tables[0].Rows) != s.Rows || !slices.Equal(tables[0].Columns, s.Columns) {
		t.Errorf("read %d rows of columns %q; want %d of %q", len(tables[0].Rows), tables[0].Columns, s.Rows, s.Columns)
	}
	if !slices.IsSortedFunc(tables[0].Rows, func(a, b Row) int { return int(a.At - b.At) }) {
		t.Error("the positions of the rows do not ascend")
	}
}

func (s Subject) emitError(t *testing.T) {
	src, obj, _ := s.start(t, s.Sample, ingest.Limits{BatchRows: 1})
	emitError(t, src, obj, s.inspect(t, src, obj))
}

func emitError(t *testing.T, src ingest.Source, obj ingest.Object, origin dubbelkrona.Origin) {
	t.Helper()
	stop := errors.New("stop")
	calls := 0
	err := src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error {
		calls++
		return stop
	})
	if err != stop || calls != 1 {
		t.Errorf("Read: %v after %d calls of emit; want emit's own error after 1", err, calls)
	}
}

func (s Subject) cancel(t *testing.T) {
	src, obj, _ := s.start(t, s.Sample, ingest.Limits{BatchRows: 1})
	origin := s.inspect(t, src, obj)
	ctx, cancel := context.WithCancel(context.Background())
	calls := 0
	err := src.Read(ctx, obj, origin, func(*dubbelkrona.RawBatch) error {
		calls++
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) || calls != 1 {
		t.Errorf("Read: %v after %d calls of emit; want context.Canceled after 1", err, calls)
	}
	if _, err := src.Inspect(ctx, obj); !errors.Is(err, context.Canceled) {
		t.Errorf("Inspect with a cancelled context: %v", err)
	}
}

func (s Subject) empty(t *testing.T) {
	if s.Empty == nil {
		t.Skip("the subject has no such object")
	}
	src, obj, _ := s.start(t, s.Empty, ingest.Limits{})
	batches := 0
	err := src.Read(context.Background(), obj, s.inspect(t, src, obj), func(raw *dubbelkrona.RawBatch) error {
		if batches++; raw.Record.NumRows() != 0 || len(raw.Rows) != 0 {
			t.Error("a batch has rows")
		}
		return nil
	})
	if err != nil || batches == 0 {
		t.Errorf("%d batches, %v; want one with the columns", batches, err)
	}
}

// noContent checks that objects without content are refused and not read as
// deliveries without rows, which have at least a header.
func (s Subject) noContent(t *testing.T) {
	for name, data := range map[string][]byte{"0 bytes": {}, "a byte order mark": []byte("\ufeff"), "blank lines": []byte(" \r\n\n")} {
		src, obj, _ := s.start(t, data, ingest.Limits{})
		origin, err := src.Inspect(context.Background(), obj)
		if err == nil {
			err = src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error { return nil })
		}
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v; want an Invalid error", name, err)
		}
	}
}

// heapBound is the max memory that reading may use beyond the object itself: a
// few batches of 1 MiB, and buffers.
const heapBound = 24 << 20

// bounded checks the size of the heap while an object is read that is several
// times larger than the bound.
func (s Subject) bounded(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a large object")
	}
	rows := s.LargeRows
	if rows == 0 {
		rows = 500_000
	}
	data := s.Large(rows)
	src, obj, _ := s.start(t, data, ingest.Limits{BatchBytes: 1 << 20})
	origin := s.inspect(t, src, obj)
	base := heap()
	var peak uint64
	var read, batches int
	err := src.Read(context.Background(), obj, origin, func(raw *dubbelkrona.RawBatch) error {
		read += len(raw.Rows)
		if batches++; batches%16 == 0 {
			peak = max(peak, heap())
		}
		return nil
	})
	if err != nil || read != rows {
		t.Fatalf("read %d rows, %v; want %d", read, err, rows)
	}
	if peak > base+heapBound {
		t.Errorf("used %d MiB while reading; want at most %d", (peak-base)>>20, heapBound>>20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
