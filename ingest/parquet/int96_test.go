package parquet_test

import (
	"bytes"
	"encoding/binary"
	"testing"

	library "github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/schema"
)

// moment returns an INT96 of a Julian day and the nanoseconds of the day, as older
// programs store a time.
func moment(julian uint32, nanoseconds uint64) (out library.Int96) {
	binary.LittleEndian.PutUint64(out[:], nanoseconds)
	binary.LittleEndian.PutUint32(out[8:], julian)
	return out
}

// int96File writes a file with one column of moments, which is required, or optional
// with the second one NULL.
func int96File(t *testing.T, optional bool, moments ...library.Int96) []byte {
	t.Helper()
	repetition, defined := library.Repetitions.Required, []int16(nil)
	if optional {
		repetition = library.Repetitions.Optional
		for i := range len(moments) + 1 {
			level := int16(1)
			if i == 1 {
				level = 0
			}
			defined = append(defined, level)
		}
	}
	root, err := schema.NewGroupNode("schema", library.Repetitions.Required, schema.FieldList{schema.NewInt96Node("d", repetition, -1)}, -1)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := file.NewParquetWriter(&out, root)
	group := w.AppendRowGroup()
	column, err := group.NextColumn()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := column.(*file.Int96ColumnChunkWriter).WriteBatch(moments, defined, nil); err != nil {
		t.Fatal(err)
	}
	for _, close := range []func() error{column.Close, group.Close, w.Close} {
		if err := close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// Years that nanoseconds in 64 bits cannot represent are read correctly. Julian day
// 2440588 is 1970-01-01 (Richards).
func TestINT96Years(t *testing.T) {
	moments := []library.Int96{moment(2440588, 0), moment(2460691, 52_200e9), moment(2634167, 0), moment(2299161, 0), moment(5373484, 86_399_997e6)}
	want := "1:1970-01-01T00:00:00\n2:2025-01-15T14:30:00\n3:2500-01-01T00:00:00\n4:1582-10-15T00:00:00\n5:9999-12-31T23:59:59.997"
	if got := read(t, int96File(t, false, moments...)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := read(t, int96File(t, true, moments[1], moments[2])), "1:2025-01-15T14:30:00\n2:∅\n3:2500-01-01T00:00:00"; got != want {
		t.Errorf("with a NULL: got\n%s\nwant\n%s", got, want)
	}
}
