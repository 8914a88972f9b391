// Package bundle keeps the files that a project serves of its publication in a private
// folder, by the SHA-256 of their content, with an index of the paths at which they are
// served. Writing a bundle replaces the index at once: a reader sees the files of one
// publication or of another, never a mixture, and the ETag of a file is its hash.
package bundle

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"dubbelkrona"
	"dubbelkrona/internal/regular"
)

// indexName is the name of the index in the folder.
const indexName = "index.json"

// Stored is a file of the folder, whose name is its hash.
type Stored struct {
	SHA256 string `json:"sha256"` // in hexadecimal digits
	Bytes  int64  `json:"bytes"`
}

// Entry is what is served at a path.
type Entry struct {
	ContentType string `json:"content_type"`
	Stored
	// Gzip is the same content compressed; nil if it is not kept.
	Gzip *Stored `json:"gzip,omitempty"`
}

// Index lists the files of a publication.
type Index struct {
	Snapshot string `json:"snapshot"`
	// Files are the entries by the path at which they are served, such as
	// /api/v1/headline.
	Files map[string]Entry `json:"files"`
}

// Reader reads the bundle in a folder. Its methods may be called from several
// goroutines.
type Reader struct {
	folder string

	mu    sync.Mutex
	info  fs.FileInfo // of the index that was read last
	index *Index
}

// NewReader returns a reader of the bundle in a folder, which need not exist yet.
func NewReader(folder string) *Reader { return &Reader{folder: folder} }

// Index returns the current index, which the caller does not change. If there is no
// bundle the error is of kind NotFound.
func (r *Reader) Index() (*Index, error) {
	path := filepath.Join(r.folder, indexName)
	f, err := regular.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "nothing is kept to be served; the next publication makes it")
	}
	if err != nil {
		return nil, fmt.Errorf("served files read: %w", err)
	}
	defer f.Close() // read only
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("served files read: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.info != nil && os.SameFile(r.info, info) && r.info.ModTime().Equal(info.ModTime()) && r.info.Size() == info.Size() {
		return r.index, nil
	}
	index := new(Index)
	if err := json.NewDecoder(f).Decode(index); err != nil {
		return nil, fmt.Errorf("served files read: %s: %w", indexName, err)
	}
	r.info, r.index = info, index
	return index, nil
}

// hashForm matches the name of a stored file.
var hashForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Open opens a stored file. If a new bundle has replaced it, the error is of kind
// NotFound, and the caller reads the index again.
func (r *Reader) Open(s Stored) (*os.File, error) {
	if !hashForm.MatchString(s.SHA256) {
		return nil, dubbelkrona.Errorf(dubbelkrona.Internal, "served file open: %q is not a hash", s.SHA256)
	}
	f, err := regular.Open(filepath.Join(r.folder, s.SHA256))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, dubbelkrona.Errorf(dubbelkrona.NotFound, "served file open: it was replaced: %w", err)
	}
	if err != nil {
		return nil, fmt.Errorf("served file open: %w", err)
	}
	return f, nil
}

// Decode reads the JSON at a path of the bundle into a value. A path that the bundle
// does not have is a NotFound error.
func (r *Reader) Decode(path string, into any) error {
	for attempt := 0; ; attempt++ {
		index, err := r.Index()
		if err != nil {
			return err
		}
		entry, ok := index.Files[path]
		if !ok {
			return dubbelkrona.Errorf(dubbelkrona.NotFound, "%s is not among the served files", path)
		}
		f, err := r.Open(entry.Stored)
		if dubbelkrona.KindOf(err) == dubbelkrona.NotFound && attempt == 0 {
			continue // replaced in between
		}
		if err != nil {
			return err
		}
		err = json.NewDecoder(io.LimitReader(f, maxDecoded)).Decode(into)
		return errors.Join(err, f.Close())
	}
}

// maxDecoded limits what Decode reads.
const maxDecoded = 16 << 20
