// Package postgres writes the released figures to a schema of a PostgreSQL
// database, which Power BI, Qlik, Grafana, Metabase and Superset read.
//
// # What a reader sees
//
// One transaction replaces the rows of all tables, so that a reader sees the old
// set or the new one, whatever happens to the writing process, the connection or
// the server. The rows are deleted and copied in again, in the same tables: a
// reader in a REPEATABLE READ transaction keeps the old set, waits for nobody and
// blocks nobody, and grants and other people's views stay. New tables that take
// the place of the old ones would be empty for that reader, and would take an
// exclusive lock. Only if the structure differs, as after an upgrade, the tables
// and views are dropped and created anew in that transaction, with the grants that
// they had.
//
// A snapshot that is there already is not written again. Writers take turns.
//
// # What it touches
//
// The comment of a table or view ends in a marker with the name of the project
// and a hash of the structure. A schema in which another relation has one of the
// names is refused: only relations with the project's marker are changed.
package postgres

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dubbelkrona"
	pg "dubbelkrona/internal/postgres"
	"dubbelkrona/internal/secret"
)

// Settings are the section database of a project's configuration.
type Settings struct {
	// Host is the name of the server, or the folder of its socket.
	Host string `yaml:"host"`
	// Port is the server's port; default 5432.
	Port int `yaml:"port"`
	// Database is the name of the database.
	Database string `yaml:"database"`
	// User is the login name. It owns the tables; it needs the right to create in
	// the schema or, if there is no such schema, in the database.
	User string `yaml:"user"`
	// Password is where to find the password.
	Password secret.Ref `yaml:"password"`
	// TLS is verify-full (default): the connection is encrypted, and the server's
	// certificate must be that of host. The word off sends everything unencrypted.
	// A socket needs neither.
	TLS string `yaml:"tls"`
	// CA is the path of a PEM file with the certificate authorities to trust
	// instead of the system's.
	CA string `yaml:"ca"`
	// Schema is the schema of the tables; default dubbelkrona. It is created if it
	// is not there.
	Schema string `yaml:"schema"`
	// Timeout is how long one statement may take; default 10m.
	Timeout string `yaml:"timeout"`
}

// Target is a schema of a database.
type Target struct {
	settings Settings
	project  string
	root     string
	roots    *x509.CertPool
	timeout  time.Duration
}

// schemaForm is narrower than what PostgreSQL allows, so that no reader has to
// quote the name.
var schemaForm = regexp.MustCompile(`^[a-z_][a-z0-9_]{0,62}$`)

// New checks the settings for a project: its name, the root of its folder and the
// certificate authorities of ca, nil for the system's. It does not connect and
// reads no secret. Errors are Invalid.
func New(project, root string, roots *x509.CertPool, s Settings) (*Target, error) {
	for _, required := range []struct{ key, value string }{{"host", s.Host}, {"database", s.Database}, {"user", s.User}} {
		if strings.TrimSpace(required.value) == "" {
			return nil, dubbelkrona.Invalidf("%s is missing", required.key)
		}
	}
	if err := pg.CheckTLS(s.TLS); err != nil {
		return nil, err
	}
	if s.Port < 0 || s.Port > 65535 {
		return nil, dubbelkrona.Invalidf("port: must be a number from 1 to 65535")
	}
	if s.Password.IsSet() {
		if err := s.Password.Check(); err != nil {
			return nil, fmt.Errorf("password: %w", err)
		}
	}
	s.Schema = cmp.Or(s.Schema, "dubbelkrona")
	if !schemaForm.MatchString(s.Schema) || strings.HasPrefix(s.Schema, "pg_") || s.Schema == "information_schema" {
		return nil, dubbelkrona.Invalidf("schema: %q is not a name of lower-case letters, digits and underscores that is free to use", s.Schema)
	}
	t := &Target{settings: s, project: project, root: root, roots: roots, timeout: 10 * time.Minute}
	if s.Timeout != "" {
		var err error
		if t.timeout, err = time.ParseDuration(s.Timeout); err != nil || t.timeout < time.Second {
			return nil, dubbelkrona.Invalidf("timeout: must be a duration of at least a second, such as 10m")
		}
	}
	return t, nil
}

// String is where the target is: host/database, schema.
func (t *Target) String() string {
	return fmt.Sprintf("%s/%s.%s", t.settings.Host, t.settings.Database, t.settings.Schema)
}
