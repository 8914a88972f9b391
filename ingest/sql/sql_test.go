package sql_test

import (
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sql"
	"dubbelkrona/internal/secret"
)

func TestSettings(t *testing.T) {
	good := sql.Settings{Host: "h", Database: "d", User: "u", Query: "SELECT 1"}
	for name, change := range map[string]func(*sql.Settings){
		"driver":   func(s *sql.Settings) { s.Driver = "oracle" },
		"host":     func(s *sql.Settings) { s.Host = "" },
		"query":    func(s *sql.Settings) { s.Query = " " },
		"tls":      func(s *sql.Settings) { s.TLS = "prefer" },
		"password": func(s *sql.Settings) { s.Password = secret.Ref{Env: "A", File: "b"} },
		"zone":     func(s *sql.Settings) { s.Zone = "Mars/Olympus" },
		"lag":      func(s *sql.Settings) { s.Incremental.Lag = "soon" },
		"port":     func(s *sql.Settings) { s.Port = 70_000 },
		"brace":    func(s *sql.Settings) { s.Query = "SELECT {x}" },
		"ca":       func(s *sql.Settings) { s.CA = "saknas.pem" },
		"lag there": func(s *sql.Settings) {
			s.Driver, s.Incremental = "sqlserver", sql.Incremental{Column: "changed", Lag: "10m"}
		},
	} {
		s := good
		change(&s)
		if _, err := sql.New("x", ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, driver := range []string{"", "sqlserver"} {
		good.Driver = driver
		if _, err := sql.New("x", ingesttest.Env(t), good); err != nil {
			t.Errorf("%q: %v", driver, err)
		}
	}
}
