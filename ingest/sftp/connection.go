package sftp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

const (
	// connectTimeout is the max time to connect and log in.
	connectTimeout = 30 * time.Second
	// defaultSilence is ample for a server that gets requests without pause.
	defaultSilence = time.Minute
)

// connection is an SFTP session with its network connection; both are closed
// when a context ends.
type connection struct {
	*sftp.Client
	conn net.Conn
	stop func() bool
}

// Close ends the session and the connection.
func (c *connection) Close() error {
	c.stop()
	// Close the connection first: a graceful end waits for the server.
	c.conn.Close()
	c.Client.Close() // returns the error of the closed connection
	return nil
}

// connect tries one family of host keys after the other, starting with the one
// that was accepted last.
func (l *login) connect(ctx context.Context) (*connection, error) {
	config, err := l.config()
	if err != nil {
		return nil, err
	}
	var shown []string
	all := families()
	for i := range all {
		at := (int(l.family.Load()) + i) % len(all)
		config.HostKeyAlgorithms = all[at]
		c, err := l.attempt(ctx, config)
		if err == nil {
			l.family.Store(int32(at))
			return c, nil
		}
		key, another := otherKey(err)
		if !another {
			return nil, l.fault(ctx, err)
		}
		if key != "" {
			shown = append(shown, key)
		}
	}
	return nil, l.refused(shown)
}

// attempt connects once.
func (l *login) attempt(ctx context.Context, config *ssh.ClientConfig) (*connection, error) {
	address := net.JoinHostPort(l.settings.Host, fmt.Sprint(cmp.Or(l.settings.Port, 22)))
	tcp, err := (&net.Dialer{Timeout: connectTimeout}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	conn := fetch.LimitSilence(tcp, l.silence)
	// ssh and sftp take no context: when it ends, close the connection.
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	late := time.AfterFunc(connectTimeout, func() { conn.Close() })
	defer late.Stop()
	client, err := handshake(conn, address, config)
	if err != nil {
		stop()
		conn.Close()
		return nil, err
	}
	return &connection{client, conn, stop}, nil
}

func handshake(conn net.Conn, address string, config *ssh.ClientConfig) (*sftp.Client, error) {
	c, channels, requests, err := ssh.NewClientConn(conn, address, config)
	if err != nil {
		return nil, err
	}
	return sftp.NewClient(ssh.NewClient(c, channels, requests))
}

// fault classifies an error of connecting.
func (l *login) fault(ctx context.Context, err error) error {
	var known *dubbelkrona.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &known):
		return known
	case strings.Contains(err.Error(), "unable to authenticate"):
		// The ssh package has no type for this error.
		return dubbelkrona.Invalidf("the server %s rejects the login", l.settings.Host)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the server %s cannot be reached, does not respond or is not an SFTP server", l.settings.Host)
}
