package bundle

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"dubbelkrona/internal/durable"
	"dubbelkrona/internal/regular"
)

// File is a file to be served.
type File struct {
	Path        string // at which it is served, such as /api/v1/headline
	ContentType string
	// Compress also keeps it compressed, for clients that accept that.
	Compress bool
	// SHA256 is what the hash of its content must be, in hexadecimal digits; empty if
	// that is not known.
	SHA256 string
	// Write writes its content; it is called once.
	Write func(io.Writer) error
}

// Content returns a Write for content that is in memory.
func Content(content []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	}
}

// Copy returns a Write for the content of a file.
func Copy(path string) func(io.Writer) error {
	return func(w io.Writer) error {
		f, err := regular.Open(path)
		if err != nil {
			return err
		}
		defer f.Close() // read only
		_, err = io.Copy(w, f)
		return err
	}
}

// tmpPrefix begins the names of unfinished files.
const tmpPrefix = ".tmp-"

// Write replaces the bundle in a folder by the files of a snapshot, and removes what is
// no longer in it. After an error the previous bundle is unchanged; what was
// stored by then is removed by the next Write. Calls for one
// folder must not overlap.
func Write(ctx context.Context, folder, snapshot string, files iter.Seq2[File, error]) error {
	if err := write(ctx, folder, snapshot, files); err != nil {
		return fmt.Errorf("served files write: %w", errors.Join(err, durable.RemovePrefixed(folder, tmpPrefix)))
	}
	return nil
}

func write(ctx context.Context, folder, snapshot string, files iter.Seq2[File, error]) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	if err := durable.RemovePrefixed(folder, tmpPrefix); err != nil {
		return err
	}
	index := Index{Snapshot: snapshot, Files: make(map[string]Entry)}
	for file, err := range files {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if _, twice := index.Files[file.Path]; twice {
			return fmt.Errorf("%s: two files have this path", file.Path)
		}
		if index.Files[file.Path], err = file.store(folder); err != nil {
			return fmt.Errorf("%s: %w", file.Path, err)
		}
		if got := index.Files[file.Path].SHA256; file.SHA256 != "" && got != file.SHA256 {
			return fmt.Errorf("%s: its content was changed by another program after it was written", file.Path)
		}
	}
	content, err := json.Marshal(index)
	if err != nil {
		return err
	}
	// The stored files must survive a power cut before the index names them.
	if err := durable.SyncDir(folder); err != nil {
		return err
	}
	if err := replaceIndex(folder, content); err != nil {
		return err
	}
	return removeOthers(folder, index)
}

// store stores a file in each form that is kept, of one pass over its content.
func (f File) store(folder string) (e Entry, err error) {
	e.ContentType = f.ContentType
	plain, err := newKept(folder)
	if err != nil {
		return e, err
	}
	defer plain.file.Close() // synced if it is kept
	if !f.Compress {
		if err := buffered(plain, f.Write); err != nil {
			return e, err
		}
		e.Stored, err = plain.keep(folder)
		return e, err
	}
	packed, err := newKept(folder)
	if err != nil {
		return e, err
	}
	defer packed.file.Close()   // synced if it is kept
	z := gzip.NewWriter(packed) // without a time: the same bytes for the same content
	if err := errors.Join(buffered(io.MultiWriter(plain, z), f.Write), z.Close()); err != nil {
		return e, err
	}
	if e.Stored, err = plain.keep(folder); err != nil {
		return e, err
	}
	compressed, err := packed.keep(folder)
	if err == nil && compressed.Bytes < e.Bytes {
		e.Gzip = &compressed
	}
	return e, err
}

// buffered writes a content in blocks.
func buffered(to io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(to, 64<<10)
	return errors.Join(write(b), b.Flush())
}

// kept is an unfinished file of which the hash is known.
type kept struct {
	file *os.File
	hash hash.Hash
}

func newKept(folder string) (*kept, error) {
	f, err := os.CreateTemp(folder, tmpPrefix+"*")
	return &kept{f, sha256.New()}, err
}

// Write implements io.Writer.
func (k *kept) Write(p []byte) (int, error) {
	k.hash.Write(p) // never fails
	return k.file.Write(p)
}

// keep gives the file its name, unless the folder has it already.
func (k *kept) keep(folder string) (s Stored, err error) {
	if s.Bytes, err = k.file.Seek(0, io.SeekCurrent); err != nil {
		return s, err
	}
	s.SHA256 = hex.EncodeToString(k.hash.Sum(nil))
	path := filepath.Join(folder, s.SHA256)
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == s.Bytes {
		return s, durable.Remove(k.file.Name())
	}
	if err := k.file.Sync(); err != nil {
		return s, err
	}
	return s, os.Rename(k.file.Name(), path)
}

// replaceIndex writes the index beside the former one and renames it.
func replaceIndex(folder string, content []byte) error {
	tmp := filepath.Join(folder, tmpPrefix+indexName)
	if err := os.WriteFile(tmp, content, 0o600); err != nil {
		return err
	}
	if err := durable.SyncFile(tmp); err != nil {
		return err
	}
	if err := os.Rename(tmp, filepath.Join(folder, indexName)); err != nil {
		return err
	}
	return durable.SyncDir(folder)
}

// removeOthers removes the stored files that the index does not name. Readers that have
// one open can go on reading it.
func removeOthers(folder string, index Index) error {
	named := make(map[string]bool)
	for _, e := range index.Files {
		named[e.SHA256] = true
		if e.Gzip != nil {
			named[e.Gzip.SHA256] = true
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if hashForm.MatchString(e.Name()) && !named[e.Name()] {
			err = errors.Join(err, durable.Remove(filepath.Join(folder, e.Name())))
		}
	}
	return err
}
