package directory_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/directory"
	"dubbelkrona/ingest/ingesttest"
)

const table = "a;b\n1;å\n2;x\n3;\"y\nz\"\n"

// project writes files into a new folder.
func project(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, name := range files {
		write(t, root, name, table)
	}
	return root
}

func write(t *testing.T, root, name, content string) {
	t.Helper()
	path := filepath.Join(root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func place(t *testing.T, root string, s directory.Settings) *directory.Place {
	t.Helper()
	p, err := directory.New(ingest.Env{Root: root, Now: ingesttest.Clock}, s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func names(t *testing.T, p ingest.Place) (all []string) {
	t.Helper()
	objects, err := p.Objects(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		all = append(all, o.Name)
	}
	return all
}

func TestConformance(t *testing.T) {
	format, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	ingesttest.Run(t, ingesttest.Subject{
		Object: "rows.csv", Sample: []byte(table), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"),
		Large: func(n int) []byte {
			return []byte("a;b\n" + strings.Repeat(strings.Repeat("x", 60)+";"+strings.Repeat("y", 60)+"\n", n))
		},
		Make: func(t *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
			root := t.TempDir()
			write(t, root, "data/"+name, string(data))
			env.Root = root
			p, err := directory.New(env, directory.Settings{Path: "data/" + name})
			if err != nil {
				t.Fatal(err)
			}
			return ingest.New("test", p, ingest.Always(format), env), func(data []byte) { write(t, root, "data/"+name, string(data)) }
		},
	})
}

func TestPatterns(t *testing.T) {
	root := project(t, "data/x1.csv", "data/x2.csv", "data/y.csv", "data/2022/x3.csv", "data/2022/06/x10.csv", "data/2022/06/x9.csv.part",
		"data/.x4.csv", "data/.hidden/x5.csv", "data/~x6.csv", "x7.csv", "data/a\u030akrar.csv")
	for glob, want := range map[string][]string{
		"data/**/x*.csv":   {"data/2022/06/x10.csv", "data/2022/x3.csv", "data/x1.csv", "data/x2.csv"},
		"data/x?.csv":      {"data/x1.csv", "data/x2.csv"},
		"./data/[xy]1.csv": {"data/x1.csv"},
		"**/x7.csv":        {"x7.csv"},
		"data/*/x3.csv":    {"data/2022/x3.csv"},
		"data/2022/**":     {"data/2022/06/x10.csv", "data/2022/x3.csv"},
		"data/åk*.csv":     {"data/a\u030akrar.csv"},
		"data/z*.csv":      nil,
	} {
		if got := names(t, place(t, root, directory.Settings{Glob: glob})); !slices.Equal(got, want) {
			t.Errorf("%s: %q; want %q", glob, got, want)
		}
	}
}

func TestFaultySettings(t *testing.T) {
	for _, s := range []directory.Settings{
		{}, {Path: "a", Glob: "b"}, {Glob: "../x.csv"}, {Glob: "/etc/*"}, {Path: "a/../b"}, {Glob: `a\b`}, {Glob: "a/[x"}, {Path: "a", Settle: "soon"}, {Path: "a", Settle: "-1s"},
	} {
		if _, err := directory.New(ingest.Env{}, s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%+v: %v; want an Invalid error", s, err)
		}
	}
}

func TestMissing(t *testing.T) {
	root := project(t, "x.csv")
	for _, s := range []directory.Settings{{Path: "y.csv"}, {Glob: "data/*.csv"}} {
		_, err := place(t, root, s).Objects(context.Background())
		if dubbelkrona.KindOf(err) != dubbelkrona.NotFound || strings.Contains(err.Error(), root) {
			t.Errorf("%+v: %v; want a NotFound error", s, err)
		}
	}
}

func TestLinks(t *testing.T) {
	outside := project(t, "secret.csv")
	root := project(t, "data/x.csv")
	for link, target := range map[string]string{
		"data/inside.csv":  "x.csv",
		"data/outside.csv": filepath.Join(outside, "secret.csv"),
		"data/away":        outside,
		"data/loop":        "../data",
		"elsewhere":        outside,
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skip("no symbolic links here")
		}
	}
	p := place(t, root, directory.Settings{Glob: "data/**/*.csv"})
	if got, want := names(t, p), []string{"data/inside.csv", "data/outside.csv", "data/x.csv"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q", got, want)
	}
	objects, err := p.Objects(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Open(context.Background(), objects[1]); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "leads out") {
		t.Errorf("%v; want an Invalid error", err)
	}
	if _, err := place(t, root, directory.Settings{Glob: "elsewhere/*.csv"}).Objects(context.Background()); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("a folder behind a link: %v; want an Invalid error", err)
	}
	f, err := p.Open(context.Background(), objects[0])
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func TestSettle(t *testing.T) {
	root := project(t, "x.csv")
	p := place(t, root, directory.Settings{Path: "x.csv", Settle: "2m"})
	for age, kind := range map[time.Duration]dubbelkrona.Kind{time.Second: dubbelkrona.Transient, 3 * time.Minute: dubbelkrona.Internal, -time.Hour: dubbelkrona.Internal} {
		at := ingesttest.Clock().Add(-age)
		if err := os.Chtimes(filepath.Join(root, "x.csv"), at, at); err != nil {
			t.Fatal(err)
		}
		f, err := p.Open(context.Background(), ingest.NewObject("x.csv", -1, time.Time{}))
		if dubbelkrona.KindOf(err) != kind || (err == nil) != (kind == dubbelkrona.Internal) {
			t.Errorf("changed %s ago: %v", age, err)
		}
		if err == nil {
			f.Close()
		}
	}
}

// An object that is not a regular file is refused by name, and opening it does not
// block: nothing is ever written to this pipe.
func TestNoRegularFile(t *testing.T) {
	root := project(t, "data/x.csv")
	if err := syscall.Mkfifo(filepath.Join(root, "data/pipe.csv"), 0o600); err != nil {
		t.Skip("no pipes here")
	}
	listener, err := net.Listen("unix", filepath.Join(root, "data/socket.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	if err := os.Symlink("pipe.csv", filepath.Join(root, "data/link.csv")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"data/pipe.csv", "data/socket.csv", "data/link.csv", "data"} {
		p := place(t, root, directory.Settings{Path: name})
		if got := names(t, p); !slices.Equal(got, []string{name}) {
			t.Fatalf("%q", got)
		}
		_, err := p.Open(context.Background(), ingest.NewObject(name, 0, time.Time{}))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: %v; want an Invalid error", name, err)
		}
	}
	if got, want := names(t, place(t, root, directory.Settings{Glob: "data/*.csv"})), []string{"data/link.csv", "data/pipe.csv", "data/socket.csv", "data/x.csv"}; !slices.Equal(got, want) {
		t.Errorf("%q; want %q: what is no file is not passed over in silence", got, want)
	}
}

// A file name in Latin-1, as old systems write it, is not UTF-8; the file is listed,
// read and shown anyway.
func TestNameInLatin1(t *testing.T) {
	root := t.TempDir()
	const name = "data/lev_\xe5r.csv"
	if err := os.MkdirAll(filepath.Join(root, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, name), []byte(table), 0o600); err != nil {
		t.Skip("this file system takes UTF-8 alone")
	}
	p := place(t, root, directory.Settings{Glob: "data/lev*.csv"})
	objects, err := p.Objects(context.Background())
	if err != nil || len(objects) != 1 || objects[0].Name != name || objects[0].Label != `data/lev_\xe5r.csv` {
		t.Fatalf("%+v, %v", objects, err)
	}
	f, err := p.Open(context.Background(), objects[0])
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

// A file with the same size but a new time of change is still being written.
func TestTouchedIsStillBeingWritten(t *testing.T) {
	root := project(t, "x.csv")
	format, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	src := ingest.New("test", place(t, root, directory.Settings{Path: "x.csv"}), ingest.Always(format), ingesttest.Env(t))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	later := objects[0].Modified.Add(time.Second)
	if err := os.Chtimes(filepath.Join(root, "x.csv"), later, later); err != nil {
		t.Fatal(err)
	}
	if _, err := src.Inspect(context.Background(), objects[0]); dubbelkrona.KindOf(err) != dubbelkrona.Transient {
		t.Errorf("%v; want a Transient error", err)
	}
}

func TestEmbeddedFiles(t *testing.T) {
	p, err := directory.NewFS(fstest.MapFS{"ref/b.csv": {Data: []byte(table)}, "ref/a.csv": {Data: []byte(table)}}, "ref/*.csv")
	if err != nil {
		t.Fatal(err)
	}
	format, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	src := ingest.New("reference", p, ingest.Always(format), ingesttest.Env(t))
	tab, err := ingesttest.Read(t, src)
	if got := names(t, p); err != nil || len(tab.Rows) != 3 || !slices.Equal(got, []string{"ref/a.csv", "ref/b.csv"}) {
		t.Errorf("%q, %d rows, %v", got, len(tab.Rows), err)
	}
}
