// Package exporttest is the test suite that every export.Sink must pass. The test
// of a sink is one call of Run.
package exporttest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
)

// Content is what a test has read back from a file.
type Content struct {
	// Facts are the header's facts by name; nil if the format has no place for them.
	Facts map[string]string
	Rows  []dubbelkrona.Result

	digits int // of numbers, that are compared
}

// Read reads a file back with code that is independent of the sink, such as the
// standard library's decoder of the format.
type Read func(content []byte) (Content, error)

// Run tests a sink. It writes rows with every kind of content; read must return
// all of them, in order and unchanged.
func Run(t *testing.T, sink export.Sink, read Read) {
	RunRounded(t, sink, read, dubbelkrona.NumberPrecision)
}

// RunRounded is Run for a format that keeps only so many significant digits of a number.
func RunRounded(t *testing.T, sink export.Sink, read Read, digits int) {
	read = rounding(read, digits)
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

// rounding returns read with numbers that are rounded in the content and, by the text of
// the number, in what is compared with it.
func rounding(read Read, digits int) Read {
	return func(content []byte) (Content, error) {
		got, err := read(content)
		got.digits = digits
		return got, err
	}
}

// round returns a number with so many significant digits.
func round(n dubbelkrona.Number, digits int) dubbelkrona.Number {
	whole, _, _ := strings.Cut(strings.TrimPrefix(n.String(), "-"), ".")
	if places := digits - len(whole); n.Valid && places < dubbelkrona.NumberScale {
		text := new(big.Rat).SetFrac(n.Unscaled.BigInt(), new(big.Int).Exp(big.NewInt(10), big.NewInt(dubbelkrona.NumberScale), nil))
		unit := new(big.Rat).SetFloat64(math.Pow10(-places))
		text.Quo(text, unit)
		return number(text.FloatString(0))
	}
	return n
}

func compare(t *testing.T, got Content, rows []dubbelkrona.Result) {
	t.Helper()
	if len(got.Rows) != len(rows) {
		t.Fatalf("%d rows read back, want %d", len(got.Rows), len(rows))
	}
	for i, want := range rows {
		for _, n := range []*dubbelkrona.Number{&want.Value, &want.Low, &want.High, &want.Target, &want.Gap, &got.Rows[i].Value, &got.Rows[i].Low, &got.Rows[i].High, &got.Rows[i].Target, &got.Rows[i].Gap} {
			*n = round(*n, got.digits)
		}
		if got.Rows[i] != want {
			t.Fatalf("row %d read back as\n%+v\nwant\n%+v", i, got.Rows[i], want)
		}
	}
	if got.Facts != nil && !maps.Equal(got.Facts, facts) {
		t.Errorf("header read back as\n%v\nwant\n%v", got.Facts, facts)
	}
}

func write(t *testing.T, sink export.Sink, rows []dubbelkrona.Result) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := sink.Write(t.Context(), &out, document(rows)); err != nil {
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
		err := sink.Write(t.Context(), &failAfter{n: at, err: full}, document(rows))
		if !errors.Is(err, full) {
			t.Errorf("the writer failed after %d of %d bytes, Write returned %v", at, size, err)
		}
	}
	if err := sink.Write(t.Context(), &failAfter{n: size - 1, err: full}, document(rows)); !errors.Is(err, full) {
		t.Errorf("the writer failed at the last byte, Write returned %v", err)
	}
}

func testFailingRows(t *testing.T, sink export.Sink) {
	broken := errors.New("connection lost")
	for _, after := range []int{0, 1, 10} {
		asked := 0
		err := sink.Write(t.Context(), io.Discard, streamed(func(yield func(dubbelkrona.Result, error) bool) {
			for _, row := range manyRows(after) {
				if asked++; !yield(row, nil) {
					return
				}
			}
			if asked++; yield(dubbelkrona.Result{}, broken) {
				t.Error("Write asked for more rows after an error")
			}
		}))
		if !errors.Is(err, broken) || asked != after+1 {
			t.Errorf("rows failed after %d: Write returned %v and asked %d times", after, err, asked)
		}
	}
}

func testCancelled(t *testing.T, sink export.Sink) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := sink.Write(ctx, io.Discard, document(hardRows())); !errors.Is(err, ctx.Err()) {
		t.Errorf("Write = %v, want %v", err, ctx.Err())
	}
}

// testFile writes a file with export.WriteSet, fails to replace it, and checks
// that only the first one is there.
func testFile(t *testing.T, sink export.Sink, read Read) {
	dir := filepath.Join(t.TempDir(), "exports")
	files, err := export.WriteSet(t.Context(), dir, []export.Sink{sink}, nil, document(hardRows()), export.FileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("connection lost")
	_, err = export.WriteSet(t.Context(), dir, []export.Sink{sink}, nil, streamed(func(yield func(dubbelkrona.Result, error) bool) {
		_ = yield(hardRows()[0], nil) && yield(dubbelkrona.Result{}, broken)
	}), export.FileOptions{})
	if !errors.Is(err, broken) {
		t.Errorf("WriteSet = %v, want %v", err, broken)
	}
	content, err := os.ReadFile(filepath.Join(dir, sink.File()))
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256(content)); len(files) != 1 || files[0].SHA256 != sum || files[0].Bytes != int64(len(content)) {
		t.Errorf("WriteSet said %+v of %d bytes with the sum %s", files, len(content), sum)
	}
	got, err := read(content)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, got, hardRows())
	entries, err := os.ReadDir(dir)
	if err != nil || !slices.EqualFunc(entries, []string{sink.File()}, func(e os.DirEntry, name string) bool { return e.Name() == name }) {
		t.Errorf("the folder has %v, %v; want the first file alone", entries, err)
	}
}
