package parquet_test

import (
	"bytes"
	"encoding/binary"
	"os"
	"reflect"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/parquet"
)

// Each byte of the pages of files with checksums (from pyarrow, write_page_checksum)
// is changed in turn: the file is refused, or its rows are unchanged.
func TestPagesAreComparedWithTheirChecksums(t *testing.T) {
	for _, name := range []string{"checksums.parquet", "checksums_v2.parquet"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := ingesttest.Decode(t, &parquet.Format{}, "x.parquet", data)
		if err != nil || len(want.Rows) != 40 {
			t.Fatalf("%s: %d rows, %v; want 40", name, len(want.Rows), err)
		}
		footer := len(data) - 8 - int(binary.LittleEndian.Uint32(data[len(data)-8:]))
		refused, checked := 0, 0
		for at := 4; at < footer; at++ {
			flipped := bytes.Clone(data)
			flipped[at] ^= 1 << (at % 8)
			got, err := ingesttest.Decode(t, &parquet.Format{}, "x.parquet", flipped)
			switch {
			case err == nil && !reflect.DeepEqual(got, want):
				t.Errorf("%s: byte %d changed, and other rows were read without an error", name, at)
			case err != nil && dubbelkrona.KindOf(err) != dubbelkrona.Invalid:
				t.Errorf("%s: byte %d flipped: %v; want an Invalid error", name, at, err)
			case err != nil:
				refused++
			}
			if err != nil && strings.Contains(err.Error(), "checksum") {
				checked++
			}
		}
		t.Logf("%s: of %d flips %d were refused, %d by a checksum", name, footer-4, refused, checked)
		if 2*checked < footer {
			t.Errorf("%s: %d of %d flips were found by a checksum", name, checked, footer-4)
		}
	}
}
