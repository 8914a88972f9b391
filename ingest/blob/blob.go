// Package blob finds objects in an object store by a pattern: S3 and compatible
// stores, Google Cloud Storage through its S3-compatible API, and Azure Blob
// Storage. The tests run against an S3 server that checks signatures, and
// against Azurite, Microsoft's test server.
//
// An object's version is its MD5 if the store has one, so that unchanged
// objects are recognised from the listing. An object is fetched whole before
// its first row is read (ingest.Hold). The service's own library retries
// transient errors with exponential backoff and jitter.
package blob

import (
	"cmp"
	"context"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Kind describes the place for the registry.
func Kind() ingest.PlaceKind {
	return ingest.PlaceKind{
		Name:     "blob",
		Title:    dubbelkrona.Label{SV: "Objektlagring (S3, Google Cloud, Azure)", EN: "Object store (S3, Google Cloud, Azure)"},
		Settings: Settings{},
		Example: `  - name: reskontra
    place:
      kind: blob
      bucket: ekonomi
      endpoint: https://s3.example.se
      access_key: {env: EKONOMI_KEY_ID}
      secret_key: {env: EKONOMI_KEY}
      glob: ledger/**/*.csv
    profile: leverantorsreskontra
`,
		New: ingest.HeldNew(New),
	}
}

// Place lists and opens the objects of a bucket.
type Place struct {
	service service
	prefix  string
	pattern ingest.Pattern
}

// bucket is a bucket of S3 or a container of Azure. Its errors are those of the
// service's library; see classified.
type bucket interface {
	// list calls each for the objects whose keys begin with prefix, until it
	// returns false.
	list(ctx context.Context, prefix string, each func(entry) bool) error
	// stat describes one object.
	stat(ctx context.Context, key string) (entry, error)
	// open returns the bytes of an object as stored; the caller closes the
	// reader.
	open(ctx context.Context, key string) (io.ReadCloser, error)
}

// entry is an object as a store lists it.
type entry struct {
	key      string
	size     int64 // bytes
	modified time.Time
	md5      []byte // nil if the store has none
}

// New makes the place. It does not connect and reads no secret. Invalid
// settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	env = env.WithDefaults()
	if err := s.check(); err != nil {
		return nil, err
	}
	web, err := client(env.Root, s)
	if err != nil {
		return nil, err
	}
	p := &Place{service: newService(s, env.Root, web), prefix: s.Prefix}
	p.pattern, err = ingest.ParsePattern(s.Path, s.Glob, env.Slot)
	return p, err
}

// Objects implements ingest.Place: the objects that match, by name.
func (p *Place) Objects(ctx context.Context) (all []ingest.Object, err error) {
	in, err := p.service.bucket(ctx)
	if err != nil {
		return nil, err
	}
	if p.pattern.Single() {
		found, err := in.stat(ctx, p.prefix+p.pattern.Base())
		if err != nil {
			return nil, classified(ctx, err)
		}
		return []ingest.Object{object(p.pattern.Base(), found)}, nil
	}
	base := p.prefix
	if p.pattern.Base() != "." {
		base += p.pattern.Base() + "/"
	}
	err = in.list(ctx, base, func(found entry) bool {
		name := strings.TrimPrefix(found.key, p.prefix)
		if p.pattern.Matches(name) && !ingest.Unfinished(name) {
			all = append(all, object(name, found))
		}
		return true
	})
	if err != nil {
		return nil, classified(ctx, err)
	}
	slices.SortFunc(all, func(a, b ingest.Object) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func object(name string, found entry) ingest.Object {
	obj := ingest.NewObject(name, found.size, found.modified)
	obj.Version = hex.EncodeToString(found.md5)
	return obj
}

// Open implements ingest.Place.
func (p *Place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	in, err := p.service.bucket(ctx)
	if err != nil {
		return nil, err
	}
	body, err := in.open(ctx, p.prefix+obj.Name)
	if err != nil {
		return nil, classified(ctx, err)
	}
	return &reader{body, ctx, obj.Version}, nil
}

// reader reads an object and classifies its errors.
type reader struct {
	io.ReadCloser
	ctx     context.Context // of this reading
	version string
}

// Version returns the listed version.
func (r *reader) Version() string { return r.version }

// Read implements io.Reader.
func (r *reader) Read(b []byte) (int, error) {
	n, err := r.ReadCloser.Read(b)
	if err != nil && err != io.EOF {
		err = classified(r.ctx, err)
	}
	return n, err
}
