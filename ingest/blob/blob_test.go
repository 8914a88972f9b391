package blob_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rclone/gofakes3"
	"github.com/rclone/gofakes3/s3mem"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

const (
	keyID       = "key-id"
	secretValue = "s3cret-w0rd"
)

// memory has objects in memory. An empty delimiter means none, as in S3.
type memory struct{ *s3mem.Backend }

// ListBucket implements gofakes3.Backend.
func (m memory) ListBucket(ctx context.Context, name string, prefix *gofakes3.Prefix, page gofakes3.ListBucketPage) (*gofakes3.ObjectList, error) {
	only := *prefix
	only.HasDelimiter = only.Delimiter != ""
	return m.Backend.ListBucket(ctx, name, &only, page)
}

// store is a server of the S3 protocol with one bucket. It accepts requests that are
// signed with the key.
type store struct {
	backend memory
	server  http.Handler
	url     string
	// flaw, if it is not nil, is called first and reports whether it has handled the
	// request.
	flaw func(http.ResponseWriter, *http.Request) bool
}

// ServeHTTP implements http.Handler.
func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.flaw == nil || !s.flaw(w, r) {
		s.server.ServeHTTP(w, r)
	}
}

func start(t *testing.T) *store {
	t.Helper()
	t.Setenv("DUBBELKRONA_TEST_ID", keyID)
	t.Setenv("DUBBELKRONA_TEST_KEY", secretValue)
	withoutMachineCredentials(t)
	backend := memory{s3mem.New()}
	s := &store{backend: backend, server: gofakes3.New(backend, gofakes3.WithV4Auth(map[string]string{keyID: secretValue})).Server()}
	if err := s.backend.CreateBucket(t.Context(), "ekonomi"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// withoutMachineCredentials hides credentials of the machine that runs the tests.
func withoutMachineCredentials(t *testing.T) {
	t.Helper()
	t.Setenv("AWS_CONFIG_FILE", "/nonexistent")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
	for _, name := range []string{"AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN",
		"AWS_WEB_IDENTITY_TOKEN_FILE", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PATH", "AZURE_FEDERATED_TOKEN_FILE",
		"IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT"} {
		t.Setenv(name, "")
	}
}

func (s *store) put(t *testing.T, key, text string) {
	t.Helper()
	meta := map[string]string{"Last-Modified": time.Now().UTC().Format(http.TimeFormat)}
	if _, err := s.backend.PutObject(t.Context(), "ekonomi", key, meta, bytes.NewReader([]byte(text)), int64(len(text))); err != nil {
		t.Fatal(err)
	}
}

func (s *store) settings() blob.Settings {
	return blob.Settings{Bucket: "ekonomi", Endpoint: s.url, AccessKey: secret.Ref{Env: "DUBBELKRONA_TEST_ID"}, SecretKey: secret.Ref{Env: "DUBBELKRONA_TEST_KEY"}, Glob: "**/*.csv"}
}

func source(t *testing.T, env ingest.Env, s blob.Settings) ingest.Source {
	t.Helper()
	place, err := blob.New(env, s)
	if err != nil {
		t.Fatal(err)
	}
	return ingest.New("test", ingest.Hold(place, env), ingest.Always(&csv.Format{}), env)
}

func TestObjects(t *testing.T) {
	s := start(t)
	s.put(t, "ut/2026/b.csv", "x;y\n1;2\n")
	s.put(t, "ut/2026/a.csv", "x;y\n3;4\n")
	s.put(t, "ut/2026/a.csv.tmp", "")
	s.put(t, "annat/c.csv", "x;y\n5;6\n")
	settings := s.settings()
	settings.Prefix = "ut/"
	settings.Glob = "2026/*.csv"
	src := source(t, ingesttest.Env(t), settings)
	objects, err := ingesttest.Objects(src, nil)
	if err != nil || len(objects) != 2 || objects[0].Label != "2026/a.csv" || objects[1].Label != "2026/b.csv" || objects[0].Size != 8 {
		t.Fatalf("%+v %v", objects, err)
	}
	if want := fmt.Sprintf("%x", md5.Sum([]byte("x;y\n3;4\n"))); objects[0].Version != want || objects[0].Version == objects[1].Version {
		t.Errorf("versions %q and %q; want the MD5 %q of the first", objects[0].Version, objects[1].Version, want)
	}
	tab, err := ingesttest.Read(t, src)
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["y"] != "4" {
		t.Errorf("%+v %v", tab.Rows, err)
	}
	s.put(t, "ut/2026/a.csv", "x;y\n3;5\n")
	again, err := ingesttest.Objects(source(t, ingesttest.Env(t), settings), nil)
	if err != nil || again[0].Version == objects[0].Version || again[1].Version != objects[1].Version {
		t.Errorf("after a change the versions are %+v, %v", again, err)
	}
}

func TestConforms(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "data.csv", Sample: []byte("a;b\n1;x\n2;y\n3;z\n"), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"),
		Held: true, LargeRows: 300_000, Write: ingesttest.CSV,
		Large: func(rows int) []byte {
			return []byte("a;b\n" + strings.Repeat("1;"+strings.Repeat("x", 100)+"\n", rows))
		},
		Make: func(t *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
			s := start(t)
			s.put(t, name, string(data))
			env.Scratch = t.TempDir()
			return source(t, env, s.settings()), func(data []byte) { s.put(t, name, string(data)) }
		},
	})
}

func TestSettings(t *testing.T) {
	withoutMachineCredentials(t)
	good := blob.Settings{Bucket: "b", Path: "x.csv"}
	for name, change := range map[string]func(*blob.Settings){
		"bucket":     func(s *blob.Settings) { s.Bucket = "" },
		"service":    func(s *blob.Settings) { s.Service = "ftp" },
		"half a key": func(s *blob.Settings) { s.AccessKey = secret.Ref{Env: "A"} },
		"plain http": func(s *blob.Settings) { s.Endpoint = "http://s3.example.se" },
		"a user":     func(s *blob.Settings) { s.Endpoint = "https://u:p@s3.example.se" },
		"no account": func(s *blob.Settings) { s.Service = "azure" },
		"no object":  func(s *blob.Settings) { s.Path = "" },
		"two":        func(s *blob.Settings) { s.Glob = "*" },
		"another's":  func(s *blob.Settings) { s.Account = "konto" },
		"a path":     func(s *blob.Settings) { s.Endpoint = "https://s3.example.se/store" },
		"no host":    func(s *blob.Settings) { s.Endpoint = "https://-s3.se" },
		"for s3":     func(s *blob.Settings) { s.Service, s.Endpoint = "gcs", "https://s3.example.se" },
		"two names": func(s *blob.Settings) {
			s.AccessKey, s.SecretKey = secret.Ref{Env: "A", File: "b"}, secret.Ref{Env: "B"}
		},
		"no file": func(s *blob.Settings) { s.CA = "saknas.pem" },
		"silence": func(s *blob.Settings) { s.Silence = "long" },
	} {
		s := good
		change(&s)
		if _, err := blob.New(ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for service, change := range map[string]func(*blob.Settings){
		"": func(*blob.Settings) {}, "s3": func(*blob.Settings) {},
		"gcs":   func(s *blob.Settings) { s.AccessKey, s.SecretKey = secret.Ref{Env: "A"}, secret.Ref{Env: "B"} },
		"azure": func(s *blob.Settings) { s.Account = "konto" },
	} {
		s := good
		s.Service = service
		change(&s)
		if _, err := blob.New(ingesttest.Env(t), s); err != nil {
			t.Errorf("%q: %v", service, err)
		}
	}
}
