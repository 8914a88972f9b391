package ingest_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
	"dubbelkrona/ingest/xlsx"
)

func registry() *ingest.Registry {
	place := ingest.PlaceKind{Name: "memory", New: func(ingest.Env, ingest.Settings) (ingest.Place, error) { return ingesttest.NewMemoryPlace(false), nil }}
	return ingest.NewRegistry([]ingest.PlaceKind{place}, []ingest.FormatKind{xlsx.Kind(), json.Kind(), csv.Kind()}, nil)
}

// source returns a source with one object whose format is detected.
func source(t testing.TB, env ingest.Env, stream bool, name string, data []byte) ingest.Source {
	t.Helper()
	formats, err := registry().Format(ingest.Choice{}, ingest.Env{})
	if err != nil {
		t.Fatal(err)
	}
	place := ingesttest.NewMemoryPlace(stream)
	place.Put(name, data)
	return ingest.New("test", place, formats, env)
}

func gz(t testing.TB, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// zipped packs members, each given as name and content.
func zipped(t testing.TB, members ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(members[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const table = "a;b\n1;å\n2;x\n3;y\n"

func TestFormatIsDetectedByContent(t *testing.T) {
	book := func() []byte {
		tab, err := os.ReadFile("testdata/two_rows.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		return tab
	}()
	array := []byte(`[{"a":"1","b":"å"},{"a":"2","b":"x"}]`)
	for _, c := range []struct {
		name string
		data []byte
		rows int
	}{
		{"rows.csv", []byte(table), 3},
		{"rows.csv.gz", gz(t, []byte(table)), 3},
		{"gzip without the ending.csv", gz(t, []byte(table)), 3},
		{"gzip of nothing.csv", []byte(table), 3},
		{"rows.json", array, 2},
		{"rows.csv", array, 2},
		{"rows.json", []byte(table), 3},
		{"rows", []byte(table), 3},
		{"rows.json", []byte("\xff\xfe[\x00{\x00\"\x00a\x00\"\x00:\x001\x00}\x00]\x00"), 1},
		{"rows.xlsx", book, 2},
		{"rows.csv", book, 2},
		{"rows.zip", book, 2},
		{"rows.xlsx.gz", gz(t, book), 2},
		{"rows.zip", zipped(t, "x/rows.csv", table), 3},
		{"rows.zip", zipped(t, "rows.csv.gz", string(gz(t, []byte(table)))), 3},
		{"rows.zip", zipped(t, "rows.xlsx", string(book)), 2},
		{"two members of gzip.gz", append(gz(t, []byte("a;b\n1;2\n")), gz(t, []byte("3;4\n"))...), 2},
	} {
		for _, stream := range []bool{false, true} {
			tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), stream, c.name, c.data))
			if err != nil || len(tab.Rows) != c.rows {
				t.Errorf("%s: %d rows, %v; want %d", c.name, len(tab.Rows), err, c.rows)
			}
		}
	}
}

// subject is a CSV file that is packed in some way.
func subject(t *testing.T, object string, pack func([]byte) []byte) ingesttest.Subject {
	format, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return ingesttest.Subject{
		Object: object, Sample: pack([]byte(table)), Rows: 3, Columns: []string{"a", "b"}, Empty: pack([]byte("a;b\n")),
		Large: func(n int) []byte {
			var b bytes.Buffer
			b.WriteString("a;b\n")
			for i := range n {
				fmt.Fprintf(&b, "%d %x;%s\n", i, i*7919, strings.Repeat("y", 90))
			}
			return pack(b.Bytes())
		},
		Make: ingesttest.InMemory(format),
	}
}

func TestConformanceThroughGzip(t *testing.T) {
	ingesttest.Run(t, subject(t, "rows.csv.gz", func(data []byte) []byte { return gz(t, data) }))
}

func TestMembersAreObjects(t *testing.T) {
	data := zipped(t, "b.csv", table, "a/x.csv", table, "a/", "", "__MACOSX/._b.csv", "x", ".hidden", "x", "c.csv.part", "x")
	src := source(t, ingesttest.Env(t), false, "2022.zip", data)
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, o := range objects {
		names = append(names, o.Name)
	}
	if want := []string{"2022.zip/a/x.csv", "2022.zip/b.csv"}; !slices.Equal(names, want) {
		t.Errorf("objects %q; want %q", names, want)
	}
	alone := source(t, ingesttest.Env(t), false, "b.csv", []byte(table))
	object, err := ingesttest.Objects(alone, nil)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := src.Inspect(context.Background(), objects[1])
	if err != nil {
		t.Fatal(err)
	}
	plain, err := alone.Inspect(context.Background(), object[0])
	if err != nil {
		t.Fatal(err)
	}
	if packed.SHA256 != plain.SHA256 || packed.Object != "2022.zip/b.csv" {
		t.Errorf("origin %+v; want the SHA-256 of the unpacked member, %s", packed, plain.SHA256)
	}
}

func TestIdentityNumbersInNamesAreMasked(t *testing.T) {
	src := source(t, ingesttest.Env(t), false, "deltagare 19900101-2385.csv", []byte("<html>"))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = src.Inspect(context.Background(), objects[0])
	if err == nil || strings.Contains(err.Error(), "2385") || strings.Contains(objects[0].Label, "2385") {
		t.Errorf("label %q, error %v", objects[0].Label, err)
	}
}

func TestRefusals(t *testing.T) {
	zeros := make([]byte, 64<<20)
	bomb := gz(t, append([]byte("a;b\n"), bytes.Repeat([]byte("1;2\n"), 16<<20)...))
	for name, c := range map[string]struct {
		object string
		data   []byte
		limits ingest.Limits
		want   string
	}{
		"HTML under a data name":     {"x.json", []byte("\r\n<!doctype html><title>404</title>"), ingest.Limits{}, "HTML page"},
		"HTML, packed":               {"x.csv.gz", gz(t, []byte("<?xml version=\"1.0\"?>\n<html>")), ingest.Limits{}, "HTML page"},
		"a gzip bomb":                {"x.csv.gz", bomb, ingest.Limits{Ratio: 100}, "100 times its size"},
		"a gzip that is too long":    {"x.csv.gz", bomb, ingest.Limits{Unpacked: 1 << 20}, "more than 1048576 bytes"},
		"a gzip cut off":             {"x.csv.gz", gz(t, []byte(table))[:20], ingest.Limits{}, "cut off"},
		"a gzip that is damaged":     {"x.csv.gz", damaged(gz(t, []byte(table))), ingest.Limits{}, "gzip: damaged"},
		"a zip bomb":                 {"x.zip", zipped(t, "x.csv", string(zeros)), ingest.Limits{}, "300 times its size"},
		"a zip that is too long":     {"x.zip", zipped(t, "x.csv", table), ingest.Limits{Unpacked: 5}, "more than 5 bytes"},
		"too many members":           {"x.zip", zipped(t, "x.csv", table, "y.csv", table), ingest.Limits{Members: 1}, "2 members"},
		"a zip in a zip":             {"x.zip", zipped(t, "y.zip", string(zipped(t, "x.csv", table))), ingest.Limits{}, "inside an archive"},
		"a zip cut off":              {"x.zip", zipped(t, "x.csv", table)[:60], ingest.Limits{}, "cut off"},
		"a zip of nothing":           {"x.zip", zipped(t), ingest.Limits{}, "no files"},
		"a zip under another name":   {"x.bin", zipped(t, "x.csv", table), ingest.Limits{}, "the format of its content is unknown"},
		"a zip as a table":           {"x.csv", zipped(t, "x.csv", table), ingest.Limits{}, "zip archive"},
		"a document that is no data": {"x.pdf", []byte("%PDF-1.7"), ingest.Limits{}, "the format of its content is unknown"},
		"an old workbook":            {"x.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 "), ingest.Limits{}, "save it as .xlsx"},
	} {
		t.Run(name, func(t *testing.T) {
			env := ingesttest.Env(t)
			env.Limits = c.limits
			_, err := ingesttest.Read(t, source(t, env, false, c.object, c.data))
			if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("%v; want an Invalid error that says %q", err, c.want)
			}
			if !strings.Contains(err.Error(), "source test: "+c.object) {
				t.Errorf("%v does not name source and object", err)
			}
		})
	}
}

