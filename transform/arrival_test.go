package transform

import (
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"dubbelkrona"
)

// The columns of an object without rows are checked too, so that an object with a wrong
// header does not replace good rows.
func TestHeaderWithoutRows(t *testing.T) {
	ledger := Spec{Profile: "leverantorsreskontra"}
	for header, want := range map[string]string{
		"leverantor;datum;nettobelopp":      "",
		"foo;bar":                           "lacks columns",
		"Too many requests, try again soon": "lacks columns",
		"1;Alfa AB;2025-01-15;10,00":        "lacks columns",
	} {
		got := run(t, ledger, "o", [][]string{strings.Split(header, ";")})
		if want == "" && got.err != nil || want != "" && (dubbelkrona.KindOf(got.err) != dubbelkrona.Invalid || !strings.Contains(got.err.Error(), want)) {
			t.Errorf("%s: %v; want %q", header, got.err, want)
		}
	}
}

// An object without a header is refused; an empty list of JSON is an object without
// rows.
func TestObjectWithoutHeader(t *testing.T) {
	plan, faults := Compile(Spec{Profile: "spend"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	none := func(dubbelkrona.Issue) error { return nil }
	pass := plan.Start(dubbelkrona.Origin{Object: "o"}, Env{Key: testKey(t), Now: today})
	if err := pass.Finish(none); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("nothing at all: %v; want an Invalid error", err)
	}
	pass = plan.Start(dubbelkrona.Origin{Object: "o"}, Env{Key: testKey(t), Now: today})
	empty := array.NewRecord(arrow.NewSchema(nil, nil), nil, 0)
	defer empty.Release()
	err := pass.Batch(&dubbelkrona.RawBatch{Record: empty}, func(*dubbelkrona.TypedBatch) error { return nil }, none)
	if err == nil {
		err = pass.Finish(none)
	}
	if err != nil {
		t.Errorf("an empty list: %v", err)
	}
}

// Two columns with the same name are refused, unless the mapping selects one by position
// or uses neither.
func TestColumnsOfOneName(t *testing.T) {
	field := func(name, shared string) arrow.Field {
		f := arrow.Field{Name: name, Type: arrow.BinaryTypes.String, Nullable: true}
		if shared != "" {
			f.Metadata = arrow.NewMetadata([]string{dubbelkrona.HeaderKey}, []string{shared})
		}
		return f
	}
	schema := arrow.NewSchema([]arrow.Field{field("Leverantör", ""), field("Belopp", ""), field("Not", ""), field("kolumn_4", "Belopp"), field("kolumn_5", "Not")}, nil)
	for column, want := range map[string]string{"Belopp": "has 2 columns that could be \"Belopp\"", "kolumn_2": "10", "kolumn_4": "99"} {
		b := array.NewRecordBuilder(memory.DefaultAllocator, schema)
		for i, cell := range []string{"Alfa", "10", "x", "99", "y"} {
			b.Field(i).(*array.StringBuilder).Append(cell)
		}
		raw := &dubbelkrona.RawBatch{Record: b.NewRecord(), Rows: []int64{2}}
		spec := Spec{Tables: []TableSpec{{Table: "spend", Columns: map[string]ColumnSpec{"supplier_name": {Column: List{"Leverantör"}}, "amount": {Column: List{column}}}}}}
		plan, faults := Compile(spec)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		var out result
		pass := plan.Start(dubbelkrona.Origin{Object: "o"}, Env{Key: testKey(t), Now: today})
		err := pass.Batch(raw, func(b *dubbelkrona.TypedBatch) error { out.add(b); return nil }, func(dubbelkrona.Issue) error { return nil })
		got := strings.Join(out.rows, " ")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s; want %s", column, got, want)
		}
	}
}
