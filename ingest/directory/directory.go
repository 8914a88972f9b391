// Package directory finds files by a pattern, inside the project's folder only:
// .. and symbolic links that lead out of it are errors.
package directory

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/regular"
)

// Settings are the settings of the place directory. One of path and glob is
// required; both are relative to the project's folder, written with / and may
// have placeholders such as {yyyy} and {mm -1m}, filled in from the date that
// the source is read for.
type Settings struct {
	// Path is the path of one file.
	Path string `yaml:"path"`
	// Glob is a pattern of paths: * and ? match within a name, [abc] matches one
	// of several characters, and ** any number of folders, as in
	// data/**/ledger*.csv.
	Glob string `yaml:"glob"`
	// Settle is how long a file must have been left unchanged to be read, such as
	// 2m; default 0. A file that changes while it is read is noticed, and one that
	// is completed later is read again. Set it for folders that others copy into
	// slowly.
	Settle string `yaml:"settle"`
}

// Place lists and opens files under a root. Make it with New or NewFS.
type Place struct {
	open    func() (*tree, error)
	pattern ingest.Pattern
	settle  ingest.Settle
	now     func() time.Time
}

// tree opens the files below a root only after a stat, since opening a pipe or
// a device may block forever.
type tree struct {
	fs.FS
	stat  func(name string) (fs.FileInfo, error)
	file  func(name string) (fs.File, error)
	close func() error
}

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return t.stat(name) }

// Kind describes the place for the registry.
func Kind() ingest.PlaceKind {
	return ingest.PlaceKind{
		Name:     "directory",
		Title:    dubbelkrona.Label{SV: "Filer i projektets mapp", EN: "Files in the project's folder"},
		Settings: Settings{},
		Example: `  - name: reskontra
    place: {kind: directory, glob: "data/**/lev*.csv", settle: 2m}
    profile: leverantorsreskontra
`,
		New: ingest.PlaceNew(New),
	}
}

// New makes a place of the configured files in env.Root. It opens nothing.
// Invalid settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	env = env.WithDefaults()
	p, err := newPlace(s, env.Slot)
	if err != nil {
		return nil, err
	}
	root := env.Root
	p.now = env.Now
	p.open = func() (*tree, error) {
		r, err := os.OpenRoot(root)
		if err != nil {
			return nil, classified(err)
		}
		file := func(name string) (fs.File, error) { return r.OpenFile(name, os.O_RDONLY|regular.NonBlocking, 0) }
		return &tree{FS: r.FS(), stat: r.Stat, file: file, close: r.Close}, nil
	}
	return p, nil
}

// NewFS makes a place of the files in fsys that match glob, such as embedded
// ones. An invalid pattern is an Invalid error.
func NewFS(fsys fs.FS, glob string) (*Place, error) {
	p, err := newPlace(Settings{Glob: glob}, time.Time{})
	if err != nil {
		return nil, err
	}
	p.now = time.Now
	stat := func(name string) (fs.FileInfo, error) { return fs.Stat(fsys, name) }
	p.open = func() (*tree, error) {
		return &tree{FS: fsys, stat: stat, file: fsys.Open, close: func() error { return nil }}, nil
	}
	return p, nil
}

func newPlace(s Settings, at time.Time) (*Place, error) {
	pattern, err := ingest.ParsePattern(s.Path, s.Glob, at)
	if err != nil {
		return nil, err
	}
	p := &Place{pattern: pattern}
	if p.settle, err = ingest.ParseSettle(s.Settle); err != nil {
		return nil, err
	}
	return p, nil
}

// Open implements ingest.Place. A file younger than the setting settle is a
// Transient error, a link that leads out of the project an Invalid one.
func (p *Place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	files, err := p.open()
	if err != nil {
		return nil, err
	}
	defer files.close()
	info, err := fs.Stat(files, obj.Name)
	if err != nil {
		return nil, classified(err)
	}
	if err := p.ready(info); err != nil {
		return nil, err
	}
	f, err := files.file(obj.Name)
	if err != nil {
		return nil, classified(err)
	}
	if info, err = f.Stat(); err == nil {
		err = p.ready(info)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// ready returns an error for anything but a regular file, and for a file that
// was changed too recently.
func (p *Place) ready(info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return dubbelkrona.Invalidf("it is a folder, a pipe, a socket or a device, not a regular file")
	}
	return p.settle.Ready(info.ModTime(), p.now())
}

// classified classifies an error of the file system, without the path, which
// may contain an identity number.
func classified(err error) error {
	var pathErr *fs.PathError
	cause := err
	if errors.As(err, &pathErr) {
		cause = pathErr.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "it does not exist (path and glob are relative to the project's folder): %w", cause)
	case cause.Error() == escapes:
		return dubbelkrona.Invalidf("a symbolic link leads out of the project; copy the file into the project's folder")
	case errors.Is(err, fs.ErrPermission):
		return dubbelkrona.Invalidf("this user has no permission to read it: %w", cause)
	}
	return dubbelkrona.Errorf(dubbelkrona.Internal, "file: %w", cause)
}

// escapes is the text of os.Root's error for a path that leads out of it; there
// is no error value to compare with.
const escapes = "path escapes from parent"