func damaged(data []byte) []byte {
	data = slices.Clone(data)
	data[len(data)-6] ^= 0xff // the checksum
	return data
}

func TestUnfinished(t *testing.T) {
	for _, name := range []string{"a/.x.csv", "x.csv.part", "x.TMP", "x.csv.filepart", "x.crdownload", "~$x.xlsx", "x.csv~", ".~lock.x.csv#"} {
		if !ingest.Unfinished(name) {
			t.Errorf("%q is read as finished", name)
		}
	}
	for _, name := range []string{"x.csv", ".dir/x.csv", "part.csv", "x.part.csv"} {
		if ingest.Unfinished(name) {
			t.Errorf("%q is read as unfinished", name)
		}
	}
}

func TestRegistryErrorsListTheKinds(t *testing.T) {
	_, err := registry().Source(ingest.Spec{Name: "x", Place: ingest.Choice{Kind: "ftp"}}, ingest.Env{})
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "known are memory") {
		t.Errorf("%v", err)
	}
	_, err = registry().Source(ingest.Spec{Place: ingest.Choice{Kind: "memory"}, Format: ingest.Choice{Kind: "xml"}}, ingest.Env{})
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "known are xlsx, json, csv") {
		t.Errorf("%v", err)
	}
	faulty := errors.New("no such key")
	_, err = registry().Source(ingest.Spec{Place: ingest.Choice{Kind: "memory"}, Format: ingest.Choice{Kind: "csv", Settings: func(any) error { return faulty }}}, ingest.Env{})
	if !errors.Is(err, faulty) {
		t.Errorf("%v", err)
	}
}

