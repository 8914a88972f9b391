package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// write writes files with their own names as content, in a new folder.
func write(t *testing.T, names ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// left returns the names in a folder.
func left(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func content(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCopyIsIndependentOfItsSource(t *testing.T) {
	dir := write(t, "src")
	src, dst := filepath.Join(dir, "src"), filepath.Join(dir, "dst")
	if err := Copy(dst, src, 0o640); err != nil {
		t.Fatal(err)
	}
	if got := content(t, dst); got != "src" {
		t.Errorf("the copy has %q", got)
	}
	if info, err := os.Stat(dst); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	// Both are changed in place, so that shared blocks would show it.
	for path, text := range map[string]string{src: "SRC", dst: "DST"} {
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.WriteAt([]byte(text), 0)
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	if content(t, src) != "SRC" || content(t, dst) != "DST" {
		t.Errorf("source %q, copy %q", content(t, src), content(t, dst))
	}
}

func TestCopyLeavesAnExistingFileAlone(t *testing.T) {
	dir := write(t, "src", "dst")
	if err := Copy(filepath.Join(dir, "dst"), filepath.Join(dir, "src"), 0o640); !errors.Is(err, fs.ErrExist) {
		t.Errorf("%v", err)
	}
	if got := content(t, filepath.Join(dir, "dst")); got != "dst" {
		t.Errorf("the existing file has %q", got)
	}
}

// A missing source fails before the copy exists, a folder as the source after it.
func TestCopyLeavesNothingAfterAnError(t *testing.T) {
	for name, want := range map[string]error{"missing": fs.ErrNotExist, "folder": nil} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
			t.Fatal(err)
		}
		err := Copy(filepath.Join(dir, "dst"), filepath.Join(dir, name), 0o600)
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v", name, err)
		}
		if got := left(t, dir); !slices.Equal(got, []string{"folder"}) {
			t.Errorf("%s: %v is left", name, got)
		}
	}
}

func TestRemoveDoesNotNeedTheFiles(t *testing.T) {
	dir := write(t, "a", "b", "c")
	err := Remove(filepath.Join(dir, "a"), filepath.Join(dir, "missing"), filepath.Join(dir, "b"), filepath.Join(dir, "no folder", "x"))
	if err != nil {
		t.Error(err)
	}
	if got := left(t, dir); !slices.Equal(got, []string{"c"}) {
		t.Errorf("%v is left", got)
	}
}

// A file that cannot be removed causes an error, and the others are removed.
func TestRemoveReportsWhatStays(t *testing.T) {
	dir := write(t, "a")
	full := filepath.Join(dir, "full")
	if err := os.MkdirAll(filepath.Join(full, "inner"), 0o700); err != nil {
		t.Fatal(err)
	}
	var where *fs.PathError
	if err := Remove(full, filepath.Join(dir, "a")); !errors.As(err, &where) || where.Path != full {
		t.Errorf("%v", err)
	}
	if got := left(t, dir); !slices.Equal(got, []string{"full"}) {
		t.Errorf("%v is left", got)
	}
}

// Of the names with the prefix only regular files are removed, not folders and links.
func TestRemovePrefixed(t *testing.T) {
	dir := write(t, ".f.1", ".f.2", ".g", "f.1")
	if err := errors.Join(os.Mkdir(filepath.Join(dir, ".f.folder"), 0o700), os.Symlink("f.1", filepath.Join(dir, ".f.link"))); err != nil {
		t.Fatal(err)
	}
	if err := RemovePrefixed(dir, ".f."); err != nil {
		t.Error(err)
	}
	if got := left(t, dir); !slices.Equal(got, []string{".f.folder", ".f.link", ".g", "f.1"}) {
		t.Errorf("%v is left", got)
	}
	if err := RemovePrefixed(filepath.Join(dir, "missing"), ".f."); err != nil {
		t.Errorf("a missing folder: %v", err)
	}
}

func TestSync(t *testing.T) {
	dir := write(t, "a")
	if err := errors.Join(SyncFile(filepath.Join(dir, "a")), SyncDir(dir)); err != nil {
		t.Error(err)
	}
	for _, err := range []error{SyncFile(filepath.Join(dir, "missing")), SyncDir(filepath.Join(dir, "missing"))} {
		if !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("a missing path: %v", err)
		}
	}
}
