package scratch_test

import (
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona/internal/scratch"
)

// A folder in use is kept, and one that a dead process left is removed.
func TestSweep(t *testing.T) {
	under := filepath.Join(t.TempDir(), "var", "scratch")
	mine, done, err := scratch.Folder(under)
	if err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{filepath.Join(under, "work-left", "copy.duckdb"), filepath.Join(under, "spool-1"), filepath.Join(mine, "copy.duckdb")} {
		if err := os.MkdirAll(filepath.Dir(left), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(left, []byte("rows"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := scratch.Sweep(under); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(under)
	if err != nil || len(entries) != 1 || entries[0].Name() != filepath.Base(mine) {
		t.Errorf("%v, %v", entries, err)
	}
	if info, err := os.Stat(filepath.Join(mine, "copy.duckdb")); err != nil || info.Size() != 4 {
		t.Errorf("the locked folder was removed: %v", err)
	}
	for _, folder := range []string{under, mine} {
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", folder, info.Mode(), err)
		}
	}
	if err := done(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(mine); err == nil {
		t.Error("the folder is left")
	}
	if err := scratch.Sweep(filepath.Join(under, "none")); err != nil {
		t.Error(err)
	}
}
