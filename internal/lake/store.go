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
	"dubbelkrona/internal/durable"
)

// Store moves a finished file from tmp into the folder of its segments and
// returns it with its new path. When it returns, the move survives a power cut.
// The file is an orphan until the ledger commits it.
func (l *Lake) Store(f dubbelkrona.File) (dubbelkrona.File, error) {
	if path.Dir(f.Path) != tmpDir {
		return f, dubbelkrona.Errorf(dubbelkrona.Internal, "segment store: %s is not in %s", f.Path, tmpDir)
	}
	stored, err := l.place(f, os.Rename)
	if err == nil {
		err = durable.SyncDir(l.Path(tmpDir))
	}
	if err != nil {
		return f, fmt.Errorf("segment store: %w", err)
	}
	return stored, nil
}

// Link gives a file of the lake a second name, in the folder of its segments,
// and returns it with that path. On a file system without hard links the file is
// copied. The old name stays; the ledger decides which of the two is used.
func (l *Lake) Link(f dubbelkrona.File) (dubbelkrona.File, error) {
	linked, err := l.place(f, linkOrCopy)
	if err != nil {
		return f, fmt.Errorf("segment link: %s: %w", f.Path, err)
	}
	return linked, nil
}

// place creates the folder of a file's segments and moves or links it there.
func (l *Lake) place(f dubbelkrona.File, put func(from, to string) error) (dubbelkrona.File, error) {
	from, to := f.Path, path.Join(partition(f), path.Base(f.Path))
	f.Path = to
	return f, inOrder(
		func() error { return errors.Join(local(from), local(to)) },
		func() error { return l.fault(PointFolder) },
		func() error { return l.makeFolder(path.Dir(to)) },
		func() error { return l.fault(PointRename) },
		func() error { return put(l.Path(from), l.Path(to)) },
		func() error { return l.fault(PointDirSync) },
		func() error { return durable.SyncDir(l.Path(path.Dir(to))) },
	)
}

// inOrder takes steps up to the first that fails.
func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// makeFolder creates a folder of the lake and its parents, and syncs them so that
// they survive a power cut.
func (l *Lake) makeFolder(rel string) error {
	err := os.Mkdir(l.Path(rel), dirMode)
	if errors.Is(err, fs.ErrNotExist) {
		if err := l.makeFolder(path.Dir(rel)); err != nil {
			return err
		}
		err = os.Mkdir(l.Path(rel), dirMode)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return durable.SyncDir(l.Path(path.Dir(rel)))
}

// linkOrCopy creates a hard link to a file, or a copy if that is not possible.
func linkOrCopy(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) {
		return err
	}
	return copyFile(from, to)
}

// copyFile copies a file to a path that must not exist, and syncs it.
func copyFile(from, to string) error {
	if err := durable.Copy(to, from, fileMode); err != nil {
		return err
	}
	return durable.SyncFile(to)
}

// Discard removes the file at a path, which will not be committed. A missing file
// is not an error.
func (l *Lake) Discard(rel string) error {
	if err := local(rel); err != nil {
		return err
	}
	if err := durable.Remove(l.Path(rel)); err != nil {
		return fmt.Errorf("segment discard: %w", err)
	}
	return nil
}

// Verify reads a file and compares its length and SHA-256 with those in f. A
// difference is an Internal error, a missing file is NotFound.
func (l *Lake) Verify(f dubbelkrona.File) error {
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
