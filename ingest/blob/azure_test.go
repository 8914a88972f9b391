package blob_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/blob"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

func TestAzure(t *testing.T) {
	server := startAzurite(t)
	t.Run("objects", func(t *testing.T) { azureObjects(t, server.makeContainer(t)) })
	t.Run("many objects", func(t *testing.T) { azureMany(t, server.makeContainer(t)) })
	t.Run("faults", func(t *testing.T) { azureFaults(t, server.makeContainer(t)) })
	t.Run("flaws", func(t *testing.T) { azureFlaws(t, server.makeContainer(t)) })
	t.Run("conforms", func(t *testing.T) {
		ingesttest.Run(t, ingesttest.Subject{
			Object: "data.csv", Sample: []byte("a;b\n1;x\n2;y\n3;z\n"), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"),
			Held: true, LargeRows: 300_000, Write: ingesttest.CSV,
			Large: func(rows int) []byte {
				return []byte("a;b\n" + strings.Repeat("1;"+strings.Repeat("x", 100)+"\n", rows))
			},
			Make: func(t *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
				v := server.makeContainer(t)
				v.put(t, name, string(data))
				env.Scratch = t.TempDir()
				return v.source(t, env, v.settings(t)), func(data []byte) { v.put(t, name, string(data)) }
			},
		})
	})
}

func azureObjects(t *testing.T, v *vault) {
	v.put(t, "ut/2026/b.csv", "x;y\n1;2\n")
	v.put(t, "ut/2026/Å & 1%.csv", "x;y\n3;4\n")
	v.put(t, "ut/2026/a.csv.tmp", "x")
	v.put(t, "annat/c.csv", "x;y\n5;6\n")
	settings := v.settings(t)
	settings.Prefix, settings.Glob = "ut/", "2026/*.csv"
	objects, err := ingesttest.Objects(v.source(t, ingesttest.Env(t), settings), nil)
	if err != nil || len(objects) != 2 || objects[0].Label != "2026/b.csv" || objects[1].Label != "2026/Å & 1%.csv" || objects[0].Size != 8 || objects[0].Modified.IsZero() {
		t.Fatalf("%+v %v", objects, err)
	}
	settings.Glob, settings.Path = "", "2026/Å & 1%.csv"
	tab, err := ingesttest.Read(t, v.source(t, ingesttest.Env(t), settings))
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["y"] != "4" {
		t.Errorf("one object by its name: %+v %v", tab.Rows, err)
	}
}

// Azure lists 1,000 objects at a time, like S3.
func azureMany(t *testing.T, v *vault) {
	var puts errgroup.Group
	puts.SetLimit(8)
	for i := range 1_100 {
		puts.Go(func() error {
			_, err := v.client.NewBlockBlobClient(fmt.Sprintf("ut/%04d.csv", i)).UploadStream(t.Context(), strings.NewReader("x;y\n"), nil)
			return err
		})
	}
	if err := puts.Wait(); err != nil {
		t.Fatal(err)
	}
	objects, err := ingesttest.Objects(v.source(t, ingesttest.Env(t), v.settings(t)), nil)
	if err != nil || len(objects) != 1_100 || objects[1_099].Label != "ut/1099.csv" {
		t.Errorf("%d objects, %v", len(objects), err)
	}
}

func azureFaults(t *testing.T, v *vault) {
	v.put(t, "a.csv", "x;y\n1;2\n")
	wrong := secret.Ref{File: file(t, "key", base64.StdEncoding.EncodeToString([]byte("another")))}
	for name, tc := range map[string]struct {
		kind   dubbelkrona.Kind
		want   string
		change func(*blob.Settings)
	}{
		"no such object":    {dubbelkrona.NotFound, "no such bucket", func(s *blob.Settings) { s.Glob, s.Path = "", "saknas.csv" }},
		"no such container": {dubbelkrona.NotFound, "no such bucket", func(s *blob.Settings) { s.Bucket = "saknas" }},
		"a wrong key":       {dubbelkrona.Invalid, "rejects the credentials", func(s *blob.Settings) { s.AccountKey = wrong }},
		"no key":            {dubbelkrona.Invalid, "not the key of a storage account", func(s *blob.Settings) { s.AccountKey.File = file(t, "key", "%%") }},
	} {
		t.Run(name, func(t *testing.T) {
			settings := v.settings(t)
			tc.change(&settings)
			tab, err := ingesttest.Read(t, v.source(t, ingesttest.Env(t), settings))
			if dubbelkrona.KindOf(err) != tc.kind || err == nil || !strings.Contains(err.Error(), tc.want) || len(tab.Rows) > 0 {
				t.Errorf("%d rows, %v; want a %s error with %q", len(tab.Rows), err, tc.kind, tc.want)
			}
			ingesttest.NoSecret(t, err, secretValue, v.key, "Signature")
		})
	}
}

// Errors of the connection are classified by kind, and their texts contain
// nothing of the server's response.
func azureFlaws(t *testing.T, v *vault) {
	v.put(t, "a.csv", "x;y\n1;2\n")
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the other host got a request") }))
	defer elsewhere.Close()
	for name, tc := range map[string]struct {
		kind dubbelkrona.Kind
		want string
		flaw func(http.ResponseWriter, *http.Request) bool
	}{
		"may not": {dubbelkrona.Invalid, "HTTP 403", func(w http.ResponseWriter, r *http.Request) bool { return refuse(w, r, 403, "AuthorizationFailure") }},
		"elsewhere": {dubbelkrona.Invalid, "HTTP 307", func(w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
			return true
		}},
		"no list": {dubbelkrona.Transient, "", func(w http.ResponseWriter, r *http.Request) bool {
			w.Write([]byte("<EnumerationResults><Bl"))
			return true
		}},
		"half an object": {dubbelkrona.Transient, "was lost", func(w http.ResponseWriter, r *http.Request) bool {
			if isObject(r) {
				w.Header().Set("Content-Length", "8")
				w.Write([]byte("x;y\n"))
			}
			return isObject(r)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			flawed := v.flawed(t, tc.flaw)
			tab, err := ingesttest.Read(t, flawed.source(t, ingesttest.Env(t), flawed.settings(t)))
			if dubbelkrona.KindOf(err) != tc.kind || err == nil || !strings.Contains(err.Error(), tc.want) || len(tab.Rows) > 0 {
				t.Errorf("%d rows, %v; want a %s error with %q", len(tab.Rows), err, tc.kind, tc.want)
			}
			ingesttest.NoSecret(t, err, secretValue, v.key, "Signature")
		})
	}
	t.Run("busy for a while", func(t *testing.T) {
		var asked atomic.Int32
		flawed := v.flawed(t, func(w http.ResponseWriter, r *http.Request) bool {
			return asked.Add(1) == 1 && refuse(w, r, 503, "ServerBusy")
		})
		tab, err := ingesttest.Read(t, flawed.source(t, ingesttest.Env(t), flawed.settings(t)))
		if err != nil || len(tab.Rows) != 1 || asked.Load() != 3 {
			t.Errorf("%d rows after %d requests, %v; want 1 after 3", len(tab.Rows), asked.Load(), err)
		}
	})
}
