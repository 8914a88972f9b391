package http_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	ingesthttp "dubbelkrona/ingest/http"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

func TestConformance(t *testing.T) {
	ingesttest.Run(t, ingesttest.Subject{
		Object: "rows.csv", Sample: []byte(table), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"), Write: ingesttest.CSV, Held: true,
		Large: func(n int) []byte {
			return []byte("a;b\n" + strings.Repeat(strings.Repeat("x", 60)+";"+strings.Repeat("y", 60)+"\n", n))
		},
		Make: func(t *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
			var mu sync.Mutex
			srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				defer mu.Unlock()
				w.Write(data)
			})
			env.Scratch = t.TempDir()
			src, err := source(t, env, ingesthttp.Settings{URL: srv.URL + "/open/" + name + "?format=csv"})
			if err != nil {
				t.Fatal(err)
			}
			return src, func(other []byte) {
				mu.Lock()
				defer mu.Unlock()
				data = other
			}
		},
	})
}

func TestNames(t *testing.T) {
	env := ingest.Env{Slot: time.Date(2026, 3, 31, 2, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		settings ingesthttp.Settings
		want     []string
	}{
		{ingesthttp.Settings{URL: "https://x.example/a/ledger-{yyyymm -1m}.csv?x=y"}, []string{"ledger-202602.csv"}},
		{ingesthttp.Settings{URL: "https://x.example/export?id=7", Name: "ledger {yyyy-mm}.csv"}, []string{"ledger 2026-03.csv"}},
		{ingesthttp.Settings{URL: "https://x.example"}, []string{"x.example"}},
		{ingesthttp.Settings{URL: "https://x.example/r%C3%A4kning.csv"}, []string{"räkning.csv"}},
		{ingesthttp.Settings{URLs: []string{"https://x.example/b.csv", "https://y.example/a.csv"}}, []string{"b.csv", "a.csv"}},
	} {
		p, err := ingesthttp.New(env, c.settings)
		if err != nil {
			t.Fatal(err)
		}
		objects, err := p.Objects(context.Background())
		var got []string
		for _, o := range objects {
			got = append(got, o.Name)
		}
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%+v: %q, %v; want %q", c.settings, got, err, c.want)
		}
	}
}

func TestFaultySettings(t *testing.T) {
	url := "https://x.example/a.csv"
	token := secret.Ref{Env: "TOKEN"}
	for _, s := range []ingesthttp.Settings{
		{}, {URL: url, URLs: []string{url}}, {URL: "x.example/a.csv"}, {URL: "file:///etc/passwd"}, {URL: "https://u:" + secretValue + "@x.example/"},
		{URLs: []string{url, url + "?other"}}, {URLs: []string{url}, Name: "x"}, {URL: "https://x.example/{month}?" + secretValue}, {URL: url, Name: "{"},
		{URL: url, Timeout: "soon"}, {URL: url, Timeout: "-1s"}, {URL: url, Attempts: -1}, {URL: url, PerSecond: -1}, {URL: url, MaxBytes: -1}, {URL: url, CA: "missing.pem"},
		{URL: url, Headers: map[string]string{"authorization": secretValue}}, {URL: url, Headers: map[string]string{"Cookie": secretValue}}, {URL: url, Headers: map[string]string{"range": "bytes=0-5"}},
		{URL: url, Auth: ingesthttp.Auth{User: "u"}}, {URL: url, Auth: ingesthttp.Auth{Password: token}}, {URL: url, Auth: ingesthttp.Auth{Header: "X-Key"}}, {URL: url, Auth: ingesthttp.Auth{Value: token}},
		{URL: url, Auth: ingesthttp.Auth{Bearer: token, User: "u", Password: token}}, {URL: url, Auth: ingesthttp.Auth{Header: "X", Query: "x", Value: token}},
		{URL: url, Auth: ingesthttp.Auth{Bearer: secret.Ref{Env: "A", File: "b"}}}, {URL: "http://x.example/", Auth: ingesthttp.Auth{Bearer: token}},
		{URL: url, Paging: ingesthttp.Paging{Items: "x"}}, {URL: url, Paging: ingesthttp.Paging{Next: "link", Param: "p"}}, {URL: url, Paging: ingesthttp.Paging{Next: "n", Hosts: []string{"*"}}}, {URL: url, Paging: ingesthttp.Paging{Next: "n", MaxPages: -1}},
	} {
		_, err := ingesthttp.New(ingest.Env{Root: t.TempDir()}, s)
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%+v: %v; want an Invalid error", s, err)
		}
		ingesttest.NoSecret(t, err, secretValue)
	}
}

