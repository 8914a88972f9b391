package lake_test

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

func TestRowsOfAnotherSchemaAreRejected(t *testing.T) {
	alloc := checked(t)
	l, _ := open(t, lake.Options{Alloc: alloc})
	person := table(t, "participant")
	raw := arrow.NewSchema(func() []arrow.Field {
		fields := append([]arrow.Field{}, person.Schema().Fields()...)
		fields[0].Type = arrow.BinaryTypes.String // an identity number instead of a pseudonym
		return fields
	}(), nil)
	fewer := arrow.NewSchema(person.Schema().Fields()[1:], nil)
	more := arrow.NewSchema(append(person.Schema().Fields()[:len(person.Schema().Fields()):len(person.Schema().Fields())],
		arrow.Field{Name: "personnummer", Type: arrow.BinaryTypes.String}), nil)
	for name, schema := range map[string]*arrow.Schema{"raw": raw, "fewer": fewer, "more": more} {
		t.Run(name, func(t *testing.T) {
			w, err := l.Create(person)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Abort()
			b := array.NewRecordBuilder(alloc, schema)
			defer b.Release()
			rec := b.NewRecord()
			defer rec.Release()
			if err := w.Write(rec); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
				t.Errorf("Write = %v, want Invalid", err)
			}
		})
	}
	other := &dubbelkrona.Table{Name: "spend"}
	if _, err := l.Create(other); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("Create of a table that is only called spend: %v", err)
	}
}

func TestInvalidValuesAreRejected(t *testing.T) {
	for name, tc := range map[string]struct {
		column string
		put    func(array.Builder)
	}{
		"required":      {"object", func(b array.Builder) { b.AppendNull() }},
		"not UTF-8":     {"text", func(b array.Builder) { b.(*array.StringBuilder).Append("Malm\xf6") }},
		"cut character": {"text", func(b array.Builder) { b.(*array.StringBuilder).Append("Malm\xc3") }},
		"rest of one":   {"text", func(b array.Builder) { b.(*array.StringBuilder).Append("\xb6") }},
		"19 digits":     {"amount", func(b array.Builder) { b.(*array.Decimal128Builder).Append(decimal128.FromI64(1e18)) }},
		"wide":          {"amount", func(b array.Builder) { b.(*array.Decimal128Builder).Append(decimal128.New(-7, 5)) }},
	} {
		t.Run(name, func(t *testing.T) {
			alloc := checked(t)
			l, _ := open(t, lake.Options{Alloc: alloc})
			spend := table(t, "spend")
			b := array.NewRecordBuilder(alloc, spend.Schema())
			defer b.Release()
			for i, f := range spend.Schema().Fields() {
				if f.Name == tc.column {
					tc.put(b.Field(i))
				} else {
					b.Field(i).AppendEmptyValue()
				}
			}
			rec := b.NewRecord()
			defer rec.Release()
			w, err := l.Create(spend)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Abort()
			err = w.Write(rec)
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "spend."+tc.column) {
				t.Errorf("Write = %v, want Invalid that names the column", err)
			}
			if f, err := w.Close(); err != nil || f.Rows != 0 {
				t.Errorf("Close = %+v, %v; want an empty file", f, err)
			}
		})
	}
}

// The two values are valid UTF-8 only if they are concatenated.
func TestCharacterSplitOverTwoCellsIsRejected(t *testing.T) {
	alloc := checked(t)
	l, _ := open(t, lake.Options{Alloc: alloc})
	issue := dubbelkrona.IssueTable()
	b := array.NewRecordBuilder(alloc, issue.Schema())
	defer b.Release()
	for i, f := range issue.Schema().Fields() {
		for _, half := range []string{"\xc3", "\xb6"} {
			if f.Name == "detail" {
				b.Field(i).(*array.StringBuilder).Append(half)
			} else {
				b.Field(i).AppendEmptyValue()
			}
		}
	}
	rec := b.NewRecord()
	defer rec.Release()
	w, err := l.Create(issue)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := w.Write(rec); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("Write = %v, want Invalid", err)
	}
}

