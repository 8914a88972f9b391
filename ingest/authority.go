package ingest

import (
	"crypto/x509"
	"io/fs"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/regular"
)

// Authorities reads the setting ca: a PEM file, absolute or relative to the
// project, of the certificates that are trusted in the place of the system's.
// An empty setting is nil, which stands for the system's.
func Authorities(root, file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	path := file
	if !filepath.IsAbs(path) {
		path = filepath.Join(root, path)
	}
	pem, err := regular.ReadFile(path)
	if err != nil {
		return nil, dubbelkrona.Invalidf("ca: %s: %w", file, err.(*fs.PathError).Err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, dubbelkrona.Invalidf("ca: %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return pool, nil
}
