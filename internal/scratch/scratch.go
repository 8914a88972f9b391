// Package scratch makes folders for files that live no longer than the work
// on them. They may hold rows about persons: so they lie below the project's
// own private folder, and what a killed process leaves there is swept away.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder makes a folder below another, which is made if need be, both for the
// owner alone. It is the caller's until done is called, which removes it;
// Sweep leaves it alone meanwhile.
func Folder(under string) (path string, done func() error, err error) {
	for {
		if err := os.MkdirAll(under, 0o700); err != nil {
			return "", nil, fmt.Errorf("scratch folder: %w", err)
		}
		path, err := os.MkdirTemp(under, "work-")
		if errors.Is(err, fs.ErrNotExist) {
			continue // removed by who had made it and needs it no more
		}
		if err != nil {
			return "", nil, fmt.Errorf("scratch folder: %w", err)
		}
		held, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue // swept away before it was held
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
		held.Close() // swept away in the meantime
	}
}

// Sweep removes what lies in a folder and is nobody's any more.
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
	defer folder.Close() // only held
	if hold(folder) != nil {
		return nil // somebody works in it
	}
	return os.RemoveAll(path)
}
