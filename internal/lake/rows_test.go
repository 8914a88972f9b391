package lake_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// allTables returns the tables that a lake can store.
func allTables() []*dubbelkrona.Table {
	return append(append([]*dubbelkrona.Table{}, dubbelkrona.Tables()...), dubbelkrona.IssueTable())
}

// randomRecord fills every column of a table with values at the edges of its
// type, and NULLs where the column allows them.
func randomRecord(alloc memory.Allocator, table *dubbelkrona.Table, rng *rand.Rand, rows int) arrow.Record {
	b := array.NewRecordBuilder(alloc, table.Schema())
	defer b.Release()
	for i, field := range table.Schema().Fields() {
		for range rows {
			if field.Nullable && rng.IntN(4) == 0 {
				b.Field(i).AppendNull()
				continue
			}
			appendRandom(b.Field(i), rng)
		}
	}
	return b.NewRecord()
}

func appendRandom(b array.Builder, rng *rand.Rand) {
	texts := []string{"", "0360", "Räksmörgås", "a;b\"c\nd", "💶", strings.Repeat("lång ", 40)}
	switch b := b.(type) {
	case *array.StringBuilder:
		if rng.IntN(2) == 0 {
			b.Append(fmt.Sprint(rng.Uint64()))
		} else {
			b.Append(texts[rng.IntN(len(texts))])
		}
	case *array.Int64Builder:
		b.Append(rng.Int64() - rng.Int64())
	case *array.Decimal128Builder:
		edge := []int64{0, 1, -1, 999_999_999_999_999_999, -999_999_999_999_999_999, rng.Int64N(1e12) - 5e11}
		b.Append(decimal128.FromI64(edge[rng.IntN(len(edge))]))
	case *array.Date32Builder:
		b.Append(arrow.Date32(rng.IntN(60000) - 30000))
	case *array.BooleanBuilder:
		b.Append(rng.IntN(2) == 0)
	case *array.FixedSizeBinaryBuilder:
		v := make([]byte, dubbelkrona.PseudonymBytes)
		for i := range v {
			v[i] = byte(rng.Uint32())
		}
		b.Append(v)
	default:
		panic(fmt.Sprintf("no random value for %T", b))
	}
}

// text returns the rows of records as text.
func text(records ...arrow.Record) []string {
	var rows []string
	for _, rec := range records {
		for row := range int(rec.NumRows()) {
			var cells []string
			for _, col := range rec.Columns() {
				cells = append(cells, col.ValueStr(row))
			}
			rows = append(rows, strings.Join(cells, "|"))
		}
	}
	return rows
}

// readText reads a file back as text.
func readText(t *testing.T, l *lake.Lake, rel string, schema *arrow.Schema) []string {
	t.Helper()
	var rows []string
	err := l.Read(t.Context(), rel, func(rec arrow.Record) error {
		if !rec.Schema().Equal(schema) {
			t.Errorf("%s was read back with another schema: %s", rel, rec.Schema())
		}
		rows = append(rows, text(rec)...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// checked is an allocator that must be empty when the test ends.
func checked(t *testing.T) memory.Allocator {
	alloc := memory.NewCheckedAllocator(memory.DefaultAllocator)
	t.Cleanup(func() { alloc.AssertSize(t, 0) })
	return alloc
}

func open(t testing.TB, o lake.Options) (*lake.Lake, string) {
	t.Helper()
	dir := t.TempDir()
	l, err := lake.Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return l, dir
}

func write(t testing.TB, l *lake.Lake, table *dubbelkrona.Table, records ...arrow.Record) dubbelkrona.File {
	t.Helper()
	w, err := l.Create(table)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, rec := range records {
		if err := w.Write(rec); err != nil {
			t.Fatal(err)
		}
	}
	f, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func table(t testing.TB, name string) *dubbelkrona.Table {
	t.Helper()
	found, ok := dubbelkrona.TableByName(name)
	if !ok {
		t.Fatalf("no table %s", name)
	}
	return found
}
