package blob_test

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

// refuse responds as S3 does, with an error that repeats parts of the request.
func refuse(w http.ResponseWriter, r *http.Request, status int, code string) bool {
	w.WriteHeader(status)
	fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><Error><Code>%s</Code><Message>%s %s</Message></Error>`, code, r.URL, secretValue)
	return true
}

// isObject reports whether an object is requested, and not a list.
func isObject(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".csv") }

func TestFaults(t *testing.T) {
	always := func(status int, code string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool { return refuse(w, r, status, code) }
	}
	for name, tc := range map[string]struct {
		kind   dubbelkrona.Kind
		want   string
		change func(*blob.Settings)
		flaw   func(http.ResponseWriter, *http.Request) bool
	}{
		"no such object":   {dubbelkrona.NotFound, "no such bucket", func(s *blob.Settings) { s.Glob, s.Path = "", "saknas.csv" }, nil},
		"no such bucket":   {dubbelkrona.NotFound, "no such bucket", func(s *blob.Settings) { s.Bucket = "saknas" }, nil},
		"nobody listens":   {dubbelkrona.Transient, "cannot be reached", func(s *blob.Settings) { s.Endpoint = "http://127.0.0.1:1" }, nil},
		"a secret not set": {dubbelkrona.Invalid, "not set", func(s *blob.Settings) { s.SecretKey = secret.Ref{Env: "DUBBELKRONA_TEST_NOT_SET"} }, nil},
		"a wrong key id":   {dubbelkrona.Invalid, "credentials", func(s *blob.Settings) { s.AccessKey = s.SecretKey }, nil},
		"a wrong key":      {dubbelkrona.Invalid, "credentials", func(s *blob.Settings) { s.SecretKey = s.AccessKey }, nil},
		"no credentials":   {dubbelkrona.Invalid, "set access_key", func(s *blob.Settings) { s.AccessKey, s.SecretKey = secret.Ref{}, secret.Ref{} }, nil},
		"a wrong region":   {dubbelkrona.Invalid, "region", nil, always(400, "AuthorizationHeaderMalformed")},
		"too busy":         {dubbelkrona.Transient, "HTTP 503", nil, always(503, "SlowDown")},
		"no list": {dubbelkrona.Transient, "", nil, func(w http.ResponseWriter, r *http.Request) bool {
			w.Write([]byte("<ListBucketResult><Cont"))
			return true
		}},
		"half an object": {dubbelkrona.Transient, "", nil, func(w http.ResponseWriter, r *http.Request) bool {
			if !isObject(r) {
				return false
			}
			w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
			w.Header().Set("Content-Length", "8")
			w.Write([]byte("x;y\n"))
			return true
		}},
		"less than was listed": {dubbelkrona.Transient, "4 of 8 bytes", nil, func(w http.ResponseWriter, r *http.Request) bool {
			if isObject(r) {
				w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
				w.Write([]byte("x;y\n"))
			}
			return isObject(r)
		}},
		"silent": {dubbelkrona.Transient, "", func(s *blob.Settings) { s.Silence = "50ms" }, func(w http.ResponseWriter, r *http.Request) bool {
			<-r.Context().Done()
			return true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t)
			t.Setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:1/") // where no role is
			s.flaw = tc.flaw
			s.put(t, "a.csv", "x;y\n1;2\n")
			settings := s.settings()
			if tc.change != nil {
				tc.change(&settings)
			}
			tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings))
			if dubbelkrona.KindOf(err) != tc.kind || err == nil || !strings.Contains(err.Error(), tc.want) || len(tab.Rows) > 0 {
				t.Errorf("%d rows, %v; want a %s error with %q", len(tab.Rows), err, tc.kind, tc.want)
			}
			ingesttest.NoSecret(t, err, secretValue, keyID+"/")
		})
	}
}

// A request that fails once is retried without an error.
func TestRetries(t *testing.T) {
	s := start(t)
	s.put(t, "a.csv", "x;y\n1;2\n")
	var asked atomic.Int32
	s.flaw = func(w http.ResponseWriter, r *http.Request) bool {
		return asked.Add(1)%2 == 1 && refuse(w, r, 503, "SlowDown")
	}
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings()))
	if err != nil || len(tab.Rows) != 1 || asked.Load() != 4 {
		t.Errorf("%d rows after %d requests, %v; want 1 after 4", len(tab.Rows), asked.Load(), err)
	}
}

// A redirect to another host is not followed.
func TestRedirectIsNotFollowed(t *testing.T) {
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other host got a request") }))
	defer elsewhere.Close()
	s := start(t)
	s.flaw = func(w http.ResponseWriter, r *http.Request) bool {
		http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		return true
	}
	if _, err := ingesttest.Objects(source(t, ingesttest.Env(t), s.settings()), nil); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("%v; want an Invalid error", err)
	}
}

func TestCertificates(t *testing.T) {
	s := start(t)
	s.put(t, "a.csv", "x;y\n1;2\n")
	encrypted := httptest.NewTLSServer(s)
	defer encrypted.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: encrypted.Certificate().Raw})
	if err := os.WriteFile(file, certificate, 0o600); err != nil {
		t.Fatal(err)
	}
	settings := s.settings()
	settings.Endpoint = encrypted.URL
	_, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings))
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "certificate is not trusted") {
		t.Errorf("of an unknown authority: %v; want an Invalid error", err)
	}
	settings.CA = file
	if tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings)); err != nil || len(tab.Rows) != 1 {
		t.Errorf("of the authority that ca names: %d rows, %v", len(tab.Rows), err)
	}
}

// A store lists 1,000 objects at a time.
func TestManyObjects(t *testing.T) {
	s := start(t)
	for i := range 2_345 {
		s.put(t, fmt.Sprintf("ut/%04d.csv", i), "x;y\n")
	}
	objects, err := ingesttest.Objects(source(t, ingesttest.Env(t), s.settings()), nil)
	if err != nil || len(objects) != 2_345 || objects[2_344].Label != "ut/2344.csv" {
		t.Errorf("%d objects, %v", len(objects), err)
	}
}
