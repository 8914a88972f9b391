package transform

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// today is the current day in the tests.
var today = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// null in a test's row is a NULL cell.
const null = "\x00"

func testKey(t testing.TB) Key {
	t.Helper()
	k, err := NewKey(strings.NewReader(strings.Repeat("k", keyBytes)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// rawBatch makes a raw batch of rows, the first of which names the columns. Positions
// are those in a CSV file without line breaks in cells.
func rawBatch(mem memory.Allocator, object string, rows [][]string) *dubbelkrona.RawBatch {
	fields := make([]arrow.Field, len(rows[0]))
	for i, name := range rows[0] {
		fields[i] = arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
	}
	b := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer b.Release()
	var positions []int64
	for n, row := range rows[1:] {
		for i, cell := range row {
			if cell == null {
				b.Field(i).AppendNull()
			} else {
				b.Field(i).(*array.StringBuilder).Append(cell)
			}
		}
		positions = append(positions, int64(n+2))
	}
	return &dubbelkrona.RawBatch{Origin: dubbelkrona.Origin{Source: "test", Object: object}, Record: b.NewRecord(), Rows: positions}
}

// result is the result of a pass.
type result struct {
	rows    []string // "table: column=value …" without NULLs, in order
	issues  []dubbelkrona.Issue
	buffers []byte // all bytes of all Arrow buffers
	counts  Counts
	period  string
	err     error
}

// run transforms the rows of one object with a mapping. Each batch has at most 3000
// rows, so that large objects have several.
func run(t testing.TB, spec Spec, object string, rows [][]string) result {
	t.Helper()
	plan, faults := Compile(spec)
	if len(faults) > 0 {
		t.Fatalf("compile: %v", faults)
	}
	return runPlan(t, plan, object, rows)
}

// runPlan is run with a compiled mapping.
func runPlan(t testing.TB, plan *Plan, object string, rows [][]string) result {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	pass := plan.Start(dubbelkrona.Origin{Source: "test", Object: object}, Env{Key: testKey(t), Now: today, Alloc: mem})
	defer pass.Close()
	var out result
	issue := func(i dubbelkrona.Issue) error {
		out.issues = append(out.issues, i)
		return nil
	}
	emit := func(b *dubbelkrona.TypedBatch) error {
		if !b.Record.Schema().Equal(b.Table.Schema()) {
			t.Errorf("schema of %s is not the table's", b.Table.Name)
		}
		out.add(b)
		return nil
	}
	for rest := rows[1:]; ; rest = rest[min(len(rest), 3000):] {
		raw := rawBatch(mem, object, append([][]string{rows[0]}, rest[:min(len(rest), 3000)]...))
		out.err = pass.Batch(raw, emit, issue)
		raw.Record.Release()
		if out.err != nil || len(rest) <= 3000 {
			break
		}
	}
	out.counts, out.period = pass.Counts(), pass.Period()
	if out.err == nil {
		out.err = pass.Finish(issue)
	}
	return out
}

func (r *result) add(b *dubbelkrona.TypedBatch) {
	for row := range int(b.Record.NumRows()) {
		text := b.Table.Name + ":"
		for i, col := range b.Record.Columns() {
			if !col.IsNull(row) {
				text += " " + b.Record.ColumnName(i) + "=" + cellText(col, row)
			}
		}
		r.rows = append(r.rows, text)
	}
	for _, col := range b.Record.Columns() {
		for _, buffer := range col.Data().Buffers() {
			if buffer != nil {
				r.buffers = append(append(r.buffers, buffer.Bytes()...), 0)
			}
		}
	}
}

func cellText(col arrow.Array, row int) string {
	switch col := col.(type) {
	case *array.Decimal128:
		return col.Value(row).ToString(col.DataType().(*arrow.Decimal128Type).Scale)
	case *array.FixedSizeBinary:
		return fmt.Sprintf("%x", col.Value(row))
	}
	return col.ValueStr(row)
}

// rules lists the issues as "row column rule".
func (r *result) rules() []string {
	var all []string
	for _, i := range r.issues {
		all = append(all, fmt.Sprintf("%d %s %s", i.Row, i.Column, i.Rule))
	}
	return all
}

// has reports whether a text is anywhere in the result.
func (r *result) has(text string) bool {
	return bytes.Contains(r.buffers, []byte(text)) || strings.Contains(fmt.Sprint(r.issues, r.err), text)
}

func equalLists(t testing.TB, what string, got, want []string) {
	t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant:\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
