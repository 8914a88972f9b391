// Package durable does to files what must survive a power cut, or be as if it
// had never begun.
package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Copy copies src to dst, which must not exist: by reference if the file system
// can share blocks between files, else through the kernel. dst is a file
// of its own either way. It is not synced.
func Copy(dst, src string, mode os.FileMode) (err error) {
	in, err := os.Open(src)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(dst, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, out.Close())
		if err != nil {
			err = errors.Join(err, Remove(dst))
		}
	}()
	if reflink(out, in) != nil {
		if _, err := io.Copy(out, in); err != nil { // copy_file_range(2) on Linux
			return err
		}
	}
	return out.Chmod(mode)
}

// SyncFile makes a file's content survive a power cut.
func SyncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// SyncDir makes renames in the folder of path survive a power cut.
func SyncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Remove removes files, each of which may be gone already.
func Remove(paths ...string) (err error) {
	for _, path := range paths {
		if e := os.Remove(path); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// RemovePrefixed removes the files of a folder whose names begin with prefix.
func RemovePrefixed(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), prefix) && e.Type().IsRegular() {
			err = errors.Join(err, Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}
