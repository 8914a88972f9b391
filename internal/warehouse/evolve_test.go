package warehouse

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// without rewrites a segment's file without some of its columns, as an earlier
// version of the program wrote it.
func (w *world) without(id int64, rows []row, columns ...string) {
	w.t.Helper()
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(w.t, 0)
	segment := &w.segments[id-1]
	whole := recordOf(alloc, tableNamed(segment.Table), rows)
	defer whole.Release()
	var fields []arrow.Field
	var kept []arrow.Array
	for i, f := range whole.Schema().Fields() {
		if !slices.Contains(columns, f.Name) {
			fields, kept = append(fields, f), append(kept, whole.Column(i))
		}
	}
	old := array.NewRecord(arrow.NewSchema(fields, nil), kept, whole.NumRows())
	defer old.Release()
	f, err := os.Create(filepath.Join(w.dir, "lake", filepath.FromSlash(segment.Path)))
	if err != nil {
		w.t.Fatal(err)
	}
	out, err := pqarrow.NewFileWriter(old.Schema(), f, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err == nil {
		err = out.Write(old)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// Segments of an earlier version are loaded with their new columns NULL, in every
// load mode and together with current segments.
func TestSegmentsFromBeforeAColumn(t *testing.T) {
	w := newWorld(t)
	var old []row
	for n := range 3 {
		old = append(old, spendRow("gammal", n, 100*n))
	}
	w.without(w.deliver("spend", "src", dubbelkrona.Append, old), old, "currency", "original_amount")
	w.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("ny", 1, 700)})
	first := []row{indicatorRow("0360", nil, 1, 5), indicatorRow("1280", nil, 2, 6)}
	w.without(w.deliver("indicator", "stat", dubbelkrona.Upsert, first), first, "comment")
	w.deliver("indicator", "stat", dubbelkrona.Upsert, []row{indicatorRow("1280", nil, 1, 7)})
	path, built := w.build("")
	if got := w.stored(path, "spend"); len(got) != 4 {
		t.Errorf("postings: %q", got)
	}
	if got := w.query(path, "SELECT area, CAST(value * 1000000 AS INTEGER), comment FROM core.indicator ORDER BY area"); fmt.Sprint(got) != "[[0360 5 <nil>] [1280 7 <nil>]]" {
		t.Errorf("indicators: %v", got)
	}

	// The same rows written by this version are the same content.
	today := newWorld(t)
	today.deliver("spend", "src", dubbelkrona.Append, old)
	today.deliver("spend", "src", dubbelkrona.Append, []row{spendRow("ny", 1, 700)})
	today.deliver("indicator", "stat", dubbelkrona.Upsert, first)
	today.deliver("indicator", "stat", dubbelkrona.Upsert, []row{indicatorRow("1280", nil, 1, 7)})
	if _, anew := today.build(""); !slices.Equal(anew.Hashes, built.Hashes) {
		t.Errorf("hashes %v\nof files of today %v", built.Hashes, anew.Hashes)
	}
}

// A segment that lacks a required column is rejected.
func TestSegmentsWithoutARequiredColumn(t *testing.T) {
	w := newWorld(t)
	rows := []row{spendRow("o", 1, 500)}
	w.without(w.deliver("spend", "src", dubbelkrona.Append, rows), rows, "object")
	if _, err := Build(t.Context(), w.spec(""), noSteps); err == nil || !strings.Contains(err.Error(), "does not have the schema of table spend") {
		t.Errorf("built: %v", err)
	}
}
