package sftp_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	server "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sftp"
	"dubbelkrona/internal/secret"
)

const hush = "s3cret-w0rd"

// host is an SFTP server over a folder.
type host struct {
	folder      string
	port        int
	key         ssh.Signer
	client      ssh.Signer // whose public key may log in
	clientKey   []byte     // PEM
	connections sync.WaitGroup
}

func signer(t *testing.T) (ssh.Signer, []byte) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return s, pem.EncodeToMemory(block)
}

func start(t *testing.T) *host {
	t.Helper()
	h := &host{folder: t.TempDir()}
	h.key, _ = signer(t)
	h.client, h.clientKey = signer(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.port = l.Addr().(*net.TCPAddr).Port
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			h.connections.Add(1)
			go h.serve(conn)
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
		h.connections.Wait()
	})
	return h
}

func (h *host) serve(conn net.Conn) {
	defer h.connections.Done()
	defer conn.Close()
	config := &ssh.ServerConfig{
		PasswordCallback: func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
			if string(password) != hush {
				return nil, os.ErrPermission
			}
			return nil, nil
		},
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if string(key.Marshal()) != string(h.client.PublicKey().Marshal()) {
				return nil, os.ErrPermission
			}
			return nil, nil
		},
	}
	config.AddHostKey(h.key)
	_, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		return
	}
	go ssh.DiscardRequests(requests)
	for c := range channels {
		channel, requests, err := c.Accept()
		if err != nil {
			return
		}
		go func() {
			for r := range requests {
				r.Reply(r.Type == "subsystem", nil)
			}
		}()
		s, err := server.NewServer(channel, server.ReadOnly(), server.WithServerWorkingDirectory(h.folder))
		if err != nil {
			return
		}
		if err := s.Serve(); err != nil && err != io.EOF {
			return
		}
	}
}

func (h *host) settings() sftp.Settings {
	return sftp.Settings{Host: "127.0.0.1", Port: h.port, User: "dk", Password: secret.Ref{Env: "DUBBELKRONA_TEST_SFTP"},
		HostKeys: []string{ssh.FingerprintSHA256(h.key.PublicKey())}, Glob: "**/*.csv"}
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
	t.Setenv("DUBBELKRONA_TEST_SFTP", hush)
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

func TestLogins(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", hush)
	h := start(t)
	h.put(t, "a.csv", "x;y\n1;2\n")
	other, _ := signer(t)
	keyFile := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(keyFile, h.clientKey, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		kind   dubbelkrona.Kind
		want   string // in the error; empty is none
		change func(*sftp.Settings)
	}{
		"password":            {change: func(*sftp.Settings) {}},
		"key":                 {change: func(s *sftp.Settings) { s.Password, s.Key = secret.Ref{}, secret.Ref{File: keyFile} }},
		"the whole host key":  {change: func(s *sftp.Settings) { s.HostKeys = []string{string(ssh.MarshalAuthorizedKey(h.key.PublicKey()))} }},
		"another host key":    {dubbelkrona.Invalid, ssh.FingerprintSHA256(h.key.PublicKey()), func(s *sftp.Settings) { s.HostKeys = []string{ssh.FingerprintSHA256(other.PublicKey())} }},
		"a wrong password":    {dubbelkrona.Invalid, "refuses the login", func(s *sftp.Settings) { s.Password = secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"} }},
		"no private key":      {dubbelkrona.Invalid, "no private key", func(s *sftp.Settings) { s.Password, s.Key = secret.Ref{}, secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"} }},
		"nobody listens":      {dubbelkrona.Transient, "cannot be reached", func(s *sftp.Settings) { s.Port = 1 }},
		"a folder not there":  {dubbelkrona.NotFound, "no such file", func(s *sftp.Settings) { s.Folder = "saknas" }},
		"a file not there":    {dubbelkrona.NotFound, "no such file", func(s *sftp.Settings) { s.Glob, s.Path = "", "saknas.csv" }},
		"changed a while ago": {dubbelkrona.Transient, "left alone", func(s *sftp.Settings) { s.Settle = "1h" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DUBBELKRONA_TEST_WRONG", hush+"-wrong")
			s := h.settings()
			tc.change(&s)
			env := ingesttest.Env(t)
			env.Now = time.Now
			_, err := ingesttest.Read(t, source(t, env, s))
			if tc.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if dubbelkrona.KindOf(err) != tc.kind || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v; want a %s error with %q", err, tc.kind, tc.want)
			}
			ingesttest.NoSecret(t, err, hush)
		})
	}
}

func TestEndsWithItsContext(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", hush)
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
	t.Setenv("DUBBELKRONA_TEST_SFTP", hush)
	ingesttest.Run(t, ingesttest.Subject{
		Object: "data.csv", Sample: []byte("a;b\n1;x\n2;y\n3;z\n"), Rows: 3, Columns: []string{"a", "b"}, Empty: []byte("a;b\n"),
		Held: true, LargeRows: 300_000,
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
