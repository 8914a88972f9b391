package upkeep_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/upkeep"
)

// contents are the files of a small project with a published snapshot.
var contents = map[string]string{
	"dubbelkrona.yaml":            "project: p\n",
	"queries/metrics/m.sql":       "SELECT 1",
	"var/ledger.db":               "ledger",
	"var/lake/spend/a.parquet":    "rows",
	"var/snapshots/s1.duckdb":     "snapshot",
	"var/snapshots/.keep":         "",
	"publish/impact.duckdb":       "released",
	"var/lake/contract/b.parquet": "more rows",
}

// backup makes a backup of such a project.
func backup(t *testing.T) string {
	t.Helper()
	project, folder := t.TempDir(), t.TempDir()
	m := upkeep.Manifest{Project: "p", Snapshot: "s1"}
	for name, text := range contents {
		put(t, filepath.Join(project, name), text)
		if _, err := m.Add(project, folder, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Write(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

func put(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// asked are the publications that the project of the tests is configured for.
var asked = upkeep.Publishing{File: 0o640, Folder: 0o750, Persons: true}

// A restored project has every file, and no temporary file is left of the restore
// or of an earlier one that was killed.
func TestRestore(t *testing.T) {
	folder := backup(t)
	parent := t.TempDir()
	project := filepath.Join(parent, "p")
	put(t, filepath.Join(project, "var/scratch/work-7/var/ledger.db"), "half a ledger")
	if _, err := upkeep.Restore(folder, project, asked); err != nil {
		t.Fatal(err)
	}
	for name, text := range contents {
		if got, err := os.ReadFile(filepath.Join(project, name)); string(got) != text || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	for name, mode := range map[string]os.FileMode{"publish": 0o750, "publish/impact.duckdb": 0o640, "publish/analyst.duckdb": 0o640} {
		if info, err := os.Stat(filepath.Join(project, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v", name, err)
		}
	}
	if whole, err := os.ReadFile(filepath.Join(project, "publish/analyst.duckdb")); err != nil || string(whole) != "snapshot" {
		t.Errorf("all of the snapshot: %q, %v", whole, err)
	}
	if entries, err := os.ReadDir(filepath.Join(project, "var/scratch")); err != nil || len(entries) > 0 {
		t.Errorf("scratch: %v, %v", entries, err)
	}
	if entries, err := os.ReadDir(parent); err != nil || len(entries) != 1 {
		t.Errorf("beside the project: %v, %v", entries, err)
	}
}

// Restoring a damaged backup leaves no files; a folder that is in use is not
// changed.
func TestRestoreRefuses(t *testing.T) {
	folder := backup(t)
	put(t, filepath.Join(folder, "var/lake/spend/a.parquet"), "ROWS")
	project := filepath.Join(t.TempDir(), "p")
	_, err := upkeep.Restore(folder, project, asked)
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "a.parquet") {
		t.Error(err)
	}
	if _, err := os.Stat(project); err == nil {
		t.Error("a folder is left")
	}
	for _, name := range []string{"x", "var/ledger.db"} {
		used := filepath.Join(t.TempDir(), "p")
		put(t, filepath.Join(used, name), "mine")
		if _, err := upkeep.Restore(backup(t), used, asked); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
