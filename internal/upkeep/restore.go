package upkeep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/scratch"
)

// ReleasedPath is the path in a project of the released part of a snapshot, and
// analystPath that of the whole snapshot, if it is published.
const (
	ReleasedPath = "publish/impact.duckdb"
	analystPath  = "publish/analyst.duckdb"
)

// SnapshotPath returns the path in a project of the kept snapshot with an id.
func SnapshotPath(id string) string { return "var/snapshots/" + id + ".duckdb" }

// copyPath is the same of the kept released part of a snapshot.
func copyPath(id string) string { return "var/released/" + id + ".duckdb" }

// Publishing is how a restored project publishes.
type Publishing struct {
	File, Folder fs.FileMode
	// Persons publishes the whole snapshot beside its released part.
	Persons bool
}

// scratchPath is the path in a project of the folder for unfinished files with
// rows, in which a restore is prepared.
const scratchPath = "var/scratch"

// Restore makes a project from a backup, in a folder that is empty or does not
// exist. Every file is checked against the manifest as it is copied; after an
// error the folder is as it was. Leftovers of a killed restore, in var/scratch,
// are removed by the next one.
func Restore(backup, project string, p Publishing) (m Manifest, err error) {
	if m, err = ReadManifest(backup); err != nil {
		return m, err
	}
	if err := requireEmpty(project); err != nil {
		return m, err
	}
	under := filepath.Join(project, filepath.FromSlash(scratchPath))
	if err := scratch.Sweep(under); err != nil {
		return m, err
	}
	making, done, err := scratch.Folder(under)
	if err != nil {
		return m, fmt.Errorf("restore: %w", err)
	}
	err = restoreInto(making, backup, m, p)
	if err == nil {
		err = moveIntoPlace(making, project)
	}
	err = errors.Join(err, done())
	if err != nil {
		for _, folder := range []string{under, filepath.Dir(under), project} {
			os.Remove(folder) // if it is empty
		}
		return m, err
	}
	return m, durable.SyncDir(project)
}

// moveIntoPlace moves the restored files into the project, the configuration last.
func moveIntoPlace(making, project string) error {
	for _, folder := range []string{"var", "."} {
		entries, err := os.ReadDir(filepath.Join(making, folder))
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		for _, e := range entries {
			rel := filepath.Join(folder, e.Name())
			if rel == "var" || rel == config.FileName {
				continue
			}
			if err := os.Rename(filepath.Join(making, rel), filepath.Join(project, rel)); err != nil {
				return fmt.Errorf("restore: %w", err)
			}
		}
		if err := durable.SyncDir(filepath.Join(project, folder)); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if err := os.Rename(filepath.Join(making, config.FileName), filepath.Join(project, config.FileName)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

func restoreInto(making, backup string, m Manifest, p Publishing) error {
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
			return dubbelkrona.Invalidf("restore: %s differs from what was backed up; use another backup", want.Path)
		}
	}
	return restorePublication(making, m, p)
}

// restorePublication sets the modes of the published files, and adds the whole
// snapshot if wanted. A backup of an earlier version has no released part: the
// next run makes it.
func restorePublication(making string, m Manifest, p Publishing) error {
	released := filepath.Join(making, filepath.FromSlash(ReleasedPath))
	if _, err := os.Lstat(released); err != nil {
		return nil
	}
	if m.Snapshot != "" {
		if _, err := copyTo(filepath.Join(making, filepath.FromSlash(copyPath(m.Snapshot))), released); err != nil {
			return fmt.Errorf("restore: %s: %w", copyPath(m.Snapshot), err)
		}
	}
	if p.Persons {
		analyst := filepath.Join(making, filepath.FromSlash(analystPath))
		if _, err := copyTo(analyst, filepath.Join(making, filepath.FromSlash(SnapshotPath(m.Snapshot)))); err != nil {
			return fmt.Errorf("restore: %s: %w", analystPath, err)
		}
		if err := os.Chmod(analyst, p.File); err != nil {
			return fmt.Errorf("restore: %w", err)
		}
	}
	if err := errors.Join(os.Chmod(released, p.File), os.Chmod(filepath.Dir(released), p.Folder)); err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	return nil
}

// requireEmpty returns an Invalid error if a folder has anything but the leftovers
// of a killed restore.
func requireEmpty(folder string) error {
	for _, level := range []struct{ path, left string }{{"", "var"}, {"var", "scratch"}} {
		entries, err := os.ReadDir(filepath.Join(folder, level.path))
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("restore: %w", err)
		}
		if len(entries) > 1 || len(entries) == 1 && entries[0].Name() != level.left {
			return dubbelkrona.Invalidf("%s is not empty; restore makes a project in a new folder", folder)
		}
	}
	return nil
}
