package notify

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

const secretValue = "s3cret-w0rd"

func message() Message {
	a := Alarm{Kind: Failed, Subject: "ingest:reskontra", Detail: "503", Since: time.Date(2026, 11, 25, 2, 30, 0, 0, time.UTC)}
	return compose("söderhamn", "sv", time.Date(2026, 11, 25, 2, 45, 0, 0, time.UTC), []News{{Alarm: a}})
}

func channel(t *testing.T, s Settings) Channel {
	t.Helper()
	t.Setenv("DUBBELKRONA_TEST_NOTIFY", secretValue)
	c, err := s.Open(t.TempDir(), fetch.New(fetch.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCommand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "got")
	t.Setenv("DUBBELKRONA_TEST_NOTIFY", secretValue)
	c := channel(t, Settings{Command: []string{"sh", "-c", `{ printf '%s\n' "$DUBBELKRONA_SUBJECT" "$1"; env; cat; } > "$0"`, file, "$(id)"}})
	if err := c.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(got); !strings.HasPrefix(text, "dubbelkrona söderhamn: en sak att se över\n$(id)\n") || !strings.Contains(text, "misslyckades: ingest:reskontra") || strings.Contains(text, secretValue) {
		t.Error(text)
	}
	if err := channel(t, Settings{Command: []string{"false"}}).Send(t.Context(), message()); err == nil {
		t.Error("a command that fails has sent")
	}
}

func TestWebhook(t *testing.T) {
	var body, auth string
	status := 204
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		body, auth = string(text), r.Header.Get("Authorization")
		w.WriteHeader(status)
	}))
	defer server.Close()
	c := channel(t, Settings{Webhook: &Webhook{URL: server.URL + "/hook?room=7", Token: secret.Ref{Env: "DUBBELKRONA_TEST_NOTIFY"}}})
	if err := c.Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	if auth != "Bearer "+secretValue || !strings.Contains(body, `"subject":"ingest:reskontra"`) || !strings.Contains(body, `"project":"söderhamn"`) {
		t.Errorf("%s %s", auth, body)
	}
	status = 500
	if err := c.Send(t.Context(), message()); dubbelkrona.KindOf(err) != dubbelkrona.Transient || strings.Contains(err.Error(), secretValue) || strings.Contains(err.Error(), "room=7") {
		t.Errorf("%v", err)
	}
}

// post is a mail server with STARTTLS that accepts one message.
type post struct {
	port     int
	ca       string
	received chan string
}

func startPost(t *testing.T, offersTLS bool) *post {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "post"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: []string{"localhost"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	p := &post{ca: filepath.Join(t.TempDir(), "ca.pem"), received: make(chan string, 1)}
	if err := os.WriteFile(p.ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p.port = l.Addr().(*net.TCPAddr).Port
	config := &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			p.serve(conn, config, offersTLS)
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return p
}

// serve implements the needed part of the protocol (RFC 5321, 3207, 4954).
func (p *post) serve(conn net.Conn, config *tls.Config, offersTLS bool) {
	defer conn.Close()
	var session strings.Builder
	r := bufio.NewReader(conn)
	say := func(text string) { fmt.Fprintf(conn, "%s\r\n", text) }
	say("220 post")
	encrypted := false
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		session.WriteString(line)
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			if encrypted {
				say("250-post\r\n250 AUTH PLAIN")
			} else if offersTLS {
				say("250-post\r\n250 STARTTLS")
			} else {
				say("250 post")
			}
		case "STARTTLS":
			say("220 go on")
			secured := tls.Server(conn, config)
			if secured.Handshake() != nil {
				return
			}
			conn, r, encrypted = secured, bufio.NewReader(secured), true
		case "AUTH":
			say("235 welcome")
		case "DATA":
			say("354 go on")
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				session.WriteString(line)
			}
			say("250 taken")
		case "QUIT":
			say("221 bye")
			p.received <- session.String()
			return
		default:
			say("250 ok")
		}
	}
}

func TestMail(t *testing.T) {
	p := startPost(t, true)
	settings := SMTP{Host: "localhost", Port: p.port, User: "dk", Password: secret.Ref{Env: "DUBBELKRONA_TEST_NOTIFY"}, From: "dubbelkrona@example.se", To: []string{"ekonomi@example.se"}, CA: p.ca}
	if err := channel(t, Settings{SMTP: &settings}).Send(t.Context(), message()); err != nil {
		t.Fatal(err)
	}
	session := <-p.received
	if !strings.Contains(session, "RCPT TO:<ekonomi@example.se>") || !strings.Contains(session, base64.StdEncoding.EncodeToString([]byte("\x00dk\x00"+secretValue))) ||
		!strings.Contains(session, "=?UTF-8?q?dubbelkrona_s=C3=B6derhamn:_en") || !strings.Contains(session, "misslyckades: ingest:reskontra") {
		t.Error(session)
	}
	own := message()
	own.To = []string{"owner@example.se"}
	if err := channel(t, Settings{SMTP: &settings}).Send(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	if session := <-p.received; !strings.Contains(session, "RCPT TO:<owner@example.se>") || strings.Contains(session, "ekonomi@example.se") {
		t.Error(session)
	}
	unknown := settings
	unknown.CA = ""
	err := channel(t, Settings{SMTP: &unknown}).Send(t.Context(), message())
	if err == nil || strings.Contains(err.Error(), secretValue) {
		t.Errorf("a server with an untrusted certificate: %v", err)
	}
	plain := startPost(t, false)
	settings.Port = plain.port
	if err := channel(t, Settings{SMTP: &settings}).Send(t.Context(), message()); err == nil {
		t.Error("a message was sent in the clear")
	}
}

func TestFaultySettings(t *testing.T) {
	for name, s := range map[string]Settings{
		"nothing":       {},
		"two":           {Command: []string{"x"}, Webhook: &Webhook{URL: "https://x.example"}},
		"plain http":    {Webhook: &Webhook{URL: "http://x.example/"}},
		"no address":    {Webhook: &Webhook{URL: "x"}},
		"no receiver":   {SMTP: &SMTP{Host: "h", From: "a@b.se"}},
		"half a login":  {SMTP: &SMTP{Host: "h", From: "a@b.se", To: []string{"c@d.se"}, User: "u"}},
		"a wrong port":  {SMTP: &SMTP{Host: "h", From: "a@b.se", To: []string{"c@d.se"}, Port: 70_000}},
		"secret's name": {Webhook: &Webhook{URL: "https://x.example/", Token: secret.Ref{Env: "A", File: "b"}}},
	} {
		if err := s.Check(); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
