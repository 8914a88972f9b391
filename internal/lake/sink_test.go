package lake

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"
)

// If the disk accepts no more bytes (here the file is closed too early), writing
// returns an error and leaves no file, whatever the Parquet library does.
func TestFailingDisk(t *testing.T) {
	for _, rows := range []int{0, 10, 400_000} {
		l, err := Open(t.TempDir(), Options{})
		if err != nil {
			t.Fatal(err)
		}
		w, err := l.Create(dubbelkrona.IssueTable())
		if err != nil {
			t.Fatal(err)
		}
		w.sink.file.Close()
		rec := numbered(rows)
		defer rec.Release()
		err = w.Write(rec)
		if err == nil {
			_, err = w.Close()
		}
		if !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%d rows: %v, want the disk's error", rows, err)
		}
		if err := w.Abort(); err != nil {
			t.Error(err)
		}
		if left, _ := filepath.Glob(filepath.Join(l.root, tmpDir, "*")); len(left) != 0 {
			t.Errorf("%d rows: %v is left", rows, left)
		}
	}
	if _, err := Open(os.DevNull, Options{}); err == nil {
		t.Error("a lake was opened in a file")
	}
}

// numbered returns issues that differ only in their row.
func numbered(rows int) arrow.Record {
	b := array.NewRecordBuilder(memory.DefaultAllocator, dubbelkrona.IssueTable().Schema())
	defer b.Release()
	for i, f := range b.Fields() {
		for row := range rows {
			if n, ok := f.(*array.Int64Builder); ok {
				n.Append(int64(row))
			} else {
				b.Field(i).AppendEmptyValue()
			}
		}
	}
	return b.NewRecord()
}