// A source that did not inspect the object itself detects the charset again.
func TestReadInAnotherProcess(t *testing.T) {
	data := []byte("a;b\n1;\xe5\n")
	first := source(t, ingesttest.Env(t), false, "x.csv", data)
	objects, err := ingesttest.Objects(first, nil)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := first.Inspect(context.Background(), objects[0])
	if err != nil {
		t.Fatal(err)
	}
	var tab ingesttest.Table
	err = source(t, ingesttest.Env(t), false, "x.csv", data).Read(context.Background(), objects[0], origin, func(raw *dubbelkrona.RawBatch) error {
		tab.Add(raw)
		return nil
	})
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["b"] != "å" {
		t.Errorf("%v, %v", tab, err)
	}
}

func TestLargeWorkbookNeedsAPrivateFolder(t *testing.T) {
	// Stored without compression, so that it is larger than the limit for memory.
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "x.csv", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte("a;b\n" + strings.Repeat("1;"+strings.Repeat("x", 4093)+"\n", 9<<10))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	env := ingesttest.Env(t)
	if _, err := ingesttest.Read(t, source(t, env, true, "x.zip", b.Bytes())); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "private folder") {
		t.Errorf("%v", err)
	}
	env.Scratch = t.TempDir()
	tab, err := ingesttest.Read(t, source(t, env, true, "x.zip", b.Bytes()))
	if err != nil || len(tab.Rows) != 9<<10 {
		t.Errorf("%d rows, %v", len(tab.Rows), err)
	}
	if left, err := os.ReadDir(env.Scratch); err != nil || len(left) > 0 {
		t.Errorf("%d files are left in the private folder, %v", len(left), err)
	}
}
