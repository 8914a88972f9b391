// Package sftp finds files on an SFTP server by a pattern. The server's host
// key is pinned: it must be in the configuration, and there is no option to
// accept any key. Names of uploads in progress are skipped, and a file is
// fetched whole before its first row is read (ingest.Hold), so that a growing
// file is detected.
package sftp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/pkg/sftp"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the place sftp. One of path and glob, a host
// key, and one of password and key are required.
type Settings struct {
	// Host is the name of the server.
	Host string `yaml:"host"`
	// Port is the server's port; default 22.
	Port int `yaml:"port"`
	// User is the login name.
	User string `yaml:"user"`
	// Password is where to find the password.
	Password secret.Ref `yaml:"password"`
	// Key is where to find the private key, as ssh-keygen writes it.
	Key secret.Ref `yaml:"key"`
	// Passphrase is where to find the passphrase of the private key.
	Passphrase secret.Ref `yaml:"passphrase"`
	// HostKeys are the keys by which the server is recognised: fingerprints
	// (SHA256:…), as ssh-keyscan host | ssh-keygen -lf - prints them, or public
	// keys (ssh-ed25519 AAAA…). Ask the server's administrator for them.
	HostKeys []string `yaml:"host_keys"`
	// KnownHosts is the path of a known_hosts file of ssh, absolute or relative to
	// the project. The keys that it has for the host are accepted as well.
	KnownHosts string `yaml:"known_hosts"`
	// Folder is the folder that path and glob are relative to; default the one
	// that the login starts in.
	Folder string `yaml:"folder"`
	// Path is the path of one file.
	Path string `yaml:"path"`
	// Glob is a pattern of paths, with wildcards as for directory and placeholders
	// as for http: ut/ledger-*.csv or ut/ledger-{yyyy-mm -1m}*.csv.
	Glob string `yaml:"glob"`
	// Settle is how long a file must have been left unchanged to be read, such as
	// 5m; default 0.
	Settle string `yaml:"settle"`
	// Silence is how long the server may send nothing before the connection is
	// given up, such as 30s; default 1m.
	Silence string `yaml:"silence"`
}

// Kind describes the place for the registry.
func Kind() ingest.PlaceKind {
	return ingest.PlaceKind{
		Name:     "sftp",
		Title:    dubbelkrona.Label{SV: "Filer på en SFTP-server", EN: "Files on an SFTP server"},
		Settings: Settings{},
		Example: `  - name: reskontra
    place:
      kind: sftp
      host: filer.example.se
      user: dubbelkrona
      key: {file: /etc/dubbelkrona/sftp.key}
      host_keys: ["SHA256:uNiVztksCsDhcc0u9e8BrJKHBZsPlZl3Vk5X3mwMbQk"]
      glob: ut/leverantorsreskontra-*.csv
      settle: 5m
    profile: leverantorsreskontra
`,
		New: ingest.HeldNew(New),
	}
}

// Place lists and opens files on a server.
type Place struct {
	env     ingest.Env
	login   *login
	folder  string
	pattern ingest.Pattern
	settle  ingest.Settle
}

// New makes the place. It does not connect and reads no secret. Invalid
// settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	env = env.WithDefaults()
	login, err := newLogin(env, s)
	if err != nil {
		return nil, err
	}
	p := &Place{env: env, login: login, folder: cmp.Or(s.Folder, ".")}
	if p.pattern, err = ingest.ParsePattern(s.Path, s.Glob, env.Slot); err != nil {
		return nil, err
	}
	p.settle, err = ingest.ParseSettle(s.Settle)
	return p, err
}

// Objects implements ingest.Place: the files that match, by name.
func (p *Place) Objects(ctx context.Context) (all []ingest.Object, err error) {
	c, err := p.login.connect(ctx)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	if p.pattern.Single() {
		info, err := c.Stat(path.Join(p.folder, p.pattern.Base()))
		if err != nil {
			return nil, named(p.pattern.Base(), classified(ctx, err))
		}
		return []ingest.Object{ingest.NewObject(p.pattern.Base(), info.Size(), info.ModTime())}, nil
	}
	err = p.walk(ctx, c.Client, p.pattern.Base(), &all)
	slices.SortFunc(all, func(a, b ingest.Object) int { return cmp.Compare(a.Name, b.Name) })
	return all, err
}

// maxDepth is the max number of nested folders in a path.
const maxDepth = 32

// walk lists a folder and those below it. Links are not followed.
func (p *Place) walk(ctx context.Context, c *sftp.Client, folder string, all *[]ingest.Object) error {
	if strings.Count(folder, "/") > maxDepth {
		return dubbelkrona.Invalidf("more than %d folders are nested; make glob more specific", maxDepth)
	}
	entries, err := c.ReadDirContext(ctx, path.Join(p.folder, folder))
	if err != nil {
		return named(folder, classified(ctx, err))
	}
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case e.IsDir() && !strings.HasPrefix(e.Name(), "."):
			if err := p.walk(ctx, c, name, all); err != nil {
				return err
			}
		case e.Mode().IsRegular() && p.pattern.Matches(name) && !ingest.Unfinished(name):
			*all = append(*all, ingest.NewObject(name, e.Size(), e.ModTime()))
		}
	}
	return nil
}

// Open implements ingest.Place.
func (p *Place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	c, err := p.login.connect(ctx)
	if err != nil {
		return nil, err
	}
	f, err := p.open(c, obj)
	if err != nil {
		return nil, errors.Join(classified(ctx, err), c.Close())
	}
	return &file{ctx: ctx, File: f, connection: c}, nil
}

func (p *Place) open(c *connection, obj ingest.Object) (*sftp.File, error) {
	f, err := c.Open(path.Join(p.folder, obj.Name))
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = dubbelkrona.Invalidf("it is not a regular file")
	}
	if err == nil {
		err = p.settle.Ready(info.ModTime(), p.env.Now())
	}
	if err == nil && !obj.Modified.IsZero() && !info.ModTime().Equal(obj.Modified) {
		err = dubbelkrona.Errorf(dubbelkrona.Transient, "it has changed since it was listed; it will be read when it is complete")
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// file is an open file with its connection.
type file struct {
	ctx context.Context // of this reading
	*sftp.File
	connection *connection
}

// Read implements io.Reader.
func (f *file) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	if err != nil && err != io.EOF {
		err = classified(f.ctx, err)
	}
	return n, err
}

// Close implements io.Closer.
func (f *file) Close() error { return errors.Join(f.File.Close(), f.connection.Close()) }

// named adds the masked path to an error.
func named(name string, err error) error {
	return fmt.Errorf("%s: %w", ingest.Masked(name), err)
}

// classified classifies an error, without the name, which may contain an
// identity number.
func classified(ctx context.Context, err error) error {
	var known *dubbelkrona.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil || errors.As(err, &known):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the server has no such file or folder")
	case errors.Is(err, fs.ErrPermission):
		return dubbelkrona.Invalidf("this login has no permission to read it")
	}
	var status *sftp.StatusError
	if errors.As(err, &status) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the server reports a failure (SFTP status %d)", status.Code)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the connection was lost: %w", fmt.Errorf("%T", err))
}
