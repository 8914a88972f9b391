// Package blob finds objects in an object store by a pattern: S3 and what
// speaks its protocol, Google Cloud Storage and Azure Blob Storage. The tests
// run against a server of the S3 protocol; the other two are the same seam of
// gocloud.dev/blob and were not run against a server.
//
// An object's version is its MD5 where the store has one, so that unchanged
// objects are told by the listing alone. It is fetched whole before the first
// row of it is read (ingest.Hold). Faults that may pass are tried again by the
// service's own library, with pauses that grow and vary.
package blob

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"gocloud.dev/blob"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the place blob. A bucket and one of path and
// glob are required. Without credentials those of the machine are used, as the
// store's own programs find them.
type Settings struct {
	// Service is s3 (default), gcs or azure.
	Service string `yaml:"service"`
	// Bucket is the name of the bucket, in Azure of the container.
	Bucket string `yaml:"bucket"`
	// Endpoint is the address of a store that speaks the S3 protocol, such as
	// https://s3.example.se; default that of AWS. Plain http is for this machine
	// alone.
	Endpoint string `yaml:"endpoint"`
	// Region of S3, such as eu-north-1 (default).
	Region string `yaml:"region"`
	// AccessKey is where the id of the access key for S3 is.
	AccessKey secret.Ref `yaml:"access_key"`
	// SecretKey is where the secret access key for S3 is.
	SecretKey secret.Ref `yaml:"secret_key"`
	// Credentials is where the service account's JSON for gcs is.
	Credentials secret.Ref `yaml:"credentials"`
	// Account is the name of the storage account in azure.
	Account string `yaml:"account"`
	// AccountKey is where the storage account's key in azure is.
	AccountKey secret.Ref `yaml:"account_key"`
	// CA is a PEM file of the authorities that are trusted in the place of the
	// system's, for stores with certificates of the organisation's own.
	CA string `yaml:"ca"`
	// Prefix is what all keys begin with and path and glob leave out, such as
	// export/.
	Prefix string `yaml:"prefix"`
	// Path is one object.
	Path string `yaml:"path"`
	// Glob is a pattern as for directory, such as ledger/**/*.csv or
	// ledger-{yyyy-mm -1m}*.csv.
	Glob string `yaml:"glob"`
	// Silence is how long the store may say nothing before an attempt is given
	// up, such as 30s; default 1m.
	Silence string `yaml:"silence"`
}

// Kind is the place as the registry knows it.
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
		New: ingest.RemoteNew(New),
	}
}

// Place is objects of a bucket.
type Place struct {
	open    func(context.Context) (*blob.Bucket, error)
	prefix  string
	pattern ingest.Pattern
}

// New makes the place. It connects to nothing and reads no secret. Faulty
// settings are Invalid errors.
func New(env ingest.Env, s Settings) (*Place, error) {
	env = env.WithDefaults()
	open, err := opener(env.Root, s)
	if err != nil {
		return nil, err
	}
	p := &Place{open: open, prefix: s.Prefix}
	p.pattern, err = ingest.ParsePattern(s.Path, s.Glob, env.Slot)
	return p, err
}

// Objects implements ingest.Place: the objects that match, by name.
func (p *Place) Objects(ctx context.Context) (all []ingest.Object, err error) {
	bucket, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	defer bucket.Close()
	if p.pattern.Single() {
		attrs, err := bucket.Attributes(ctx, p.prefix+p.pattern.Base())
		if err != nil {
			return nil, classified(ctx, err)
		}
		return []ingest.Object{object(p.pattern.Base(), attrs.Size, attrs.ModTime, attrs.MD5)}, nil
	}
	base := p.prefix
	if p.pattern.Base() != "." {
		base += p.pattern.Base() + "/"
	}
	list := bucket.List(&blob.ListOptions{Prefix: base})
	for {
		found, err := list.Next(ctx)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, classified(ctx, err)
		}
		name := strings.TrimPrefix(found.Key, p.prefix)
		if !found.IsDir && p.pattern.Matches(name) && !ingest.Unfinished(name) {
			all = append(all, object(name, found.Size, found.ModTime, found.MD5))
		}
	}
	slices.SortFunc(all, func(a, b ingest.Object) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}

func object(name string, size int64, modified time.Time, md5 []byte) ingest.Object {
	obj := ingest.NewObject(name, size, modified)
	obj.Version = hex.EncodeToString(md5)
	return obj
}

// Open implements ingest.Place.
func (p *Place) Open(ctx context.Context, obj ingest.Object) (io.ReadCloser, error) {
	bucket, err := p.open(ctx)
	if err != nil {
		return nil, err
	}
	r, err := bucket.NewReader(ctx, p.prefix+obj.Name, nil)
	if err != nil {
		return nil, errors.Join(classified(ctx, err), bucket.Close())
	}
	return &reader{ctx, r, bucket, obj.Version}, nil
}

// reader is an object on its way.
type reader struct {
	ctx     context.Context // of the one reading that it lives for
	from    *blob.Reader
	bucket  *blob.Bucket
	version string
}

// Version is the mark that the object was listed with.
func (r *reader) Version() string { return r.version }

// Read implements io.Reader.
func (r *reader) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	if err != nil && err != io.EOF {
		err = classified(r.ctx, err)
	}
	return n, err
}

// Close implements io.Closer.
func (r *reader) Close() error { return errors.Join(r.from.Close(), r.bucket.Close()) }

func invalid(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, format, args...)
}
