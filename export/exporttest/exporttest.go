// Package exporttest is the test suite that every export.Sink must pass. The test
// of a sink is one call of Run.
package exporttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Document is the content of a file that a test has read back.
type Document struct {
	// Header is nil if the format has none.
	Header *export.Header
	Rows   []dubbelkrona.Result
}

// Read reads a file back with code that is independent of the sink, such as the
// standard library's decoder of the format.
type Read func(content []byte) (Document, error)

// Run tests a sink. It writes rows with every kind of content; read must return
// all of them, in order and unchanged.
func Run(t *testing.T, sink export.Sink, read Read) {
	t.Run("rows", func(t *testing.T) { testRows(t, sink, read, hardRows()) })
	t.Run("many rows", func(t *testing.T) { testRows(t, sink, read, manyRows(70_000)) })
	t.Run("no rows", func(t *testing.T) { testRows(t, sink, read, nil) })
	t.Run("same bytes", func(t *testing.T) { testSameBytes(t, sink) })
	t.Run("failing writer", func(t *testing.T) { testFailingWriter(t, sink) })
	t.Run("failing rows", func(t *testing.T) { testFailingRows(t, sink) })
	t.Run("cancelled", func(t *testing.T) { testCancelled(t, sink) })
	t.Run("file", func(t *testing.T) { testFile(t, sink, read) })
}

func testRows(t *testing.T, sink export.Sink, read Read, rows []dubbelkrona.Result) {
	content := write(t, sink, rows)
	doc, err := read(content)
	if err != nil {
		t.Fatalf("cannot be read back: %v", err)
	}
	compare(t, doc, rows)
}

func compare(t *testing.T, doc Document, rows []dubbelkrona.Result) {
	t.Helper()
	if len(doc.Rows) != len(rows) {
		t.Fatalf("%d rows read back, want %d", len(doc.Rows), len(rows))
	}
	for i, want := range rows {
		if doc.Rows[i] != want {
			t.Fatalf("row %d read back as\n%+v\nwant\n%+v", i, doc.Rows[i], want)
		}
	}
	want := header()
	if got := doc.Header; got != nil {
		if !got.Built.Equal(want.Built) || !got.AsOf.Equal(want.AsOf) {
			t.Errorf("header's times are %v and %v, want %v and %v", got.Built, got.AsOf, want.Built, want.AsOf)
		}
		got.Built, got.AsOf = want.Built, want.AsOf
		if *got != want {
			t.Errorf("header read back as %+v, want %+v", *got, want)
		}
	}
}

func write(t *testing.T, sink export.Sink, rows []dubbelkrona.Result) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sink.Write(t.Context(), &out, header(), each(rows)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func testSameBytes(t *testing.T, sink export.Sink) {
	rows := append(hardRows(), manyRows(500)...)
	if a, b := write(t, sink, rows), write(t, sink, rows); !bytes.Equal(a, b) {
		t.Error("the same rows gave two different files")
	}
}

// failAfter fails once n bytes have been written.
type failAfter struct {
	n   int
	err error
}

func (f *failAfter) Write(p []byte) (int, error) {
	if len(p) > f.n {
		n := f.n
		f.n = 0
		return n, f.err
	}
	f.n -= len(p)
	return len(p), nil
}

func testFailingWriter(t *testing.T, sink export.Sink) {
	full := errors.New("disk full")
	rows := manyRows(3000)
	size := len(write(t, sink, rows))
	for i := range 41 {
		at := size * i / 41
		err := sink.Write(t.Context(), &failAfter{n: at, err: full}, header(), each(rows))
		if !errors.Is(err, full) {
			t.Errorf("the writer failed after %d of %d bytes, Write returned %v", at, size, err)
		}
	}
	if err := sink.Write(t.Context(), &failAfter{n: size - 1, err: full}, header(), each(rows)); !errors.Is(err, full) {
		t.Errorf("the writer failed at the last byte, Write returned %v", err)
	}
}

func testFailingRows(t *testing.T, sink export.Sink) {
	broken := errors.New("connection lost")
	for _, after := range []int{0, 1, 10} {
		asked := 0
		err := sink.Write(t.Context(), io.Discard, header(), func(yield func(dubbelkrona.Result, error) bool) {
			for _, row := range manyRows(after) {
				if asked++; !yield(row, nil) {
					return
				}
			}
			if asked++; yield(dubbelkrona.Result{}, broken) {
				t.Error("Write asked for more rows after an error")
			}
		})
		if !errors.Is(err, broken) || asked != after+1 {
			t.Errorf("rows failed after %d: Write returned %v and asked %d times", after, err, asked)
		}
	}
}

func testCancelled(t *testing.T, sink export.Sink) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sink.Write(ctx, io.Discard, header(), each(hardRows())); !errors.Is(err, ctx.Err()) {
		t.Errorf("Write = %v, want %v", err, ctx.Err())
	}
}

// testFile writes a file with export.WriteFile, fails to replace it, and checks
// that only the first one is there.
func testFile(t *testing.T, sink export.Sink, read Read) {
	dir := filepath.Join(t.TempDir(), "exports")
	path, err := export.WriteFile(t.Context(), dir, "metrics", sink, header(), each(hardRows()), export.FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("connection lost")
	_, err = export.WriteFile(t.Context(), dir, "metrics", sink, header(), func(yield func(dubbelkrona.Result, error) bool) {
		_ = yield(hardRows()[0], nil) && yield(dubbelkrona.Result{}, broken)
	}, export.FileOptions{})
	if !errors.Is(err, broken) {
		t.Errorf("WriteFile = %v, want %v", err, broken)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := read(content)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, doc, hardRows())
	entries, err := os.ReadDir(dir)
	if err != nil || !slices.EqualFunc(entries, []string{filepath.Base(path)}, func(e os.DirEntry, name string) bool { return e.Name() == name }) {
		t.Errorf("the folder has %v, %v; want the first file alone", entries, err)
	}
}
