package lake_test

import (
	"crypto/sha256"
	"encoding/hex"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/parquet/file"
)

// of returns the file with the segments of a source that have the given numbers.
func of(f dubbelkrona.File, source string, ids ...int64) dubbelkrona.File {
	f.Segments = nil
	for _, id := range ids {
		f.Segments = append(f.Segments, dubbelkrona.Segment{ID: id, Source: source, Table: f.Table.Name})
	}
	return f
}

func TestEveryTableIsReadBackUnchanged(t *testing.T) {
	for _, table := range allTables() {
		t.Run(table.Name, func(t *testing.T) {
			alloc := checked(t)
			rng := rand.New(rand.NewPCG(7, 7))
			l, _ := open(t, lake.Options{Alloc: alloc})
			var records []arrow.Record
			for _, rows := range []int{1, 3000, 0, 17, 5000} {
				rec := randomRecord(alloc, table, rng, rows)
				defer rec.Release()
				records = append(records, rec)
			}
			part := records[4].NewSlice(100, 4000) // offsets that are not 0
			defer part.Release()
			records = append(records, part)

			f, err := l.Store(of(write(t, l, table, records...), "a", 1))
			if err != nil {
				t.Fatal(err)
			}
			want := text(records...)
			if got := readText(t, l, f.Path, table.Schema()); !slices.Equal(got, want) {
				t.Errorf("%d rows were read back, want the %d written, equal and in order", len(got), len(want))
			}
			if f.Rows != int64(len(want)) {
				t.Errorf("Rows = %d, want %d", f.Rows, len(want))
			}
		})
	}
}

func TestFileHasItsSizeAndHash(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{Alloc: alloc})
	rec := randomRecord(alloc, table(t, "spend"), rand.New(rand.NewPCG(1, 1)), 1000)
	defer rec.Release()
	f, err := l.Store(of(write(t, l, table(t, "spend"), rec), "a", 1))
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(filepath.Join(dir, f.Path))
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(content)
	if f.SHA256 != hex.EncodeToString(sum[:]) || f.Bytes != int64(len(content)) {
		t.Errorf("File says %d bytes and %s, the file has %d and %x", f.Bytes, f.SHA256, len(content), sum)
	}
	if !strings.HasPrefix(f.Path, "spend/source=a/segment=1/") || f.Table.Name != "spend" {
		t.Errorf("kept as %s of table %s", f.Path, f.Table.Name)
	}
	if err := l.Verify(f); err != nil {
		t.Error(err)
	}
	again := write(t, l, table(t, "spend"), rec)
	if again.SHA256 != f.SHA256 {
		t.Error("the same rows gave two different files")
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{})
	rec := randomRecord(alloc, table(t, "outcome"), rand.New(rand.NewPCG(1, 1)), 10)
	defer rec.Release()
	f, err := l.Store(of(write(t, l, table(t, "outcome"), rec), "a", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{"tmp": 0o700, "outcome": 0o700, "outcome/source=a": 0o700, "outcome/source=a/segment=1": 0o700, f.Path: 0o600} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", name, got, want)
		}
	}
}

func TestChangedSegmentIsDetected(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{})
	rec := randomRecord(alloc, table(t, "spend"), rand.New(rand.NewPCG(1, 1)), 100)
	defer rec.Release()
	f := write(t, l, table(t, "spend"), rec)
	name := filepath.Join(dir, f.Path)
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(f); dubbelkrona.KindOf(err) != dubbelkrona.Internal || err == nil {
		t.Errorf("Verify of a changed file: %v", err)
	}
	if err := l.Discard(f.Path); err != nil {
		t.Fatal(err)
	}
	if err := l.Verify(f); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("Verify of a missing file: %v", err)
	}
}

func TestRowGroupsAreBounded(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{})
	rng := rand.New(rand.NewPCG(1, 1))
	rec := spendRecord(alloc, rng, 0, 300_000)
	defer rec.Release()
	f := write(t, l, table(t, "spend"), rec)
	in, err := file.OpenParquetFile(filepath.Join(dir, f.Path), false)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var total int64
	for i := range in.NumRowGroups() {
		n := in.RowGroup(i).NumRows()
		total += n
		if n > 122_880 {
			t.Errorf("row group %d has %d rows", i, n)
		}
	}
	if total != 300_000 {
		t.Errorf("%d rows in the row groups, want 300000", total)
	}
	if got, want := readText(t, l, f.Path, rec.Schema()), text(rec); !slices.Equal(got, want) {
		t.Error("rows were changed")
	}
}

func TestOrphans(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{})
	rec := randomRecord(alloc, table(t, "contract"), rand.New(rand.NewPCG(1, 1)), 10)
	defer rec.Release()
	var stored []dubbelkrona.File
	for i, source := range []string{"a", "a", "b"} {
		f, err := l.Store(of(write(t, l, table(t, "contract"), rec), source, int64(i+1)))
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, f)
	}
	left := write(t, l, table(t, "contract"), rec)
	beside := filepath.Dir(stored[0].Path)
	for _, name := range []string{"contract/flat.parquet", "contract/note.txt", "stranger.parquet", beside + "/again.parquet", "contract/source=a/other/x.parquet"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, "contract/source=c/segment=9"), 0o700); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{stored[0].Path: true}
	orphans, err := l.Orphans(known)
	want := []string{left.Path, "contract/flat.parquet", beside + "/again.parquet", stored[1].Path, stored[2].Path}
	if err != nil || !slices.Equal(orphans, want) {
		t.Errorf("Orphans = %v, %v; want %v", orphans, err, want)
	}
	if n, err := l.RemoveOrphans(known); n != len(want) || err != nil {
		t.Errorf("RemoveOrphans = %d, %v", n, err)
	}
	if orphans, err := l.Orphans(known); len(orphans) != 0 || err != nil {
		t.Errorf("after the removal: %v, %v", orphans, err)
	}
	if err := l.Verify(stored[0]); err != nil {
		t.Error(err)
	}
	var folders []string
	for _, pattern := range []string{"contract/*=*", "contract/*=*/*"} {
		found, _ := filepath.Glob(filepath.Join(dir, pattern))
		for _, path := range found {
			rel, _ := filepath.Rel(dir, path)
			folders = append(folders, rel)
		}
	}
	if want := []string{"contract/source=a", "contract/source=a/other", beside}; !slices.Equal(folders, want) {
		t.Errorf("folders %v are left, want %v", folders, want)
	}
}
