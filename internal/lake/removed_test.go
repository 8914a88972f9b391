package lake_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
)

// A file from before columns were removed from its table is rewritten without them; the
// rest is unchanged. A file without them is left as it is.
func TestDropRemoved(t *testing.T) {
	const rows = 3
	alloc := checked(t)
	l, _ := open(t, lake.Options{Alloc: alloc})
	participant := table(t, "participant")
	whole := randomRecord(alloc, participant, rand.New(rand.NewPCG(1, 2)), rows)
	defer whole.Release()
	fields, columns := whole.Schema().Fields(), append([]arrow.Array{}, whole.Columns()...)
	for _, name := range participant.Removed {
		b := array.NewStringBuilder(alloc)
		for range rows {
			b.Append("secret " + name)
		}
		column := b.NewArray()
		defer column.Release()
		b.Release()
		fields, columns = append([]arrow.Field{{Name: name, Type: column.DataType(), Nullable: true}}, fields...), append([]arrow.Array{column}, columns...)
	}
	old := array.NewRecord(arrow.NewSchema(fields, nil), columns, rows)
	defer old.Release()
	file := of(dubbelkrona.File{Table: participant, Path: "participant/old.parquet"}, "a", 7)
	writeParquet(t, l, file.Path, old)

	written, changed, err := l.DropRemoved(t.Context(), file)
	if err != nil || !changed || written.Rows != rows || written.Path == file.Path {
		t.Fatalf("%+v, %v, %v", written, changed, err)
	}
	got, want := readText(t, l, written.Path, participant.Schema()), text(whole)
	if !slices.Equal(got, want) {
		t.Errorf("rows are %v, want %v", got, want)
	}
	secret := func(rel string) (found bool) {
		err := lake.Values(t.Context(), l.Path(rel), func(values []byte) { found = found || bytes.Contains(values, []byte("secret")) })
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if !secret(file.Path) || secret(written.Path) {
		t.Errorf("the values are in the old file: %t, in the new one: %t", secret(file.Path), secret(written.Path))
	}
	if again, changed, err := l.DropRemoved(t.Context(), written); err != nil || changed || again.Path != written.Path {
		t.Errorf("again: %v, %v", changed, err)
	}
}

// writeParquet writes a record to a file of the lake as it is.
func writeParquet(t *testing.T, l *lake.Lake, rel string, rec arrow.Record) {
	t.Helper()
	if err := os.MkdirAll(l.Path("participant"), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(l.Path(rel))
	if err != nil {
		t.Fatal(err)
	}
	out, err := pqarrow.NewFileWriter(rec.Schema(), f, parquet.NewWriterProperties(), pqarrow.DefaultWriterProps())
	if err == nil {
		err = out.Write(rec)
	}
	if err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
