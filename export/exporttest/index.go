package exporttest

import (
	"bytes"
	"errors"
	"testing"

	"dubbelkrona/export"
)

// Index writes an index for a document with every kind of content, and the files of the
// given formats, whose sizes are 1000, 1001 and so on. It returns what was written. With
// a catalogue the document says who publishes it.
func Index(t *testing.T, index export.Index, catalogue *export.Catalogue, formats ...export.Format) []byte {
	t.Helper()
	d := document(nil)
	d.Catalogue, d.FirstYear, d.LastYear = catalogue, "2021", "2025"
	var files []export.File
	for i, f := range formats {
		files = append(files, export.File{Format: f, Bytes: int64(1000 + i), SHA256: "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac"})
	}
	if !index.Applies(d, files) {
		return nil
	}
	var out, again bytes.Buffer
	if err := errors.Join(index.Write(&out, d, files), index.Write(&again, d, files)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Error("the same document gave two different files")
	}
	full := errors.New("disk full")
	if err := index.Write(&failAfter{n: out.Len() - 1, err: full}, d, files); !errors.Is(err, full) {
		t.Errorf("the writer failed at the last byte, Write returned %v", err)
	}
	return out.Bytes()
}
