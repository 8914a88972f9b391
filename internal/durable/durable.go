// Package durable copies, syncs and removes files so that the result survives a
// power cut.
package durable

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// Copy copies src to dst, which must not exist: by sharing blocks (reflink) if
// the file system can, else byte by byte. Later changes to one do not affect the
// other. dst is not synced; after an error it is removed.
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

// SyncFile syncs a file, so that its content survives a power cut.
func SyncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// SyncDir syncs a folder, so that renames in it survive a power cut.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Remove removes files; a missing file is not an error.
func Remove(paths ...string) (err error) {
	for _, path := range paths {
		if e := os.Remove(path); e != nil && !errors.Is(e, os.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}

// RemovePrefixed removes the regular files of a folder whose names begin with
// prefix. A missing folder is not an error.
func RemovePrefixed(dir, prefix string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
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
