package warehouse

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// copyFile copies src to dst, which must not exist: by reference where the file
// system shares blocks between files, else through the kernel. dst is a file
// of its own either way. It is not synced.
func copyFile(dst, src string, mode os.FileMode) (err error) {
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
			err = errors.Join(err, removeFile(dst))
		}
	}()
	if reflink(out, in) != nil {
		if _, err := io.Copy(out, in); err != nil { // copy_file_range(2) on Linux
			return err
		}
	}
	return out.Chmod(mode)
}

// syncFile makes a file's content survive a power cut.
func syncFile(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncDir makes renames in the folder of path survive a power cut.
func syncDir(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
