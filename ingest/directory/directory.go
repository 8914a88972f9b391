// Package directory finds files in a folder by a pattern, inside the project
// only: neither .. nor a symbolic link leads out of it.
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

// Place is files under a root. Make it with New or NewFS.
type Place struct {
	open    func() (*tree, error)
	pattern ingest.Pattern
	settle  ingest.Settle
	now     func() time.Time
}

// tree is the files below a root. They are looked at before they are opened:
// to open a pipe or a device may never return.
type tree struct {
	fs.FS
	stat  func(name string) (fs.FileInfo, error)
	file  func(name string) (fs.File, error)
	close func() error
}

// Stat implements fs.StatFS.
func (t *tree) Stat(name string) (fs.FileInfo, error) { return t.stat(name) }

// Kind is the place as the registry knows it.
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

// New makes a place of the files in env.Root that the settings name. It opens
// nothing. Faulty settings are Invalid errors.
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

// NewFS makes a place of the files of fsys that match glob, such as embedded
// ones. A faulty pattern is an Invalid error.
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

// ready refuses what is no file and what was changed a moment ago.
func (p *Place) ready(info fs.FileInfo) error {
	if !info.Mode().IsRegular() {
		return dubbelkrona.Invalidf("it is no regular file but a folder, a pipe, a socket or a device; name a file")
	}
	return p.settle.Ready(info.ModTime(), p.now())
}

// classified gives an error of the file system its kind, without the path,
// which may hold an identity number.
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
		return dubbelkrona.Invalidf("a symbolic link leads out of the project; copy the file in or make the project's folder larger")
	case errors.Is(err, fs.ErrPermission):
		return dubbelkrona.Invalidf("it may not be read by this user: %w", cause)
	}
	return dubbelkrona.Errorf(dubbelkrona.Internal, "file: %w", cause)
}

// escapes is the text of os.Root's error for a path that leads out of it; the
// error has no other mark.
const escapes = "path escapes from parent"
