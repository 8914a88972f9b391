// Package ingesttest holds sources and formats to what the seams of package
// ingest promise: Run is one suite for all of them, RunCursor is the one for
// sources with cursors, RunFaults for what cannot be read, and Decode shows a
// test what a format makes of some bytes.
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
	// Object is the name that an object gets.
	Object string
	// Sample is a valid object with Rows rows, at least three, and Columns.
	Sample  []byte
	Rows    int
	Columns []string
	// Empty is an object without rows that is not faulty, such as a header
	// alone; it gives one batch of no rows. Nil: there is none.
	Empty []byte
	// Large makes an object of so many rows, of at least 100 bytes each, and
	// LargeRows is how many make an object much larger than what reading may
	// hold; 0 is 500,000.
	Large     func(rows int) []byte
	LargeRows int
	// Write makes an object with these columns and rows, for formats whose
	// objects have a header. Nil: the kind has none.
	Write func(columns []string, rows [][]string) []byte
	// Held says that the place keeps the bytes that were inspected, as one
	// over a network does: what changes meanwhile is seen the next time.
	Held bool
	// Make makes the source with one object, and a function that puts other
	// bytes in its place.
	Make func(t *testing.T, env ingest.Env, name string, data []byte) (src ingest.Source, replace func([]byte))
}

// OnShelf is a Subject.Make for a format, whose objects lie in memory.
func OnShelf(f ingest.Format) func(*testing.T, ingest.Env, string, []byte) (ingest.Source, func([]byte)) {
	return func(_ *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
		shelf := NewShelf(false)
		shelf.Put(name, data)
		return ingest.New("test", shelf, ingest.Always(f), env), func(data []byte) { shelf.Put(name, data) }
	}
}

// Run checks everything that a source promises.
func Run(t *testing.T, s Subject) {
	t.Helper()
	t.Run("reads the sample, the same each time", s.same)
	t.Run("an error of emit ends the read and comes back as it is", s.emitError)
	t.Run("ends with its context", s.cancel)
	t.Run("an object without rows", s.empty)
	t.Run("an object of nothing", s.nothing)
	t.Run("changed between Inspect and Read", s.changed)
	t.Run("columns that are added, missing, renamed or reordered", s.reshaped)
	t.Run("grown between Objects and Inspect", s.grown)
	t.Run("cut off anywhere", s.cut)
	t.Run("memory is bounded", s.bounded)
	noGoroutines(t)
}

// noGoroutines checks that what was read has left none behind.
func noGoroutines(t *testing.T) {
	t.Helper()
	for i := 0; started() > 0; i++ {
		if i > 10_000 {
			t.Fatalf("%d goroutines are left", started())
		}
		runtime.Gosched()
	}
}

// started counts goroutines that code of ours began. The runtime has its own,
// for cleaning up after files, which come and go.
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
		t.Errorf("the origins of two inspections differ: %+v and %+v", origin, again)
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
		t.Error("two readings of the same bytes differ")
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
	stop := errors.New("stop")
	calls := 0
	err := src.Read(context.Background(), obj, s.inspect(t, src, obj), func(*dubbelkrona.RawBatch) error {
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
		t.Errorf("Inspect with an ended context: %v", err)
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
		t.Errorf("%d batches, %v; want the one that carries the columns", batches, err)
	}
}

// nothing reads objects without content: not even a header says that they are
// a delivery, so they are refused and never read as one without rows.
func (s Subject) nothing(t *testing.T) {
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

func (s Subject) changed(t *testing.T) {
	for name, other := range map[string][]byte{
		"longer":      append(slices.Clone(s.Sample), s.Sample...),
		"shorter":     s.Sample[:len(s.Sample)/2],
		"one byte":    flipped(s.Sample, len(s.Sample)/2),
		"a last byte": flipped(s.Sample, len(s.Sample)-1),
	} {
		src, obj, replace := s.start(t, s.Sample, ingest.Limits{})
		origin := s.inspect(t, src, obj)
		replace(other)
		var tab Table
		err := src.Read(context.Background(), obj, origin, func(raw *dubbelkrona.RawBatch) error {
			tab.Add(raw)
			return nil
		})
		if !s.Held {
			if dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
				t.Errorf("%s: %v; want a Conflict", name, err)
			}
			continue
		}
		if err != nil || len(tab.Rows) != s.Rows {
			t.Errorf("%s: %d rows, %v; want the %d that were inspected", name, len(tab.Rows), err, s.Rows)
		}
		s.seenNextTime(t, name, src, origin)
	}
}

// seenNextTime checks that an object which changed while it was held is
// another one when the source is listed again.
func (s Subject) seenNextTime(t *testing.T, name string, src ingest.Source, before dubbelkrona.Origin) {
	t.Helper()
	objects, err := Objects(src, nil)
	if err != nil || len(objects) != 1 {
		t.Fatalf("%s: %d objects, %v", name, len(objects), err)
	}
	// What the change made of it need not be readable; it must be looked at.
	if after, err := src.Inspect(context.Background(), objects[0]); err == nil && after.SHA256 == before.SHA256 {
		t.Errorf("%s: the next listing has the bytes of the last one", name)
	}
}

func flipped(data []byte, at int) []byte {
	data = slices.Clone(data)
	data[at] ^= 1
	return data
}

func (s Subject) grown(t *testing.T) {
	src, obj, replace := s.start(t, s.Sample[:len(s.Sample)/2], ingest.Limits{})
	if obj.Size < 0 {
		t.Skip("the place does not tell lengths")
	}
	replace(s.Sample)
	if _, err := src.Inspect(context.Background(), obj); dubbelkrona.KindOf(err) != dubbelkrona.Transient {
		t.Errorf("%v; want a Transient error", err)
	}
}

// cut reads every beginning of the sample: what is cut off is an Invalid error
// or fewer rows, never anything worse.
func (s Subject) cut(t *testing.T) {
	for n := 1; n < len(s.Sample); n += 1 + len(s.Sample)/300 {
		src, obj, _ := s.start(t, s.Sample[:n], ingest.Limits{})
		origin, err := src.Inspect(context.Background(), obj)
		if err == nil {
			err = src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error { return nil })
		}
		if err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Fatalf("the first %d bytes: %v; want an Invalid error or none", n, err)
		}
	}
}

// heapBound is what reading may hold beyond the object itself: a few batches
// of 1 MiB and buffers.
const heapBound = 24 << 20

// bounded reads an object several times the bound and looks at the heap on
// the way.
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
		t.Errorf("held %d MiB on the way through; at most %d", (peak-base)>>20, heapBound>>20)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