func TestAuth(t *testing.T) {
	t.Setenv("HTTP_TEST_SECRET", secretValue)
	secret := secret.Ref{Env: "HTTP_TEST_SECRET"}
	for name, c := range map[string]struct {
		auth ingesthttp.Auth
		want func(*http.Request) string
		is   string
	}{
		"bearer": {ingesthttp.Auth{Bearer: secret}, func(r *http.Request) string { return r.Header.Get("Authorization") }, "Bearer " + secretValue},
		"basic": {ingesthttp.Auth{User: "åsa", Password: secret}, func(r *http.Request) string {
			user, password, _ := r.BasicAuth()
			return user + " " + password
		}, "åsa " + secretValue},
		"header": {ingesthttp.Auth{Header: "x-api-key", Value: secret}, func(r *http.Request) string { return r.Header.Get("X-Api-Key") }, secretValue},
		"query":  {ingesthttp.Auth{Query: "key", Value: secret}, func(r *http.Request) string { return r.URL.Query().Get("key") + r.URL.Query().Get("id") }, secretValue + "7"},
	} {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			if c.want(r) != c.is || r.Header.Get("Accept") != "text/csv" {
				w.WriteHeader(http.StatusUnauthorized)
			}
			w.Write([]byte(table))
		})
		src := must(t, ingesthttp.Settings{URL: srv.URL + "/x.csv?id=7", Auth: c.auth, Headers: map[string]string{"Accept": "text/csv"}})
		if tab, err := ingesttest.Read(t, src); err != nil || len(tab.Rows) != 3 {
			t.Errorf("%s: %d rows, %v; want 3", name, len(tab.Rows), err)
		}
	}
}

func TestOnlyIfModified(t *testing.T) {
	for header, value := range map[string]string{"ETag": `"v1"`, "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"} {
		srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set(header, value)
			if r.Header.Get("If-None-Match")+r.Header.Get("If-Modified-Since") == value {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Write([]byte(table))
		})
		ctx := context.Background()
		inspect := func(url, known string) (dubbelkrona.Origin, error) {
			src := must(t, ingesthttp.Settings{URL: srv.URL + url, Name: "latest.csv"})
			objects, err := ingesttest.Objects(src, nil)
			if err != nil {
				t.Fatal(err)
			}
			objects[0].Known = known
			return src.Inspect(ctx, objects[0])
		}
		origin, err := inspect("/january.csv", "")
		if err != nil || origin.Version == "" {
			t.Fatalf("%s: %+v, %v; want a version", header, origin, err)
		}
		if _, err := inspect("/january.csv", origin.Version); !errors.Is(err, ingest.ErrNotModified) {
			t.Errorf("%s: %v; want ErrNotModified", header, err)
		}
		// An object of the same name at another address is not the known version.
		if again, err := inspect("/february.csv", origin.Version); err != nil || again.Bytes == 0 {
			t.Errorf("%s: another address: %v; want its bytes", header, err)
		}
	}
}

func TestOwnAuthority(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(table)) }))
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	root := t.TempDir()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: srv.Certificate().Raw})
	for name, content := range map[string][]byte{"ca.pem": authority, "empty.pem": []byte("none")} {
		if err := os.WriteFile(filepath.Join(root, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := ingesttest.Env(t)
	env.Root = root
	read := func(ca string) error {
		src, err := source(t, env, ingesthttp.Settings{URL: srv.URL + "/x.csv", CA: ca})
		if err == nil {
			_, err = ingesttest.Read(t, src)
		}
		return err
	}
	if err := read("ca.pem"); err != nil {
		t.Errorf("with the authority named: %v", err)
	}
	for _, ca := range []string{"", "empty.pem"} {
		if err := read(ca); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("ca %q: %v; want an Invalid error", ca, err)
		}
	}
}

func TestFaults(t *testing.T) {
	t.Setenv("HTTP_TEST_SECRET", secretValue)
	t.Setenv("HTTP_TEST_BROKEN", secretValue+"\nX-Other: 1")
	faults := []ingesttest.Fault{}
	add := func(name string, kind dubbelkrona.Kind, says string, h http.HandlerFunc, change func(*ingesthttp.Settings)) {
		faults = append(faults, ingesttest.Fault{Name: name, Kind: kind, Says: says, Make: func(t *testing.T, env ingest.Env) (ingest.Source, error) {
			s := ingesthttp.Settings{URL: serve(t, h).URL + "/x.csv?key=" + secretValue, Attempts: 2, Auth: ingesthttp.Auth{Bearer: secret.Ref{Env: "HTTP_TEST_SECRET"}}}
			if change != nil {
				change(&s)
			}
			return source(t, env, s)
		}})
	}
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Error(w, secretValue, code) }
	}
	fine := func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(table)) }
	add("refused", dubbelkrona.Invalid, "credentials", status(403), nil)
	add("gone", dubbelkrona.NotFound, "404", status(404), nil)
	add("busy", dubbelkrona.Transient, "429", status(429), nil)
	add("cut off", dubbelkrona.Transient, "too early", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		fmt.Fprint(w, secretValue)
	}, nil)
	add("an error page under 200", dubbelkrona.Invalid, "HTML page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!DOCTYPE html>"+secretValue) }, nil)
	add("too long", dubbelkrona.Invalid, "longer than 5 bytes", fine, func(s *ingesthttp.Settings) { s.MaxBytes = 5 })
	add("slow", dubbelkrona.Transient, "too long", func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}, func(s *ingesthttp.Settings) { s.Timeout = "20ms" })
	add("a secret that is not set", dubbelkrona.Invalid, "HTTP_TEST_ABSENT", fine, func(s *ingesthttp.Settings) { s.Auth.Bearer.Env = "HTTP_TEST_ABSENT" })
	add("a secret with a line end", dubbelkrona.Invalid, "control character", fine, func(s *ingesthttp.Settings) { s.Auth.Bearer.Env = "HTTP_TEST_BROKEN" })
	ingesttest.RunFaults(t, []string{secretValue}, faults)
}
