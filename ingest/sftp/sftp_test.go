package sftp_test

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sftp"
	"dubbelkrona/internal/secret"
)

const secretValue = "s3cret-w0rd"

func (h *host) settings() sftp.Settings {
	return sftp.Settings{Host: "127.0.0.1", Port: h.port, User: "dk", Password: secret.Ref{Env: "DUBBELKRONA_TEST_SFTP"},
		HostKeys: []string{h.shown(0)}, Glob: "**/*.csv"}
}

func (h *host) put(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(h.folder, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func source(t *testing.T, env ingest.Env, s sftp.Settings) ingest.Source {
	t.Helper()
	place, err := sftp.New(env, s)
	if err != nil {
		t.Fatal(err)
	}
	return ingest.New("test", ingest.Hold(place, env), ingest.Always(&csv.Format{}), env)
}

func TestFiles(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	h := start(t)
	h.put(t, "b.csv", "x;y\n1;2\n")
	h.put(t, "ut/a.csv", "x;y\n3;4\n")
	h.put(t, "ut/a.csv.part", "x;y\n")
	h.put(t, ".dold/c.csv", "x;y\n")
	h.put(t, "readme.txt", "")
	objects, err := ingesttest.Objects(source(t, ingesttest.Env(t), h.settings()), nil)
	var names []string
	for _, o := range objects {
		names = append(names, o.Label+" "+strconv.FormatInt(o.Size, 10))
	}
	if err != nil || strings.Join(names, ", ") != "b.csv 8, ut/a.csv 8" || objects[0].Modified.IsZero() {
		t.Fatalf("%q %v", names, err)
	}
	one := h.settings()
	one.Glob, one.Folder, one.Path = "", "ut", "a.csv"
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), one))
	if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["y"] != "4" {
		t.Errorf("%+v %v", tab.Rows, err)
	}
}

func TestStopsWhenItsContextIsCancelled(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	h := start(t)
	h.put(t, "a.csv", "x;y\n1;2\n")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range source(t, ingesttest.Env(t), h.settings()).Objects(ctx, nil) {
		if err == nil {
			t.Error("an ended context lists objects")
		}
	}
}

func TestConforms(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	ingesttest.Run(t, ingesttest.Subject{
		Object: "data.csv", Sample: []byte("a;b\n1;x\n2;y\n3;z\n"), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"),
		Held: true, LargeRows: 300_000, Write: ingesttest.CSV,
		Large: func(rows int) []byte {
			return []byte("a;b\n" + strings.Repeat("1;"+strings.Repeat("x", 100)+"\n", rows))
		},
		Make: func(t *testing.T, env ingest.Env, name string, data []byte) (ingest.Source, func([]byte)) {
			h := start(t)
			h.put(t, name, string(data))
			env.Scratch = t.TempDir()
			return source(t, env, h.settings()), func(data []byte) { h.put(t, name, string(data)) }
		},
	})
}

func TestSettings(t *testing.T) {
	good := sftp.Settings{Host: "h", User: "u", Password: secret.Ref{Env: "A"}, HostKeys: []string{"SHA256:" + strings.Repeat("a", 43)}, Path: "x.csv"}
	for name, change := range map[string]func(*sftp.Settings){
		"no host key":   func(s *sftp.Settings) { s.HostKeys = nil },
		"a bad one":     func(s *sftp.Settings) { s.HostKeys = []string{"any"} },
		"no host":       func(s *sftp.Settings) { s.Host = "" },
		"no secret":     func(s *sftp.Settings) { s.Password = secret.Ref{} },
		"two secrets":   func(s *sftp.Settings) { s.Key = secret.Ref{Env: "B"} },
		"no file":       func(s *sftp.Settings) { s.Path = "" },
		"upwards":       func(s *sftp.Settings) { s.Path = "../x" },
		"a port":        func(s *sftp.Settings) { s.Port = -1 },
		"a wrong while": func(s *sftp.Settings) { s.Settle = "soon" },
		"silence":       func(s *sftp.Settings) { s.Silence = "0s" },
		"known_hosts":   func(s *sftp.Settings) { s.KnownHosts = "saknas" },
	} {
		s := good
		change(&s)
		if _, err := sftp.New(ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := sftp.New(ingesttest.Env(t), good); err != nil {
		t.Error(err)
	}
}
