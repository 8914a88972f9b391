package blob

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"dubbelkrona"
)

// attempts is the number of tries before a transient error of S3 is reported.
const attempts = 3

// googleHost serves Google Cloud Storage's S3-compatible API. Its signatures
// use the region auto.
const (
	googleHost   = "storage.googleapis.com"
	googleRegion = "auto"
)

// service opens the bucket of the configured service.
type service struct {
	Settings
	root string // the project's folder, which paths of secrets are relative to
	web  *http.Client
	// container opens the container of Azure the first time: it keeps the token
	// of the machine's identity for the objects that follow.
	container func() (bucket, error)
}

func newService(s Settings, root string, web *http.Client) service {
	made := service{Settings: s, root: root, web: web}
	made.container = sync.OnceValues(made.azure)
	return made
}

// bucket opens the bucket without contacting the service.
func (s service) bucket(ctx context.Context) (bucket, error) {
	if s.Service == "azure" {
		return s.container()
	}
	keys, err := s.keys(ctx)
	if err != nil {
		return nil, err
	}
	host, options := s.place()
	options.Creds, options.Transport, options.MaxRetries = keys, s.web.Transport, attempts
	c, err := minio.New(host, &options)
	if err != nil {
		return nil, dubbelkrona.Invalidf("endpoint: this is not the address of an S3-compatible store")
	}
	c.SetS3EnableDualstack(false)
	return s3Bucket{minio.Core{Client: c}, s.Bucket, s.Service == "gcs"}, nil
}

// place returns the service's host and connection options.
func (s service) place() (host string, options minio.Options) {
	if s.Service == "gcs" {
		return googleHost, minio.Options{Secure: true, Region: googleRegion, BucketLookup: minio.BucketLookupPath}
	}
	region := s.Region
	if region == "" {
		region = "eu-north-1"
	}
	if s.Endpoint == "" {
		return "s3.amazonaws.com", minio.Options{Secure: true, Region: region}
	}
	u, err := url.Parse(s.Endpoint)
	if err != nil {
		return "", options // check has rejected it
	}
	return u.Host, minio.Options{Secure: u.Scheme == "https", Region: region, BucketLookup: minio.BucketLookupPath}
}

// keys returns the configured keys, or the machine's if none are configured.
func (s service) keys(ctx context.Context) (*credentials.Credentials, error) {
	if !s.AccessKey.IsSet() {
		return machineKeys(ctx, s.web)
	}
	id, err := s.AccessKey.Reveal(s.root)
	if err != nil {
		return nil, fmt.Errorf("access_key: %w", err)
	}
	key, err := s.SecretKey.Reveal(s.root)
	if err != nil {
		return nil, fmt.Errorf("secret_key: %w", err)
	}
	return credentials.NewStaticV4(id.Expose(), key.Expose(), ""), nil
}

// s3Bucket implements bucket for S3-compatible stores.
type s3Bucket struct {
	client minio.Core
	name   string
	// packed requests objects as stored: Google decompresses objects marked as
	// gzip for clients that do not accept gzip.
	packed bool
}

func (b s3Bucket) list(ctx context.Context, prefix string, each func(entry) bool) error {
	noOwner := false
	for found := range b.client.ListObjectsIter(ctx, b.name, minio.ListObjectsOptions{Prefix: prefix, Recursive: true, FetchOwner: &noOwner}) {
		if found.Err != nil {
			return found.Err
		}
		if !each(s3Entry(found)) {
			return nil
		}
	}
	return ctx.Err()
}

func (b s3Bucket) stat(ctx context.Context, key string) (entry, error) {
	found, err := b.client.StatObject(ctx, b.name, key, minio.StatObjectOptions{})
	if err != nil {
		return entry{}, err
	}
	return s3Entry(found), nil
}

func (b s3Bucket) open(ctx context.Context, key string) (io.ReadCloser, error) {
	var options minio.GetObjectOptions
	if b.packed {
		options.Set("Accept-Encoding", "gzip")
	}
	body, _, _, err := b.client.GetObject(ctx, b.name, key, options)
	return body, err
}

// s3Entry uses an ETag as MD5 if it can be one; that of a multipart upload has
// a hyphen.
func s3Entry(found minio.ObjectInfo) entry {
	md5, err := hex.DecodeString(found.ETag)
	if err != nil {
		md5 = nil
	}
	return entry{found.Key, found.Size, found.LastModified, md5}
}

// s3Status returns the HTTP status of an S3 error, 0 if it has none.
func s3Status(err error) int {
	var answer minio.ErrorResponse
	if errors.As(err, &answer) {
		return answer.StatusCode
	}
	return 0
}
