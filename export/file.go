package export

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"dubbelkrona/internal/durable"

	"dubbelkrona"
)

// The points at which FileOptions.Fault is called, each before its step.
const (
	PointWrite   = "export.write"   // the sink writes the temporary file
	PointSync    = "export.sync"    // the temporary file is synced
	PointRename  = "export.rename"  // it replaces the old file
	PointDirSync = "export.dirsync" // the folder is synced
)

// Points lists the points at which FileOptions.Fault is called.
func Points() []string { return []string{PointWrite, PointSync, PointRename, PointDirSync} }

// FileOptions are the options of WriteFile.
type FileOptions struct {
	// Mode and DirMode are those of the file and of a folder created for it,
	// whatever the umask; 0 means 0640 and 0750, readable by the group.
	Mode, DirMode fs.FileMode
	// Fault, if not nil, is called at every point of Points; an error from it
	// fails that step. Tests inject failures with it.
	Fault func(point string) error
}

// WriteFile writes rows to dir/name + the sink's extension and returns that
// path. A reader sees the previous file or the new one, never a part: the content
// is written to a hidden file in the same folder, synced and renamed. After an
// error before the rename the previous file is unchanged and the hidden one is
// removed; a hidden file left by a crash is overwritten the next time, or removed
// by RemoveUnfinished. Concurrent calls must not have the same path.
func WriteFile(ctx context.Context, dir, name string, sink Sink, header Header, rows iter.Seq2[dubbelkrona.Result, error], o FileOptions) (string, error) {
	if name != filepath.Base(name) {
		return "", fmt.Errorf("export write: %q is not a file name", name)
	}
	o = o.withDefaults()
	if err := makeDir(dir, o.DirMode); err != nil {
		return "", fmt.Errorf("export write: %w", err)
	}
	path := filepath.Join(dir, name+sink.Extension())
	tmp := filepath.Join(dir, "."+name+sink.Extension()+".tmp")
	if err := place(ctx, tmp, path, sink, header, rows, o); err != nil {
		if gone := os.Remove(tmp); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
		return "", fmt.Errorf("export write: %s: %w", path, err)
	}
	return path, nil
}

// RemoveUnfinished removes the hidden files that killed calls of WriteFile with this
// name left in a folder. A missing folder is not an error.
func RemoveUnfinished(dir, name string) error { return durable.RemovePrefixed(dir, "."+name+".") }

func (o FileOptions) withDefaults() FileOptions {
	o.Mode, o.DirMode = cmp.Or(o.Mode, 0o640), cmp.Or(o.DirMode, 0o750)
	if o.Fault == nil {
		o.Fault = func(string) error { return nil }
	}
	return o
}

// makeDir creates a folder with exactly this mode, whatever the umask. An existing
// folder keeps its mode.
func makeDir(dir string, mode fs.FileMode) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, mode); err != nil {
		return err
	}
	return os.Chmod(dir, mode)
}

// place writes the temporary file and renames it to path.
func place(ctx context.Context, tmp, path string, sink Sink, header Header, rows iter.Seq2[dubbelkrona.Result, error], o FileOptions) error {
	if err := o.Fault(PointWrite); err != nil {
		return err
	}
	if err := fill(ctx, tmp, sink, header, rows, o); err != nil {
		return err
	}
	if err := o.Fault(PointRename); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return err
	}
	if err := o.Fault(PointDirSync); err != nil {
		return err
	}
	return durable.SyncDir(filepath.Dir(path))
}

// fill writes and syncs the temporary file.
func fill(ctx context.Context, tmp string, sink Sink, header Header, rows iter.Seq2[dubbelkrona.Result, error], o FileOptions) error {
	f, err := os.OpenFile(tmp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, o.Mode)
	if err != nil {
		return err
	}
	defer f.Close() // a second Close does nothing
	if err := f.Chmod(o.Mode); err != nil {
		return err
	}
	buffer := bufio.NewWriterSize(f, 1<<16)
	if err := sink.Write(ctx, buffer, header, rows); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	if err := o.Fault(PointSync); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}
