package lake

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"

	"dubbelkrona"
)

// Keep moves a finished file from tmp into its table's folder and returns it
// with its new path. When it returns, the move survives a power cut. The file
// is an orphan until the ledger commits it.
func (l *Lake) Keep(f File) (File, error) {
	if path.Dir(f.Path) != tmpDir {
		return File{}, dubbelkrona.Errorf(dubbelkrona.Internal, "segment keep: %s is not in %s", f.Path, tmpDir)
	}
	kept := f
	kept.Path = path.Join(f.Table, path.Base(f.Path))
	if err := errors.Join(local(f.Path), local(kept.Path)); err != nil {
		return File{}, err
	}
	if err := l.move(f.Path, kept.Path); err != nil {
		return File{}, fmt.Errorf("segment keep: %w", err)
	}
	return kept, nil
}

func (l *Lake) move(from, to string) error {
	if err := l.tableDir(path.Dir(to)); err != nil {
		return err
	}
	if err := l.fault(PointRename); err != nil {
		return err
	}
	if err := os.Rename(l.Path(from), l.Path(to)); err != nil {
		return err
	}
	if err := l.fault(PointDirSync); err != nil {
		return err
	}
	return errors.Join(syncDir(l.Path(path.Dir(to))), syncDir(l.Path(tmpDir)))
}

// tableDir makes a table's folder the first time.
func (l *Lake) tableDir(name string) error {
	err := os.Mkdir(l.Path(name), dirMode)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(l.root)
}

// Discard removes a file that is not going to be committed. A file that is
// gone already is no error.
func (l *Lake) Discard(f File) error {
	if err := local(f.Path); err != nil {
		return err
	}
	if err := os.Remove(l.Path(f.Path)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("segment discard: %w", err)
	}
	return nil
}

// Verify reads a file and says whether it still is what was written: its
// length and its SHA-256. A segment that is not is an Internal error, one that
// is gone is NotFound.
func (l *Lake) Verify(f File) error {
	if err := local(f.Path); err != nil {
		return err
	}
	in, err := os.Open(l.Path(f.Path))
	if errors.Is(err, fs.ErrNotExist) {
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "segment verify: %s is missing from the lake; restore it from a backup", f.Path)
	}
	if err != nil {
		return fmt.Errorf("segment verify: %w", err)
	}
	defer in.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, in)
	if err != nil {
		return fmt.Errorf("segment verify: %w", err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); n != f.Bytes || got != f.SHA256 {
		return dubbelkrona.Errorf(dubbelkrona.Internal, "segment verify: %s was changed after it was written (%d bytes, want %d; SHA-256 %s, want %s); restore it from a backup",
			f.Path, n, f.Bytes, got, f.SHA256)
	}
	return nil
}
