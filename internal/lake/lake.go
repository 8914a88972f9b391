package lake

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"dubbelkrona"

	"github.com/apache/arrow/go/v15/arrow/memory"
)

// The points at which Options.Fault is called, in the order in which a segment
// passes them. Each is called before the step that it names.
const (
	PointCreate  = "lake.create"  // the file in tmp is created
	PointWrite   = "lake.write"   // a row group is encoded and written
	PointSync    = "lake.sync"    // the finished file is synced
	PointFolder  = "lake.folder"  // the folder of its partition is made
	PointRename  = "lake.rename"  // the file moves there
	PointDirSync = "lake.dirsync" // the folder is synced
)

// Points lists the points at which Options.Fault is called.
func Points() []string {
	return []string{PointCreate, PointWrite, PointSync, PointFolder, PointRename, PointDirSync}
}

const (
	tmpDir    = "tmp"
	extension = ".parquet"
	dirMode   = 0o700
	fileMode  = 0o600
)

// Options tune a Lake. The zero value is what a run uses.
type Options struct {
	// Alloc allocates the rows that Read emits; nil means Go's heap.
	Alloc memory.Allocator
	// Fault, if not nil, is called at every point of Points; an error from it
	// fails that step. Tests inject failures with it.
	Fault func(point string) error
}

// Lake is the folder of segments. Its methods may be called from several
// goroutines; a Writer belongs to one.
type Lake struct {
	root  string
	alloc memory.Allocator
	fault func(point string) error
}

// Open opens the lake at root and creates its folders, accessible to the owner
// only.
func Open(root string, o Options) (*Lake, error) {
	l := &Lake{root: root, alloc: o.Alloc, fault: o.Fault}
	if l.alloc == nil {
		l.alloc = memory.DefaultAllocator
	}
	if l.fault == nil {
		l.fault = func(string) error { return nil }
	}
	if err := os.MkdirAll(filepath.Join(root, tmpDir), dirMode); err != nil {
		return nil, fmt.Errorf("lake open: %w", err)
	}
	return l, nil
}

// Path returns the path of a segment on this machine; rel is Segment.Path or
// File.Path.
func (l *Lake) Path(rel string) string {
	return filepath.Join(l.root, filepath.FromSlash(rel))
}

// local returns an error for a path outside the lake: paths come from the
// ledger, and a manipulated ledger must not make the program read or remove
// other files.
func local(rel string) error {
	if !filepath.IsLocal(filepath.FromSlash(rel)) || !strings.HasSuffix(rel, extension) {
		return dubbelkrona.Invalidf("lake path %q: not a path of a segment, want <table>/source=<source>/segment=<number>/<name>%s", rel, extension)
	}
	return nil
}

// newName returns a random file name.
func newName() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: the program ends if there is no randomness
	return hex.EncodeToString(b[:]) + extension
}
