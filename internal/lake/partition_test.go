package lake

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"dubbelkrona"
)

func TestFolderOfAPartition(t *testing.T) {
	spend, _ := dubbelkrona.TableByName("spend")
	for want, f := range map[string]dubbelkrona.File{
		"spend/source=reskontra/segment=17":              {Segments: []dubbelkrona.Segment{{ID: 17, Source: "reskontra"}}},
		"spend/source=bok_2-a/segment=3-17":              {Packed: true, Segments: []dubbelkrona.Segment{{ID: 5, Source: "bok_2-a"}, {ID: 17}, {ID: 3}}},
		"spend/source=a%2Fb%3D%25c%20%C3%A5/segment=9-9": {Packed: true, Segments: []dubbelkrona.Segment{{ID: 9, Source: "a/b=%c å"}}},
		"spend/source=../segment=1":                      {Segments: []dubbelkrona.Segment{{ID: 1, Source: ".."}}},
	} {
		f.Table = spend
		if got := partition(f); got != want {
			t.Errorf("%+v is in %s, want %s", f, got, want)
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
			spend, _ := dubbelkrona.TableByName("spend")
			f := dubbelkrona.File{Table: spend, Path: "spend/f.parquet", Rows: 7, Segments: []dubbelkrona.Segment{{ID: 3, Source: "a"}}}
			linked, err := l.place(f, put)
			want := f
			want.Path = "spend/source=a/segment=3/f.parquet"
			if err != nil || !reflect.DeepEqual(linked, want) {
				t.Fatalf("%+v, %v; want %+v", linked, err, want)
			}
			for _, path := range []string{f.Path, linked.Path} {
				if got, err := os.ReadFile(l.Path(path)); err != nil || !bytes.Equal(got, content) {
					t.Errorf("%s: %d bytes, %v", path, len(got), err)
				}
			}
			if _, err := l.place(f, put); !errors.Is(err, fs.ErrExist) {
				t.Errorf("over a file that is there: %v", err)
			}
			gone := f
			gone.Path = "spend/gone.parquet"
			if _, err := l.place(gone, put); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("of a file that is not there: %v", err)
			}
		})
	}
}
