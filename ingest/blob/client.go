package blob

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/internal/fetch"
)

// client returns the HTTP client of all services. It verifies certificates and
// does not follow redirects, which no store uses.
func client(root string, s Settings) (*http.Client, error) {
	roots, err := ingest.Authorities(root, s.CA)
	if err != nil {
		return nil, err
	}
	silence := time.Minute
	if s.Silence != "" {
		if silence, err = time.ParseDuration(s.Silence); err != nil || silence <= 0 {
			return nil, dubbelkrona.Invalidf("silence: %q is not a duration such as 30s", s.Silence)
		}
	}
	dialer := &net.Dialer{Timeout: 30 * time.Second}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:           http.ProxyFromEnvironment,
			TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
				conn, err := dialer.DialContext(ctx, network, address)
				if err != nil {
					return nil, err
				}
				return fetch.LimitSilence(conn, silence), nil
			},
			// Objects are read as stored, also those marked as gzip.
			DisableCompression:  true,
			ForceAttemptHTTP2:   true,
			TLSHandshakeTimeout: 30 * time.Second,
			IdleConnTimeout:     silence / 2,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, nil
}

// classified classifies an error. It leaves out the text, which contains object
// keys and signed addresses.
func classified(ctx context.Context, err error) error {
	var certificate *tls.CertificateVerificationError
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &certificate):
		return dubbelkrona.Invalidf("the store's certificate is not trusted; set ca to its certificate authority")
	case errors.Is(err, errNoIdentity):
		return dubbelkrona.Invalidf("account_key is missing, and the machine has no managed identity for azure; set account_key to the storage account's key")
	}
	switch status := cmp.Or(s3Status(err), azureStatus(err)); {
	case status == http.StatusNotFound:
		return dubbelkrona.Errorf(dubbelkrona.NotFound, "the store has no such bucket or object")
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return dubbelkrona.Invalidf("the store rejects the credentials, or they may not read the bucket (HTTP %d)", status)
	case status == http.StatusRequestTimeout || status == http.StatusTooManyRequests || status >= 500:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "the store cannot answer now (HTTP %d)", status)
	case status >= 300:
		return dubbelkrona.Invalidf("the store rejects the request (HTTP %d); check bucket, region and endpoint", status)
	}
	return dubbelkrona.Errorf(dubbelkrona.Transient, "the store cannot be reached, or the connection was lost")
}
