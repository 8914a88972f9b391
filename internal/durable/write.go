package durable

import (
	"errors"
	"os"
	"path/filepath"
)

// Write replaces a file. A reader sees the previous file or the new one, never a part:
// the content is written to a hidden file in the same folder, synced and renamed. After
// an error the previous file is unchanged.
func Write(path string, mode os.FileMode, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	return SyncDir(filepath.Dir(path))
}
