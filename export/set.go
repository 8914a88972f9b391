package export

import (
	"bufio"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona/internal/durable"
)

// The points at which FileOptions.Fault is called, each before its step.
const (
	PointWrite   = "export.write"   // a temporary file is written
	PointSync    = "export.sync"    // a temporary file is synced
	PointRename  = "export.rename"  // a temporary file replaces the old file
	PointDirSync = "export.dirsync" // the folder is synced
)

// Points lists the points at which FileOptions.Fault is called.
func Points() []string { return []string{PointWrite, PointSync, PointRename, PointDirSync} }

// FileOptions are the options of WriteSet.
type FileOptions struct {
	// Mode and DirMode are those of the files and of a folder created for them,
	// whatever the umask; 0 means 0640 and 0750, readable by the group.
	Mode, DirMode fs.FileMode
	// Fault, if not nil, is called at every point of Points; an error from it
	// fails that step. Tests inject failures with it.
	Fault func(point string) error
}

// WriteSet writes the files of all sinks and of the indexes that apply to a folder, and
// returns them in that order.
//
// Every file is first written to a hidden file in the same folder and synced; only when
// all are complete, each replaces the old file by a rename, in the order of the
// arguments. An index that is last, with the checksums of all others, tells a reader
// who reads several files whether they belong together: while files are being replaced,
// they differ from it. After an error before the first rename all old files are
// unchanged. Hidden files left by a crash are overwritten the next time, or removed by
// RemoveUnfinished. Concurrent calls must not have the same folder.
func WriteSet(ctx context.Context, dir string, sinks []Sink, indexes []Index, d *Document, o FileOptions) (files []File, err error) {
	set := &set{dir: dir, o: o.withDefaults()}
	if err := makeDir(dir, set.o.DirMode); err != nil {
		return nil, fmt.Errorf("export write: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, set.discard())
		}
	}()
	for _, sink := range sinks {
		if err := set.stage(sink, func(w io.Writer) error { return sink.Write(ctx, w, d) }); err != nil {
			return nil, err
		}
	}
	for _, index := range indexes {
		if !index.Applies(d, set.files) {
			continue
		}
		before := set.files
		if err := set.stage(index, func(w io.Writer) error { return index.Write(w, d, before) }); err != nil {
			return nil, err
		}
	}
	return set.files, set.replace()
}

// set is the files of one call of WriteSet.
type set struct {
	dir   string
	o     FileOptions
	files []File // staged
}

// hidden returns the path of a file while it is being written.
func (s *set) hidden(name string) string { return filepath.Join(s.dir, "."+name+unfinished) }

// unfinished is the end of the names of hidden files.
const unfinished = ".tmp"

// RemoveUnfinished removes the hidden files that killed calls of WriteSet left in a
// folder. A missing folder is not an error.
func RemoveUnfinished(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") && strings.HasSuffix(e.Name(), unfinished) && e.Type().IsRegular() {
			err = errors.Join(err, durable.Remove(filepath.Join(dir, e.Name())))
		}
	}
	return err
}

// stage writes a file under its hidden name.
func (s *set) stage(format Format, write func(io.Writer) error) error {
	name := format.File()
	if name != filepath.Base(name) {
		return fmt.Errorf("export write: %q is not a file name", name)
	}
	if err := s.o.Fault(PointWrite); err != nil {
		return fmt.Errorf("export write: %s: %w", name, err)
	}
	// Before it is written, so that discard removes it.
	s.files = append(s.files, File{Format: format})
	if err := s.fill(&s.files[len(s.files)-1], write); err != nil {
		return fmt.Errorf("export write: %s: %w", name, err)
	}
	return nil
}

// fill writes and syncs a hidden file.
func (s *set) fill(file *File, write func(io.Writer) error) error {
	f, err := os.OpenFile(s.hidden(file.File()), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, s.o.Mode)
	if err != nil {
		return err
	}
	defer f.Close() // a second Close does nothing
	if err := f.Chmod(s.o.Mode); err != nil {
		return err
	}
	sum, size := sha256.New(), new(counter)
	buffer := bufio.NewWriterSize(io.MultiWriter(f, sum, size), 1<<16)
	if err := write(buffer); err != nil {
		return err
	}
	if err := buffer.Flush(); err != nil {
		return err
	}
	file.Bytes, file.SHA256 = int64(*size), hex.EncodeToString(sum.Sum(nil))
	if err := s.o.Fault(PointSync); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// replace renames the hidden files over the old ones.
func (s *set) replace() error {
	for _, f := range s.files {
		err := s.o.Fault(PointRename)
		if err == nil {
			err = os.Rename(s.hidden(f.File()), filepath.Join(s.dir, f.File()))
		}
		if err != nil {
			return fmt.Errorf("export write: %s: %w", f.File(), err)
		}
	}
	err := s.o.Fault(PointDirSync)
	if err == nil {
		err = durable.SyncDir(s.dir)
	}
	if err != nil {
		return fmt.Errorf("export write: %w", err)
	}
	return nil
}

// discard removes the hidden files.
func (s *set) discard() (err error) {
	for _, f := range s.files {
		if gone := os.Remove(s.hidden(f.File())); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}

// counter counts the bytes that are written to it.
type counter int64

// Write implements io.Writer.
func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

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
