package upkeep_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/upkeep"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// Persons and tokens of the tests. They have no byte in common.
var (
	anna = person(0xa1)
	bo   = person(0xb2)
)

const (
	annasToken = "p-a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
	bosToken   = "p-b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2"
)

func person(b byte) upkeep.Pseudonym {
	return upkeep.Pseudonym(bytes.Repeat([]byte{b}, dubbelkrona.PseudonymBytes))
}

// row is a row by column. Persons are pseudonyms, all other values are texts in
// Arrow's notation.
type row map[string]any

// record makes a record of rows of a table. Required columns that are not given
// get an arbitrary value.
func record(t *testing.T, table *dubbelkrona.Table, rows ...row) arrow.Record {
	t.Helper()
	b := array.NewRecordBuilder(memory.DefaultAllocator, table.Schema())
	defer b.Release()
	some := map[arrow.Type]string{arrow.STRING: "x", arrow.DATE32: "2026-01-01", arrow.BOOL: "true", arrow.DECIMAL128: "1", arrow.INT64: "1",
		arrow.FIXED_SIZE_BINARY: base64.StdEncoding.EncodeToString(make([]byte, dubbelkrona.PseudonymBytes))}
	for _, r := range rows {
		for name := range r {
			if len(table.Schema().FieldIndices(name)) == 0 {
				t.Fatalf("table %s has no column %s", table.Name, name)
			}
		}
	}
	for i, field := range table.Schema().Fields() {
		for _, r := range rows {
			text, given := "", true
			switch value := r[field.Name].(type) {
			case nil:
				given = false
			case upkeep.Pseudonym:
				text = base64.StdEncoding.EncodeToString(value[:])
			case string:
				text = value
			}
			if !given && field.Nullable {
				b.Field(i).AppendNull()
				continue
			}
			if !given {
				text = some[field.Type.ID()]
			}
			if err := b.Field(i).AppendValueFromString(text); err != nil {
				t.Fatalf("%s: %v", field.Name, err)
			}
		}
	}
	rec := b.NewRecord()
	t.Cleanup(rec.Release)
	return rec
}

func table(t *testing.T, name string) *dubbelkrona.Table {
	t.Helper()
	found, ok := dubbelkrona.TableByName(name)
	if !ok {
		t.Fatalf("no table %s", name)
	}
	return found
}

func openLake(t *testing.T) *lake.Lake {
	t.Helper()
	l, err := lake.Open(t.TempDir(), lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// segment writes rows as a segment that was committed on a day.
func segment(t *testing.T, l *lake.Lake, id int64, committed string, of *dubbelkrona.Table, rows ...row) dubbelkrona.Segment {
	t.Helper()
	w, err := l.Create(of)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(record(t, of, rows...)); err != nil {
		t.Fatal(err)
	}
	f, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	f.Segments = []dubbelkrona.Segment{{ID: id, Source: "s"}}
	if f, err = l.Store(f); err != nil {
		t.Fatal(err)
	}
	day, err := time.Parse(time.DateOnly, committed)
	if err != nil {
		t.Fatal(err)
	}
	return dubbelkrona.Segment{ID: id, Table: of.Name, Source: "s", Path: f.Path, Rows: f.Rows, Bytes: f.Bytes, SHA256: f.SHA256, Committed: day}
}

// files are the files of segments.
func files(t *testing.T, segments ...dubbelkrona.Segment) []dubbelkrona.File {
	t.Helper()
	found, err := lake.Files(segments)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// edit edits a file and reads a column of the result as text: pseudonyms in
// hexadecimal digits, and "-" for NULL.
func edit(t *testing.T, l *lake.Lake, f dubbelkrona.File, e lake.Editor, column string) (left []string, r lake.Rewritten, changed bool) {
	t.Helper()
	r, changed, err := l.Edit(t.Context(), f, e)
	if err != nil {
		t.Fatal(err)
	}
	path := f.Path
	if changed {
		path = r.File.Path
	}
	return values(t, l, path, column), r, changed
}

func values(t *testing.T, l *lake.Lake, path, column string) (all []string) {
	t.Helper()
	err := l.Read(t.Context(), path, func(rec arrow.Record) error {
		col := rec.Column(rec.Schema().FieldIndices(column)[0])
		for i := range col.Len() {
			switch col := col.(type) {
			case *array.FixedSizeBinary:
				if col.IsNull(i) {
					all = append(all, "-")
				} else {
					all = append(all, hex.EncodeToString(col.Value(i)))
				}
			default:
				all = append(all, strings.Replace(col.ValueStr(i), array.NullValueStr, "-", 1))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func digits(p upkeep.Pseudonym) string { return hex.EncodeToString(p[:]) }
