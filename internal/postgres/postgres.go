// Package postgres connects to PostgreSQL servers and classifies their errors,
// for the source that reads from one and the export that writes to one. A
// connection is encrypted and verified unless the configuration says otherwise,
// and depends on neither the environment nor the home folder.
package postgres

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"maps"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/secret"
)

// Server is a database of a server, and how to log in to it.
type Server struct {
	Host     string // the server's name, or the folder of its socket
	Port     int    // 0 is 5432
	Database string
	User     string
	Password secret.Value
	TLS      *tls.Config // nil if the connection is not encrypted, see TLS
	// Patience is the max time without any bytes from the server.
	Patience time.Duration
	// Parameters are settings of the session, in addition to application_name.
	Parameters map[string]string
}

// CheckTLS returns an Invalid error if mode is not a value of the setting tls:
// empty, verify-full or off.
func CheckTLS(mode string) error {
	if mode != "" && mode != "verify-full" && mode != "off" {
		return dubbelkrona.Invalidf("tls: %q is unknown; set verify-full or off", mode)
	}
	return nil
}

// TLS returns the encryption for a host and a mode that CheckTLS accepts, with the
// certificate authorities to trust, nil for the system's. It returns nil if the
// connection is not encrypted: the mode is off or the host is a socket.
func TLS(host, mode string, roots *x509.CertPool) *tls.Config {
	if mode == "off" || strings.HasPrefix(host, "/") {
		return nil
	}
	return &tls.Config{ServerName: host, RootCAs: roots, MinVersion: tls.VersionTLS12}
}

// Connect opens a connection. Errors are those of Fault.
func (s Server) Connect(ctx context.Context) (*pgx.Conn, error) {
	config, err := s.config()
	if err != nil {
		return nil, err
	}
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, Fault(ctx, "connect", err)
	}
	return conn, nil
}

// config sets every option, so that neither the environment nor the home folder
// is used.
func (s Server) config() (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig("host=localhost user=nobody dbname=nothing sslmode=disable passfile='' servicefile=''")
	if err != nil {
		return nil, dubbelkrona.Invalidf("connection: %w", err)
	}
	config.Host, config.Port, config.Database, config.User = s.Host, uint16(cmp.Or(s.Port, 5432)), s.Database, s.User
	config.Password = s.Password.Expose()
	config.TLSConfig = s.TLS
	config.Fallbacks = nil
	config.ConnectTimeout = 30 * time.Second
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{Timeout: config.ConnectTimeout}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return fetch.LimitSilence(conn, s.Patience), nil
	}
	config.RuntimeParams = map[string]string{"application_name": "dubbelkrona"}
	maps.Copy(config.RuntimeParams, s.Parameters)
	return config, nil
}
