package sftp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// login is how a server is reached and known.
type login struct {
	settings Settings
	root     string
	pins     []pin
}

// pin is a host key: the whole of it, or its fingerprint.
type pin struct {
	key         ssh.PublicKey
	fingerprint string
}

func invalid(format string, args ...any) error {
	return dubbelkrona.Errorf(dubbelkrona.Invalid, format, args...)
}

func newLogin(env ingest.Env, s Settings) (*login, error) {
	l := &login{settings: s, root: env.Root}
	if s.Host == "" || s.User == "" {
		return nil, invalid("host and user are required")
	}
	if s.Port < 0 || s.Port > 65535 {
		return nil, invalid("port: a number from 1 to 65535")
	}
	if s.Password.IsSet() == s.Key.IsSet() {
		return nil, invalid("name one of password and key, by env or file")
	}
	if len(s.HostKeys) == 0 {
		return nil, invalid("host_keys is missing: without it anybody on the way could pose as the server; `ssh-keyscan %s | ssh-keygen -lf -` shows what it has, and whoever runs it can confirm that", s.Host)
	}
	for i, text := range s.HostKeys {
		p, err := parsePin(text)
		if err != nil {
			return nil, fmt.Errorf("host_keys[%d]: %w", i, err)
		}
		l.pins = append(l.pins, p)
	}
	return l, nil
}

func parsePin(text string) (pin, error) {
	text = strings.TrimSpace(text)
	if hash, ok := strings.CutPrefix(text, "SHA256:"); ok && len(hash) == 43 {
		return pin{fingerprint: text}, nil
	}
	key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(text))
	if err != nil {
		return pin{}, invalid("neither a fingerprint (SHA256: and 43 characters) nor a public key (ssh-ed25519 AAAA…)")
	}
	return pin{key: key}, nil
}

// check is the one way in which a server is accepted.
func (l *login) check(_ string, _ net.Addr, key ssh.PublicKey) error {
	shown := ssh.FingerprintSHA256(key)
	for _, p := range l.pins {
		if p.fingerprint == shown || p.key != nil && bytes.Equal(p.key.Marshal(), key.Marshal()) {
			return nil
		}
	}
	return &hostKeyError{fmt.Sprintf("%s %s", key.Type(), shown)}
}

// hostKeyError says that the server showed another key than one that is pinned.
type hostKeyError struct{ shown string }

// Error implements error.
func (e *hostKeyError) Error() string { return "host key " + e.shown }

// config reads the secrets.
func (l *login) config() (*ssh.ClientConfig, error) {
	c := &ssh.ClientConfig{User: l.settings.User, HostKeyCallback: l.check, Timeout: connectTimeout}
	if l.settings.Password.IsSet() {
		password, err := l.settings.Password.Reveal(l.root)
		if err != nil {
			return nil, fmt.Errorf("password: %w", err)
		}
		c.Auth = []ssh.AuthMethod{ssh.Password(password.Expose())}
		return c, nil
	}
	signer, err := l.signer()
	if err != nil {
		return nil, err
	}
	c.Auth = []ssh.AuthMethod{ssh.PublicKeys(signer)}
	return c, nil
}

func (l *login) signer() (ssh.Signer, error) {
	key, err := l.settings.Key.Reveal(l.root)
	if err != nil {
		return nil, fmt.Errorf("key: %w", err)
	}
	if !l.settings.Passphrase.IsSet() {
		signer, err := ssh.ParsePrivateKey([]byte(key.Expose() + "\n"))
		var locked *ssh.PassphraseMissingError
		switch {
		case errors.As(err, &locked):
			return nil, invalid("key: the private key has a passphrase; name it with passphrase")
		case err != nil:
			return nil, invalid("key: no private key as ssh-keygen writes it")
		}
		return signer, nil
	}
	passphrase, err := l.settings.Passphrase.Reveal(l.root)
	if err != nil {
		return nil, fmt.Errorf("passphrase: %w", err)
	}
	signer, err := ssh.ParsePrivateKeyWithPassphrase([]byte(key.Expose()+"\n"), []byte(passphrase.Expose()))
	if err != nil {
		return nil, invalid("key: the passphrase does not open the private key")
	}
	return signer, nil
}

const connectTimeout = 30 * time.Second

// connection is a session with its connection, which ends with a context.
type connection struct {
	*sftp.Client
	conn net.Conn
	stop func() bool
}

// Close ends the session and the connection.
func (c *connection) Close() error {
	c.stop()
	// The connection first: a polite end waits for the server to agree.
	c.conn.Close()
	c.Client.Close() // reports the broken connection
	return nil
}

func (l *login) connect(ctx context.Context) (*connection, error) {
	config, err := l.config()
	if err != nil {
		return nil, err
	}
	port := l.settings.Port
	if port == 0 {
		port = 22
	}
	address := net.JoinHostPort(l.settings.Host, fmt.Sprint(port))
	conn, err := (&net.Dialer{Timeout: connectTimeout}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, l.fault(ctx, err)
	}
	// Neither ssh nor sftp takes a context: ending it closes the connection.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	client, err := handshake(conn, address, config)
	if err != nil {
		stop()
		conn.Close()
		return nil, l.fault(ctx, err)
	}
	return &connection{client, conn, stop}, nil
}

func handshake(conn net.Conn, address string, config *ssh.ClientConfig) (*sftp.Client, error) {
	if err := conn.SetDeadline(time.Now().Add(connectTimeout)); err != nil {
		return nil, err
	}
	c, channels, requests, err := ssh.NewClientConn(conn, address, config)
	if err != nil {
		return nil, err
	}
	if err := conn.SetDeadline(time.Time{}); err != nil {
		return nil, err
	}
	return sftp.NewClient(ssh.NewClient(c, channels, requests))
}

// fault classifies what went wrong while connecting.
func (l *login) fault(ctx context.Context, err error) error {
	var other *hostKeyError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &other):
		return invalid("the server %s shows the host key %s, which host_keys does not name: it is another server, or its key was changed; ask whoever runs it before you change host_keys",
			l.settings.Host, other.shown)
	case strings.Contains(err.Error(), "unable to authenticate"):
		// The package has no type for it.
		return invalid("the server %s refuses the login", l.settings.Host)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the server %s cannot be reached or speaks no SFTP", l.settings.Host)
}
