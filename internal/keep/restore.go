package keep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
)

// published is the path of the published file in a project.
const published = "publish/impact.duckdb"

// SnapshotPath is where a kept snapshot lies in a project.
func SnapshotPath(id string) string { return "var/snapshots/" + id + ".duckdb" }

// Restore makes a project of a backup, in a folder that is empty or not there
// yet. Every file is checked against the manifest as it is copied; the project
// appears whole or, after an error, not at all. mode is that of the published
// file.
func Restore(backup, project string, mode fs.FileMode) (m Manifest, err error) {
	if m, err = ReadManifest(backup); err != nil {
		return m, err
	}
	if err := vacant(project); err != nil {
		return m, err
	}
	project, err = filepath.Abs(project)
	if err != nil {
		return m, err
	}
	making := filepath.Join(filepath.Dir(project), "."+filepath.Base(project)+".restoring")
	if err := os.RemoveAll(making); err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	if err := restoreInto(making, backup, m, mode); err != nil {
		return m, errors.Join(err, os.RemoveAll(making))
	}
	if err := os.Remove(project); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return m, fmt.Errorf("restore: %w", err)
	}
	if err := os.Rename(making, project); err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	return m, syncFolder(filepath.Dir(project))
}

func restoreInto(making, backup string, m Manifest, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Join(making, "var"), 0o700); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	for _, want := range m.Files {
		rel := filepath.FromSlash(want.Path)
		got, err := copyTo(filepath.Join(making, rel), filepath.Join(backup, rel))
		if err != nil {
			return fmt.Errorf("restore: %s: %w", want.Path, err)
		}
		if got.Bytes != want.Bytes || got.SHA256 != want.SHA256 {
			return dubbelkrona.Errorf(dubbelkrona.Invalid, "restore: %s is not what was backed up; use another backup", want.Path)
		}
	}
	if m.Snapshot == "" {
		return nil
	}
	to := filepath.Join(making, filepath.FromSlash(published))
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if _, err := copyTo(to, filepath.Join(making, filepath.FromSlash(SnapshotPath(m.Snapshot)))); err != nil {
		return fmt.Errorf("restore: %s: %w", published, err)
	}
	return os.Chmod(to, mode)
}

// vacant refuses a folder that holds something.
func vacant(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if len(entries) > 0 {
		return dubbelkrona.Errorf(dubbelkrona.Invalid, "%s is not empty; restore makes a project in a new folder", folder)
	}
	return nil
}
