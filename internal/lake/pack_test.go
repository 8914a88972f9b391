package lake_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// A pack has the rows of each file unchanged, in order, with the number of their
// segment, and packing the pack again changes nothing.
func TestPackKeepsEveryRowUnderItsSegment(t *testing.T) {
	for _, table := range allTables() {
		t.Run(table.Name, func(t *testing.T) {
			alloc := checked(t)
			rng := rand.New(rand.NewPCG(3, 3))
			l, _ := open(t, lake.Options{Alloc: alloc})
			want := make(map[int64][]string)
			var files []dubbelkrona.File
			for _, segment := range []int64{7, 9, 40} {
				rec := randomRecord(alloc, table, rng, 5+rng.IntN(4000))
				defer rec.Release()
				f, err := l.Store(of(write(t, l, table, rec), "a", segment))
				if err != nil {
					t.Fatal(err)
				}
				want[segment] = text(rec)
				files = append(files, f)
			}
			first := pack(t, l, files[:2])
			second := pack(t, l, []dubbelkrona.File{first, files[2]})
			got := make(map[int64][]string)
			err := l.Read(t.Context(), second.Path, func(rec arrow.Record) error {
				if !rec.Schema().Equal(lake.PackSchema(table)) {
					return fmt.Errorf("schema %v", rec.Schema())
				}
				last := int(rec.NumCols()) - 1
				own := array.NewRecord(table.Schema(), rec.Columns()[:last], rec.NumRows())
				defer own.Release()
				for i, row := range text(own) {
					segment := rec.Column(last).(*array.Int64).Value(i)
					got[segment] = append(got[segment], row)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for segment, rows := range want {
				if !slices.Equal(got[segment], rows) {
					t.Errorf("segment %d: %d rows were read back, want the %d written", segment, len(got[segment]), len(rows))
				}
			}
			var segments []int64
			for _, s := range second.Segments {
				segments = append(segments, s.ID)
			}
			if !slices.Equal(segments, []int64{7, 9, 40}) || !second.Packed {
				t.Errorf("the pack names segments %v", segments)
			}
			if len(got) != 3 {
				t.Errorf("%d segments", len(got))
			}
		})
	}
}

// tallied records the maximum memory allocated at a time.
type tallied struct {
	memory.Allocator
	now, most int
}

func (a *tallied) count(n int) { a.now += n; a.most = max(a.most, a.now) }

func (a *tallied) Allocate(n int) []byte {
	a.count(n)
	return a.Allocator.Allocate(n)
}

func (a *tallied) Reallocate(n int, b []byte) []byte {
	a.count(n - len(b))
	return a.Allocator.Reallocate(n, b)
}

func (a *tallied) Free(b []byte) {
	a.count(-len(b))
	a.Allocator.Free(b)
}

// The memory for packing small files grows with the bytes of their rows (about
// 300 a row) and not with the number of files.
func TestPackOfManySmallFilesIsBounded(t *testing.T) {
	if most := packed(t, 1000); most > 4<<20 {
		t.Errorf("1,000 files of 3 rows take %d bytes at a time", most)
	}
}

// packed returns the max memory allocated while the given number of files with 3
// rows each are packed.
func packed(t *testing.T, files int) int {
	t.Helper()
	table, alloc := table(t, "spend"), &tallied{Allocator: memory.NewGoAllocator()}
	l, _ := open(t, lake.Options{Alloc: alloc})
	rec := randomRecord(memory.NewGoAllocator(), table, rand.New(rand.NewPCG(1, 1)), 3)
	defer rec.Release()
	f, err := l.Store(of(write(t, l, table, rec), "a", 1))
	if err != nil {
		t.Fatal(err)
	}
	all := make([]dubbelkrona.File, files)
	for i := range all {
		all[i] = of(f, "a", int64(i+1))
	}
	if whole := pack(t, l, all); whole.Rows != int64(3*files) {
		t.Fatalf("%d rows; want %d", whole.Rows, 3*files)
	}
	if alloc.now != 0 {
		t.Errorf("%d bytes are left", alloc.now)
	}
	return alloc.most
}

func pack(t *testing.T, l *lake.Lake, files []dubbelkrona.File) dubbelkrona.File {
	t.Helper()
	f, err := l.Pack(t.Context(), files)
	if err == nil {
		f, err = l.Store(f)
	}
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Rewrite writes what the edit emits and does not touch the old file; a failed
// edit leaves no file.
func TestRewrite(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{Alloc: alloc})
	outcome := table(t, "outcome")
	rec := randomRecord(alloc, outcome, rand.New(rand.NewPCG(5, 5)), 20_000)
	defer rec.Release()
	old, err := l.Store(of(write(t, l, outcome, rec), "a", 1))
	if err != nil {
		t.Fatal(err)
	}
	rows := text(rec)
	f, err := l.Rewrite(t.Context(), old, func(rec arrow.Record, emit func(arrow.Record) error) error {
		tail := rec.NewSlice(3, rec.NumRows()) // without the first three of each record
		defer tail.Release()
		return emit(tail)
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for from := 0; from < len(rows); from += 8192 {
		want = append(want, rows[from+3:min(from+8192, len(rows))]...)
	}
	if got := readText(t, l, f.Path, outcome.Schema()); !slices.Equal(got, want) {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
	if err := l.Verify(old); err != nil {
		t.Error(err)
	}
	if err := l.Discard(f.Path); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err = l.Rewrite(t.Context(), old, func(arrow.Record, func(arrow.Record) error) error { return broken })
	if left, _ := filepath.Glob(filepath.Join(dir, "tmp", "*")); !errors.Is(err, broken) || len(left) > 0 {
		t.Errorf("%v, left %v", err, left)
	}
}

func TestValuesFindsCompressedValues(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{Alloc: alloc})
	outcome := table(t, "outcome")
	rec := randomRecord(alloc, outcome, rand.New(rand.NewPCG(6, 6)), 9000)
	defer rec.Release()
	f := write(t, l, outcome, rec)
	for _, row := range []int{0, 5000, 8999} {
		person := rec.Column(0).(*array.FixedSizeBinary).Value(row)
		found := false
		err := lake.Values(t.Context(), filepath.Join(dir, f.Path), func(b []byte) { found = found || bytes.Contains(b, person) })
		if err != nil || !found {
			t.Errorf("row %d: found %v, %v", row, found, err)
		}
	}
}
