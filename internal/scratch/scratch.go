// Package scratch makes temporary folders. Their files may contain rows about
// persons, so they are inside the project's private folder, and Sweep removes
// those of killed processes.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder makes a new folder inside another, which is created if needed, both
// readable only by the owner. The caller must call done, which removes the
// folder; until then Sweep keeps it.
func Folder(under string) (path string, done func() error, err error) {
	for {
		if err := os.MkdirAll(under, 0o700); err != nil {
			return "", nil, fmt.Errorf("scratch folder: %w", err)
		}
		path, err := os.MkdirTemp(under, "work-")
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed by its owner
		}
		if err != nil {
			return "", nil, fmt.Errorf("scratch folder: %w", err)
		}
		held, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed by Sweep before it was locked
		}
		if err != nil {
			return "", nil, fmt.Errorf("scratch folder: %w", err)
		}
		if err := hold(held); err != nil {
			return "", nil, errors.Join(fmt.Errorf("scratch folder: %w", err), held.Close())
		}
		if _, err := os.Lstat(path); err == nil {
			return path, func() error { return errors.Join(os.RemoveAll(path), held.Close()) }, nil
		}
		held.Close() // removed by Sweep in the meantime
	}
}

// Sweep removes the folders in under that no process uses.
func Sweep(under string) error {
	entries, err := os.ReadDir(under)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		err = errors.Join(err, sweep(filepath.Join(under, e.Name())))
	}
	if err != nil {
		return fmt.Errorf("scratch sweep: %w", err)
	}
	return nil
}

func sweep(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return os.Remove(path)
	}
	folder, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer folder.Close() // only locked
	if hold(folder) != nil {
		return nil // in use
	}
	return os.RemoveAll(path)
}
