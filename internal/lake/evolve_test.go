package lake_test

import (
	"os"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// A file written before two columns were added can be edited and packed; the two
// are NULL and every other cell is unchanged.
func TestFilesFromBeforeAColumn(t *testing.T) {
	alloc := checked(t)
	l, _ := open(t, lake.Options{Alloc: alloc})
	spend := table(t, "spend")
	b := array.NewRecordBuilder(alloc, spend.Schema())
	defer b.Release()
	for i := range spend.Schema().Fields() {
		b.Field(i).AppendEmptyValue()
		b.Field(i).AppendEmptyValue()
	}
	whole := b.NewRecord()
	defer whole.Release()
	var fields []arrow.Field
	var columns []arrow.Array
	for i, f := range whole.Schema().Fields() {
		if f.Name != "currency" && f.Name != "original_amount" {
			f.Nullable = false // as amount was
			fields, columns = append(fields, f), append(columns, whole.Column(i))
		}
	}
	old := array.NewRecord(arrow.NewSchema(fields, nil), columns, 2)
	defer old.Release()
	const rel = "spend/old.parquet"
	flat := of(dubbelkrona.File{Table: spend, Path: rel}, "a", 7)
	if err := os.MkdirAll(l.Path("spend"), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(l.Path(rel))
	if err != nil {
		t.Fatal(err)
	}
	out, err := pqarrow.NewFileWriter(old.Schema(), f, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err == nil {
		err = out.Write(old)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}

	edited, err := l.Rewrite(t.Context(), flat, func(rec arrow.Record, emit func(arrow.Record) error) error { return emit(rec) })
	if err != nil || edited.Rows != 2 {
		t.Fatalf("rewritten: %+v, %v", edited, err)
	}
	packed, err := l.Pack(t.Context(), []dubbelkrona.File{flat})
	if err != nil || packed.Rows != 2 {
		t.Fatalf("packed: %+v, %v", packed, err)
	}
	for path, schema := range map[string]*arrow.Schema{edited.Path: spend.Schema(), packed.Path: lake.PackSchema(spend)} {
		err := l.Read(t.Context(), path, func(rec arrow.Record) error {
			if !rec.Schema().Equal(schema) {
				t.Errorf("%s: schema %v", path, rec.Schema())
			}
			for i, f := range whole.Schema().Fields() {
				lacked := f.Name == "currency" || f.Name == "original_amount"
				if got := rec.Column(i); lacked && got.NullN() != 2 || !lacked && !array.Equal(got, whole.Column(i)) {
					t.Errorf("%s: column %s is %v", path, f.Name, got)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}

	// Another table's file is still rejected.
	if _, err := l.Rewrite(t.Context(), dubbelkrona.File{Table: table(t, "indicator"), Path: rel}, func(rec arrow.Record, emit func(arrow.Record) error) error { return emit(rec) }); err == nil {
		t.Error("a file of another table was rewritten")
	}
}
