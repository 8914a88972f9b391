package ingest

import (
	"crypto/x509"
	"io/fs"
	"path/filepath"

	"dubbelkrona"
	"dubbelkrona/internal/regular"
)

// Authorities reads the PEM file of the setting ca and returns the certificate
// authorities to trust instead of the system's. The path is absolute or
// relative to the project's folder. An empty path returns nil, which means the
// system's. Errors are Invalid.
func Authorities(root, file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := regular.ReadFile(InProject(root, file))
	if err != nil {
		return nil, dubbelkrona.Invalidf("ca: %s: %w", file, err.(*fs.PathError).Err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, dubbelkrona.Invalidf("ca: %s holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", file)
	}
	return pool, nil
}

// InProject returns the path of a file in the settings, which is absolute or
// relative to the project's folder.
func InProject(root, file string) string {
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(root, file)
}
