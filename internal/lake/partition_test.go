package lake

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFolderOfAPartition(t *testing.T) {
	for want, p := range map[string]Partition{
		"spend/source=reskontra/segment=17":              {Source: "reskontra", First: 17},
		"spend/source=bok_2-a/segment=3-17":              {Source: "bok_2-a", First: 3, Last: 17},
		"spend/source=a%2Fb%3D%25c%20%C3%A5/segment=9-9": {Source: "a/b=%c å", First: 9, Last: 9},
		"spend/source=../segment=1":                      {Source: "..", First: 1},
	} {
		if got := p.folder("spend"); got != want {
			t.Errorf("%+v lies in %s, want %s", p, got, want)
		}
	}
}

// A linked file exists under both names with the same bytes; one that cannot be
// linked is copied.
func TestLink(t *testing.T) {
	for name, put := range map[string]func(from, to string) error{"link": linkOrCopy, "copy": copyFile} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			l, err := Open(root, Options{})
			if err != nil {
				t.Fatal(err)
			}
			content := bytes.Repeat([]byte("rows"), 1000)
			if err := errors.Join(os.Mkdir(filepath.Join(root, "spend"), 0o700), os.WriteFile(filepath.Join(root, "spend", "f.parquet"), content, 0o600)); err != nil {
				t.Fatal(err)
			}
			f := File{Table: "spend", Path: "spend/f.parquet", Rows: 7}
			linked, err := l.place(f, Partition{Source: "a", First: 3}, put)
			if want := (File{Table: "spend", Path: "spend/source=a/segment=3/f.parquet", Rows: 7}); err != nil || linked != want {
				t.Fatalf("%+v, %v; want %+v", linked, err, want)
			}
			for _, path := range []string{f.Path, linked.Path} {
				if got, err := os.ReadFile(l.Path(path)); err != nil || !bytes.Equal(got, content) {
					t.Errorf("%s: %d bytes, %v", path, len(got), err)
				}
			}
			if _, err := l.place(f, Partition{Source: "a", First: 3}, put); !errors.Is(err, fs.ErrExist) {
				t.Errorf("over a file that is there: %v", err)
			}
			gone := File{Table: "spend", Path: "spend/gone.parquet"}
			if _, err := l.place(gone, Partition{Source: "a", First: 4}, put); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("of a file that is not there: %v", err)
			}
		})
	}
}
