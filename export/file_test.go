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
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
)

// lines is a sink that writes the metrics' names.
type lines struct{}

func (lines) Name() string      { return "lines" }
func (lines) Extension() string { return ".txt" }
func (lines) Write(ctx context.Context, w io.Writer, _ export.Header, rows iter.Seq2[dubbelkrona.Result, error]) error {
	return export.Each(ctx, rows, func(r *dubbelkrona.Result) error {
		_, err := fmt.Fprintln(w, r.Metric)
		return err
	})
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

func TestWriteFile(t *testing.T) {
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
				path, err := export.WriteFile(t.Context(), dir, "metrics", lines{}, export.Header{}, named(content), tc.options)
				if err != nil {
					t.Fatal(err)
				}
				got, err := os.ReadFile(path)
				if err != nil || string(got) != content+"\n" {
					t.Errorf("%s holds %q, %v", path, got, err)
				}
				if path != filepath.Join(dir, "metrics.txt") {
					t.Errorf("written to %s", path)
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

// After a failure at any point the folder has one of the two files, complete, and
// nothing else.
func TestFaults(t *testing.T) {
	broken := errors.New("pulled plug")
	for _, point := range export.Points() {
		t.Run(point, func(t *testing.T) {
			dir := t.TempDir()
			if _, err := export.WriteFile(t.Context(), dir, "metrics", lines{}, export.Header{}, named("old"), export.FileOptions{}); err != nil {
				t.Fatal(err)
			}
			_, err := export.WriteFile(t.Context(), dir, "metrics", lines{}, export.Header{}, named("new"), export.FileOptions{Fault: func(p string) error {
				if p == point {
					return broken
				}
				return nil
			}})
			if !errors.Is(err, broken) {
				t.Fatalf("WriteFile = %v, want the fault", err)
			}
			want := "old\n"
			if point == export.PointDirSync {
				want = "new\n"
			}
			if got, err := os.ReadFile(filepath.Join(dir, "metrics.txt")); err != nil || string(got) != want {
				t.Errorf("the file holds %q, %v; want %q", got, err, want)
			}
			if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
				t.Errorf("the folder has %v, %v", entries, err)
			}
		})
	}
}

func TestFileNamesAreNotPaths(t *testing.T) {
	for _, name := range []string{"../metrics", "a/b", ""} {
		if _, err := export.WriteFile(t.Context(), t.TempDir(), name, lines{}, export.Header{}, named(), export.FileOptions{}); err == nil {
			t.Errorf("%q was accepted as a name", name)
		}
	}
}

// Only files that WriteFile leaves under that name are removed: no folder, and no
// file of somebody else.
func TestRemoveUnfinished(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{".metrics.csv.tmp", "metrics.csv", ".other.csv.tmp", ".note"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.MkdirAll(filepath.Join(dir, ".metrics.d.tmp", "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := export.RemoveUnfinished(dir, "metrics"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{".metrics.d.tmp", ".note", ".other.csv.tmp", "metrics.csv"}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left %q, %v; want %q", left, err, want)
	}
	if err := export.RemoveUnfinished(filepath.Join(dir, "missing"), "metrics"); err != nil {
		t.Errorf("a missing folder: %v", err)
	}
}
