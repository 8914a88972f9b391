package sftp_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sftp"
	"dubbelkrona/internal/secret"
)

// secretFile writes a text to a private file.
func secretFile(t *testing.T, text string) secret.Ref {
	t.Helper()
	path := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return secret.Ref{File: path}
}

// knownHosts writes a known_hosts file with one key of the server.
func knownHosts(t *testing.T, h *host, key ssh.PublicKey) string {
	t.Helper()
	address := knownhosts.HashHostname(knownhosts.Normalize(fmt.Sprintf("127.0.0.1:%d", h.port)))
	return secretFile(t, knownhosts.Line([]string{address}, key)+"\n").File
}

func TestLogins(t *testing.T) {
	const passphrase = "0pen-sesame"
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	t.Setenv("DUBBELKRONA_TEST_WRONG", secretValue+"-wrong")
	h := start(t, func(h *host) { h.keys = keys(t) })
	h.put(t, "a.csv", "x;y\n1;2\n")
	h.put(t, "ut/b.csv", "")
	others := keys(t)
	other := ssh.FingerprintSHA256(others[0].PublicKey())
	plain, locked := secretFile(t, string(h.privateKey(t, ""))), secretFile(t, string(h.privateKey(t, passphrase)))
	byKey := func(key, passphrase secret.Ref) func(*sftp.Settings) {
		return func(s *sftp.Settings) { s.Password, s.Key, s.Passphrase = secret.Ref{}, key, passphrase }
	}
	byPins := func(pins ...string) func(*sftp.Settings) { return func(s *sftp.Settings) { s.HostKeys = pins } }
	byFile := func(key ssh.PublicKey) func(*sftp.Settings) {
		return func(s *sftp.Settings) { s.HostKeys, s.KnownHosts = nil, knownHosts(t, h, key) }
	}
	for name, tc := range map[string]struct {
		kind   dubbelkrona.Kind
		want   string // text of the error; empty if there is none
		change func(*sftp.Settings)
	}{
		"password":                    {change: func(*sftp.Settings) {}},
		"key":                         {change: byKey(plain, secret.Ref{})},
		"key with a passphrase":       {change: byKey(locked, secretFile(t, passphrase))},
		"the second host key":         {change: byPins(h.shown(1))},
		"the third host key":          {change: byPins(other, h.shown(2))},
		"the whole host key":          {change: byPins(string(ssh.MarshalAuthorizedKey(h.keys[2].PublicKey())))},
		"known_hosts":                 {change: byFile(h.keys[1].PublicKey())},
		"another host key":            {dubbelkrona.Invalid, h.shown(0), byPins(other)},
		"another whole host key":      {dubbelkrona.Invalid, h.shown(2), byPins(string(ssh.MarshalAuthorizedKey(others[2].PublicKey())))},
		"another key in known_hosts":  {dubbelkrona.Invalid, h.shown(1), byFile(others[1].PublicKey())},
		"a wrong password":            {dubbelkrona.Invalid, "rejects the login", func(s *sftp.Settings) { s.Password = secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"} }},
		"no private key":              {dubbelkrona.Invalid, "not a private key", byKey(secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"}, secret.Ref{})},
		"a passphrase is missing":     {dubbelkrona.Invalid, "set passphrase", byKey(locked, secret.Ref{})},
		"a wrong passphrase":          {dubbelkrona.Invalid, "passphrase of the private key is wrong", byKey(locked, secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"})},
		"a secret that is not there":  {dubbelkrona.Invalid, "not set", func(s *sftp.Settings) { s.Password = secret.Ref{Env: "DUBBELKRONA_TEST_NOT_SET"} }},
		"nobody listens":              {dubbelkrona.Transient, "cannot be reached", func(s *sftp.Settings) { s.Port = 1 }},
		"a folder that is not there":  {dubbelkrona.NotFound, "no such file", func(s *sftp.Settings) { s.Folder = "saknas" }},
		"a file that is not there":    {dubbelkrona.NotFound, "saknas.csv: the server has no such file", func(s *sftp.Settings) { s.Glob, s.Path = "", "saknas.csv" }},
		"a folder for a file":         {dubbelkrona.Invalid, "not a regular file", func(s *sftp.Settings) { s.Glob, s.Path = "", "ut" }},
		"changed only a while before": {dubbelkrona.Transient, "has not changed for", func(s *sftp.Settings) { s.Settle = "1h" }},
	} {
		t.Run(name, func(t *testing.T) {
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
			ingesttest.NoSecret(t, err, secretValue, passphrase)
		})
	}
}

// If the server asks interactively, a single question is answered with the password;
// several questions are refused.
func TestKeyboardInteractiveLogin(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	for _, tc := range []struct {
		asks []string
		kind dubbelkrona.Kind
	}{{[]string{"Password: "}, dubbelkrona.Internal}, {[]string{"Password: ", "Code: "}, dubbelkrona.Invalid}} {
		h := start(t, func(h *host) { h.asks = tc.asks })
		h.put(t, "a.csv", "x;y\n1;2\n")
		_, err := ingesttest.Read(t, source(t, ingesttest.Env(t), h.settings()))
		if (err == nil) != (tc.kind == dubbelkrona.Internal) || dubbelkrona.KindOf(err) != tc.kind {
			t.Errorf("%q: %v", tc.asks, err)
		}
		ingesttest.NoSecret(t, err, secretValue)
	}
}

// If the connection breaks or becomes silent at any point of a file of 1 MB, no rows
// of the file are read.
func TestFlawedConnections(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_SFTP", secretValue)
	file := "x;y\n" + strings.Repeat("1;"+strings.Repeat("z", 97)+"\n", 10_000)
	for _, silent := range []bool{false, true} {
		for _, after := range []int{0, 1_000, 5_000, 500_000, 1_000_000} {
			h := start(t, func(h *host) { h.flaw = func(c net.Conn) net.Conn { return &flawed{c, after, silent} } })
			h.put(t, "a.csv", file)
			s := h.settings()
			s.Silence = "300ms"
			tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s))
			if dubbelkrona.KindOf(err) != dubbelkrona.Transient || len(tab.Rows) > 0 {
				t.Errorf("silent %t after %d bytes: %d rows, %v; want a Transient error", silent, after, len(tab.Rows), err)
			}
			ingesttest.NoSecret(t, err, secretValue)
		}
	}
}
