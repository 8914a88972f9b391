package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/lake"
)

// row is a row of a table by column; absent columns are NULL.
type row map[string]any

// world is a lake, a place to build in and the segments committed so far.
type world struct {
	t        *testing.T
	dir      string
	lake     *lake.Lake
	segments []dubbelkrona.Segment
	builds   int
}

func newWorld(t *testing.T) *world {
	t.Helper()
	// The name of the folder has a glob pattern, a quote and an escape.
	dir := filepath.Join(t.TempDir(), "kommun 'Å' [a]* 100%")
	l, err := lake.Open(filepath.Join(dir, "lake"), lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, dir: dir, lake: l}
}

func tableNamed(name string) *dubbelkrona.Table {
	if t, ok := dubbelkrona.TableByName(name); ok {
		return t
	}
	return dubbelkrona.IssueTable()
}

// deliver commits a segment of rows and returns its number.
func (w *world) deliver(table, source string, mode dubbelkrona.LoadMode, rows []row) int64 {
	w.t.Helper()
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	defer alloc.AssertSize(w.t, 0)
	t := tableNamed(table)
	record := recordOf(alloc, t, rows)
	defer record.Release()
	writer, err := w.lake.Create(t)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := writer.Write(record); err != nil {
		w.t.Fatal(err)
	}
	f, err := writer.Close()
	id := int64(len(w.segments) + 1)
	if err == nil {
		f.Segments = []dubbelkrona.Segment{{ID: id, Source: source}}
		f, err = w.lake.Store(f)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.segments = append(w.segments, dubbelkrona.Segment{ID: id, Table: table, Source: source,
		Object: "fil.csv", Mode: mode, Path: f.Path, Rows: f.Rows, Bytes: f.Bytes, SHA256: f.SHA256,
		RunID: "r1", Committed: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)})
	return id
}

func recordOf(alloc memory.Allocator, t *dubbelkrona.Table, rows []row) arrow.Record {
	b := array.NewRecordBuilder(alloc, t.Schema())
	defer b.Release()
	for _, r := range rows {
		for i, f := range t.Schema().Fields() {
			appendValue(b.Field(i), r[f.Name])
		}
	}
	return b.NewRecord()
}

func appendValue(b array.Builder, v any) {
	if v == nil {
		b.AppendNull()
		return
	}
	switch b := b.(type) {
	case *array.StringBuilder:
		b.Append(v.(string))
	case *array.Int64Builder:
		b.Append(int64(v.(int)))
	case *array.Decimal128Builder: // v is in the smallest unit
		b.Append(decimal128.FromI64(int64(v.(int))))
	case *array.Date32Builder:
		b.Append(arrow.Date32(v.(int)))
	case *array.BooleanBuilder:
		b.Append(v.(bool))
	case *array.FixedSizeBinaryBuilder:
		b.Append([]byte(fmt.Sprintf("%016d", v.(int))))
	default:
		panic(fmt.Sprintf("no test value for %T", b))
	}
}

func (w *world) spec(base string) Spec {
	return Spec{Base: base, Dir: filepath.Join(w.dir, "build"), Lake: filepath.Join(w.dir, "lake"),
		Segments: w.segments, Limits: Limits{Memory: 200 << 20, Threads: 2}}
}

func noSteps(context.Context, *DB) error { return nil }

// build builds from the base and copies the result to a new name.
func (w *world) build(base string) (path string, built *Built) {
	w.t.Helper()
	built, err := Build(w.t.Context(), w.spec(base), noSteps)
	if err != nil {
		w.t.Fatal(err)
	}
	w.builds++
	path = filepath.Join(w.dir, fmt.Sprintf("kept-%d.duckdb", w.builds))
	if err := durable.Copy(path, built.Path, 0o600); err != nil {
		w.t.Fatal(err)
	}
	return path, built
}

func (w *world) query(path, sql string) [][]any {
	w.t.Helper()
	db, err := OpenReadOnly(w.t.Context(), path, Limits{})
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Collect(w.t.Context(), sql)
	if err != nil {
		w.t.Fatal(err)
	}
	return rows
}

func spendRow(object string, n, ore int) row {
	return row{"object": object, "amount": ore, "_row": n}
}

func indicatorRow(area string, sex any, n, value int) row {
	return row{"indicator": "N1", "area": area, "period": 19000, "sex": sex, "value": value, "_row": n}
}

func issueRow(object, rule string, n int) row {
	return row{"object": object, "table": "spend", "rule": rule, "severity": "warn", "_row": n}
}
