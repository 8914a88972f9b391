package sftp_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"io"
	"net"
	"os"
	"sync"
	"testing"

	server "github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// host is an SFTP server over a folder.
type host struct {
	folder      string
	port        int
	keys        []ssh.Signer // of the server
	client      ssh.Signer   // whose public key may log in
	clientKey   crypto.PrivateKey
	asks        []string // questions instead of a password login
	flaw        func(net.Conn) net.Conn
	connections sync.WaitGroup
}

// signer returns a signer with a new key of the given kind.
func signer(t *testing.T, kind string) (ssh.Signer, crypto.PrivateKey) {
	t.Helper()
	var key crypto.PrivateKey
	var err error
	switch kind {
	case "ecdsa":
		key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case "rsa":
		key, err = rsa.GenerateKey(rand.Reader, 2048)
	default:
		_, key, err = ed25519.GenerateKey(rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return s, key
}

// keys returns a key of each kind that servers have.
func keys(t *testing.T) (all []ssh.Signer) {
	t.Helper()
	for _, kind := range []string{"ed25519", "ecdsa", "rsa"} {
		s, _ := signer(t, kind)
		all = append(all, s)
	}
	return all
}

// privateKey returns the client's key in the format of ssh-keygen.
func (h *host) privateKey(t *testing.T, passphrase string) []byte {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(h.clientKey, "")
	if passphrase != "" {
		block, err = ssh.MarshalPrivateKeyWithPassphrase(h.clientKey, "", []byte(passphrase))
	}
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(block)
}

// shown returns the fingerprint of the server's nth key.
func (h *host) shown(n int) string { return ssh.FingerprintSHA256(h.keys[n].PublicKey()) }

// start starts a server after differ has changed its fields.
func start(t *testing.T, differ ...func(*host)) *host {
	t.Helper()
	h := &host{folder: t.TempDir(), flaw: func(c net.Conn) net.Conn { return c }}
	key, _ := signer(t, "ed25519")
	h.keys = []ssh.Signer{key}
	h.client, h.clientKey = signer(t, "ed25519")
	for _, d := range differ {
		d(h)
	}
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
			go h.serve(h.flaw(conn))
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
		h.connections.Wait()
	})
	return h
}

func (h *host) config() *ssh.ServerConfig {
	config := &ssh.ServerConfig{
		PublicKeyCallback: func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if !bytes.Equal(key.Marshal(), h.client.PublicKey().Marshal()) {
				return nil, os.ErrPermission
			}
			return nil, nil
		},
	}
	right := func(password []byte) (*ssh.Permissions, error) {
		if string(password) != secretValue {
			return nil, os.ErrPermission
		}
		return nil, nil
	}
	if h.asks == nil {
		config.PasswordCallback = func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) { return right(password) }
	} else {
		config.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", h.asks, make([]bool, len(h.asks)))
			if err != nil || len(answers) != 1 {
				return nil, os.ErrPermission
			}
			return right([]byte(answers[0]))
		}
	}
	for _, key := range h.keys {
		config.AddHostKey(key)
	}
	return config
}

func (h *host) serve(conn net.Conn) {
	defer h.connections.Done()
	defer conn.Close()
	_, channels, requests, err := ssh.NewServerConn(conn, h.config())
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

// flawed is a connection that breaks or becomes silent after a number of bytes to the
// client.
type flawed struct {
	net.Conn
	left   int
	silent bool
}

// Write implements io.Writer.
func (f *flawed) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left >= 0 {
		return f.Conn.Write(b)
	}
	if !f.silent {
		f.Close()
		return 0, io.ErrClosedPipe
	}
	return len(b), nil
}
