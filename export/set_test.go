package export_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
)

// lines is a sink that writes the metrics' names.
type lines struct{ file string }

func (lines) Name() string             { return "lines" }
func (l lines) File() string           { return l.file }
func (lines) MediaType() string        { return "text/plain" }
func (lines) About() dubbelkrona.Label { return dubbelkrona.Label{} }
func (lines) Write(ctx context.Context, w io.Writer, d *export.Document) error {
	return export.Each(ctx, d.Rows, func(r *dubbelkrona.Result) error {
		_, err := fmt.Fprintln(w, r.Metric)
		return err
	})
}

// sums is an index of the sums of files.
type sums struct{ lines }

func (sums) Applies(d *export.Document, _ []export.File) bool { return d.Header.Project != "" }
func (sums) Write(w io.Writer, _ *export.Document, files []export.File) error {
	for _, f := range files {
		if _, err := fmt.Fprintf(w, "%s  %s\n", f.SHA256, f.File()); err != nil {
			return err
		}
	}
	return nil
}

// document has a row for each name.
func document(project string, names ...string) *export.Document {
	return &export.Document{Header: export.Header{Project: project}, Rows: named(names...)}
}

func named(names ...string) iter.Seq2[dubbelkrona.Result, error] {
	return func(yield func(dubbelkrona.Result, error) bool) {
		for _, name := range names {
			if !yield(dubbelkrona.Result{Metric: name}, nil) {
				return
			}
		}
	}
}

func TestModes(t *testing.T) {
	for name, tc := range map[string]struct {
		options       export.FileOptions
		mode, dirMode fs.FileMode
	}{
		"public":  {export.FileOptions{}, 0o640, 0o750},
		"private": {export.FileOptions{Mode: 0o600, DirMode: 0o700}, 0o600, 0o700},
		"shared":  {export.FileOptions{Mode: 0o664, DirMode: 0o775}, 0o664, 0o775}, // wider than most umasks
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "publish", "exports")
			for _, content := range []string{"first", "second"} {
				if _, err := export.WriteSet(t.Context(), dir, []export.Sink{lines{"metrics.txt"}}, nil, document("", content), tc.options); err != nil {
					t.Fatal(err)
				}
				if got := contents(t, dir)["metrics.txt"]; got != content+"\n" {
					t.Errorf("the file has %q", got)
				}
			}
			for path, want := range map[string]fs.FileMode{dir: tc.dirMode, filepath.Join(dir, "metrics.txt"): tc.mode} {
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
					t.Errorf("%s has mode %v, %v; want %o", path, info.Mode(), err, want)
				}
			}
		})
	}
}

// contents returns the content of every file of a folder by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(content)
	}
	return all
}

// An index lists the files before it, if it applies.
func TestIndexes(t *testing.T) {
	dir := t.TempDir()
	sinks, indexes := []export.Sink{lines{"a.txt"}, lines{"b.txt"}}, []export.Index{sums{lines{"sums.txt"}}, sums{lines{"all.txt"}}}
	if files, err := export.WriteSet(t.Context(), dir, sinks, indexes, document("", "x"), export.FileOptions{}); err != nil || len(files) != 2 || len(contents(t, dir)) != 2 {
		t.Errorf("%+v, %v", files, err)
	}
	if files, err := export.WriteSet(t.Context(), dir, sinks, indexes, document("p", "x"), export.FileOptions{}); err != nil || len(files) != 4 {
		t.Errorf("%+v, %v", files, err)
	}
	const x = "73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac" // of x and a line break, by sha256sum
	got := contents(t, dir)
	if want := x + "  a.txt\n" + x + "  b.txt\n"; got["sums.txt"] != want || !strings.HasPrefix(got["all.txt"], want) || !strings.Contains(got["all.txt"], "sums.txt") {
		t.Errorf("the indexes are %q", got)
	}
}

// After a failure at any step the folder has no unfinished file, and every file is the
// old or the new one. Before the first rename all are the old ones; if they are not all
// of one publication, the index differs from them.
func TestFaults(t *testing.T) {
	broken := errors.New("pulled plug")
	sinks, indexes := []export.Sink{lines{"a.txt"}, lines{"b.txt"}}, []export.Index{sums{lines{"sums.txt"}}}
	for _, point := range export.Points() {
		for nth := 1; nth <= 3; nth++ {
			t.Run(fmt.Sprintf("%s %d", point, nth), func(t *testing.T) {
				dir := t.TempDir()
				if _, err := export.WriteSet(t.Context(), dir, sinks, indexes, document("p", "old"), export.FileOptions{}); err != nil {
					t.Fatal(err)
				}
				old, left := contents(t, dir), nth
				_, err := export.WriteSet(t.Context(), dir, sinks, indexes, document("p", "new"), export.FileOptions{Fault: func(p string) error {
					if p == point {
						if left--; left == 0 {
							return broken
						}
					}
					return nil
				}})
				if left > 0 {
					return // the point is reached less often
				}
				if !errors.Is(err, broken) {
					t.Fatalf("WriteSet = %v, want the fault", err)
				}
				checkAfterFault(t, old, contents(t, dir), point, nth)
			})
		}
	}
}

func checkAfterFault(t *testing.T, old, now map[string]string, point string, nth int) {
	t.Helper()
	if len(now) != 3 {
		t.Fatalf("the folder has %q", now)
	}
	replaced := 0
	for _, name := range []string{"a.txt", "b.txt"} {
		if now[name] == "new\n" {
			replaced++
		} else if now[name] != old[name] {
			t.Errorf("%s is neither the old nor the new file: %q", name, now[name])
		}
	}
	want := map[string]int{export.PointRename: nth - 1, export.PointDirSync: 2}[point]
	if replaced != want {
		t.Errorf("%d files were replaced, want %d", replaced, want)
	}
	if last := now["sums.txt"] != old["sums.txt"]; last != (point == export.PointDirSync) {
		t.Errorf("the index is the new one: %v", last)
	}
}

// A format that fails leaves all files as they were.
func TestOneFormatFails(t *testing.T) {
	dir := t.TempDir()
	if _, err := export.WriteSet(t.Context(), dir, []export.Sink{lines{"a.txt"}}, nil, document("", "old"), export.FileOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../metrics", "a/b", ""} {
		if _, err := export.WriteSet(t.Context(), dir, []export.Sink{lines{"a.txt"}, lines{name}}, nil, document("", "new"), export.FileOptions{}); err == nil {
			t.Errorf("%q was accepted as a name", name)
		}
		if got := contents(t, dir); len(got) != 1 || got["a.txt"] != "old\n" {
			t.Errorf("the folder has %q", got)
		}
	}
}

// Only hidden files that WriteSet leaves are removed: no folder, and no file of
// somebody else.
func TestRemoveUnfinished(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".metrics.csv.tmp", "metrics.csv", "notes.tmp", ".note"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, ".metrics.d.tmp", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := export.RemoveUnfinished(dir); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{".metrics.d.tmp", ".note", "metrics.csv", "notes.tmp"}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left %q, %v; want %q", left, err, want)
	}
	if err := export.RemoveUnfinished(filepath.Join(dir, "missing")); err != nil {
		t.Errorf("a missing folder: %v", err)
	}
}
