package blob_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

const hush = "s3cret-w0rd"

// store is a server of the S3 protocol with one bucket.
type store struct {
	backend *s3mem.Backend
	url     string
	// flaw, where it is not nil, answers first, and says whether that was all.
	flaw func(http.ResponseWriter, *http.Request) bool
}

// ServeHTTP implements http.Handler.
func (s *store) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.flaw == nil || !s.flaw(w, r) {
		gofakes3.New(s.backend).Server().ServeHTTP(w, r)
	}
}

func start(t *testing.T) *store {
	t.Helper()
	t.Setenv("DUBBELKRONA_TEST_ID", "id")
	t.Setenv("DUBBELKRONA_TEST_KEY", hush)
	// Of the machine itself nothing counts.
	t.Setenv("AWS_CONFIG_FILE", "/nonexistent")
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
	s := &store{backend: s3mem.New()}
	if err := s.backend.CreateBucket("ekonomi"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *store) put(t *testing.T, key, text string) {
	t.Helper()
	if _, err := s.backend.PutObject("ekonomi", key, nil, bytes.NewReader([]byte(text)), int64(len(text)), nil); err != nil {
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
	if objects[0].Version == "" || objects[0].Version == objects[1].Version {
		t.Errorf("versions %q and %q", objects[0].Version, objects[1].Version)
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
		"for s3":     func(s *blob.Settings) { s.Service, s.Endpoint = "gcs", "https://s3.example.se" },
		"two names":  func(s *blob.Settings) { s.Service, s.Credentials = "gcs", secret.Ref{Env: "A", File: "b"} },
		"no file":    func(s *blob.Settings) { s.CA = "saknas.pem" },
		"silence":    func(s *blob.Settings) { s.Silence = "long" },
	} {
		s := good
		change(&s)
		if _, err := blob.New(ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for service, account := range map[string]string{"": "", "s3": "", "gcs": "", "azure": "konto"} {
		good.Service, good.Account = service, account
		if _, err := blob.New(ingesttest.Env(t), good); err != nil {
			t.Errorf("%q: %v", service, err)
		}
	}
}