// A column repeats values only in its first rows: the dictionary overflows, by
// number or by bytes, and the rest of the group has plain encoding.
func TestDictionaryOverflow(t *testing.T) {
	for name, long := range map[string]int{"entries": 0, "bytes": 400} {
		t.Run(name, func(t *testing.T) {
			alloc := checked(t)
			l, _ := open(t, lake.Options{Alloc: alloc})
			issue := dubbelkrona.IssueTable()
			rng := rand.New(rand.NewPCG(3, 3))
			var records []arrow.Record
			for i := range 12 {
				rec := issueRecord(alloc, issue, rng, 9_000, i > 0, long)
				defer rec.Release()
				records = append(records, rec)
			}
			f := write(t, l, issue, records...)
			got, want := readText(t, l, f.Path, issue.Schema()), text(records...)
			if len(got) != len(want) {
				t.Fatalf("%d rows, want %d", len(got), len(want))
			}
			for i := range want {
				if got[i] != want[i] {
					t.Fatalf("row %d is %q, want %q", i, got[i], want[i])
				}
			}
		})
	}
}

func issueRecord(alloc memory.Allocator, issue *dubbelkrona.Table, rng *rand.Rand, rows int, unique bool, long int) arrow.Record {
	b := array.NewRecordBuilder(alloc, issue.Schema())
	defer b.Release()
	for i, f := range issue.Schema().Fields() {
		for range rows {
			switch s, ok := b.Field(i).(*array.StringBuilder); {
			case f.Name == "column":
				b.Field(i).AppendNull()
			case ok && f.Name == "detail" && unique:
				s.Append(strings.Repeat("x", long) + string(rune('a'+rng.IntN(26))) + hexOf(rng))
			default:
				b.Field(i).AppendEmptyValue()
			}
		}
	}
	return b.NewRecord()
}

func hexOf(rng *rand.Rand) string {
	const digits = "0123456789abcdef"
	var out [12]byte
	for i := range out {
		out[i] = digits[rng.IntN(16)]
	}
	return string(out[:])
}

// After a failure at any point the lake is unchanged: no segment, and at most a
// file that RemoveOrphans removes.
func TestFaults(t *testing.T) {
	for _, point := range lake.Points() {
		t.Run(point, func(t *testing.T) {
			alloc := checked(t)
			broken := errors.New("pulled plug")
			l, dir := open(t, lake.Options{Alloc: alloc, Fault: func(p string) error {
				if p == point {
					return broken
				}
				return nil
			}})
			rec := randomRecord(alloc, table(t, "spend"), rand.New(rand.NewPCG(1, 1)), 100)
			defer rec.Release()
			if err := deliver(l, table(t, "spend"), rec); !errors.Is(err, broken) {
				t.Fatalf("delivery = %v, want the fault", err)
			}
			if _, err := l.RemoveOrphans(nil); err != nil {
				t.Fatal(err)
			}
			if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) != 0 {
				t.Errorf("%v is left", left)
			}
		})
	}
}

func deliver(l *lake.Lake, table *dubbelkrona.Table, rec arrow.Record) error {
	w, err := l.Create(table)
	if err != nil {
		return err
	}
	defer w.Abort()
	if err := w.Write(rec); err != nil {
		return err
	}
	f, err := w.Close()
	if err != nil {
		return err
	}
	_, err = l.Store(of(f, "a", 1))
	return err
}

func TestAbortLeavesNothing(t *testing.T) {
	alloc := checked(t)
	l, dir := open(t, lake.Options{Alloc: alloc})
	rec := randomRecord(alloc, table(t, "spend"), rand.New(rand.NewPCG(1, 1)), 100)
	defer rec.Release()
	w, err := l.Create(table(t, "spend"))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*", "*")); len(left) != 0 {
		t.Errorf("%v is left", left)
	}
	if err := w.Write(rec); err == nil {
		t.Error("Write after Abort succeeded")
	}
}

func TestPathsStayInTheLake(t *testing.T) {
	l, dir := open(t, lake.Options{})
	outside := filepath.Join(filepath.Dir(dir), "outside.parquet")
	if err := os.WriteFile(outside, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(outside)
	for _, rel := range []string{"../outside.parquet", outside, "spend/x.txt", ""} {
		if err := l.Discard(rel); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("Discard(%q) = %v", rel, err)
		}
		if err := l.Read(t.Context(), rel, nil); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("Read(%q) = %v", rel, err)
		}
	}
	if _, err := os.Stat(outside); err != nil {
		t.Error(err)
	}
}
