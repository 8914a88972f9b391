package postgres_test

import (
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/secret"
)

func TestSettings(t *testing.T) {
	good := postgres.Settings{Host: "db.example.se", Database: "impact", User: "dk", Password: secret.Ref{Env: "DB_PASSWORD"}}
	to, err := postgres.New("demo", "", nil, good)
	if err != nil || to.String() != "db.example.se/impact.dubbelkrona" {
		t.Errorf("%v, %v", to, err)
	}
	for key, change := range map[string]func(*postgres.Settings){
		"host":     func(s *postgres.Settings) { s.Host = " " },
		"database": func(s *postgres.Settings) { s.Database = "" },
		"user":     func(s *postgres.Settings) { s.User = "" },
		"port":     func(s *postgres.Settings) { s.Port = 70000 },
		"tls":      func(s *postgres.Settings) { s.TLS = "require" },
		"password": func(s *postgres.Settings) { s.Password = secret.Ref{Env: "A", File: "b"} },
		"schema":   func(s *postgres.Settings) { s.Schema = `x"; DROP` },
		"schema:":  func(s *postgres.Settings) { s.Schema = "pg_mine" },
		"timeout":  func(s *postgres.Settings) { s.Timeout = "0" },
	} {
		s := good
		change(&s)
		if _, err := postgres.New("demo", "", nil, s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.HasPrefix(err.Error(), key) {
			t.Errorf("%s: %v", key, err)
		}
	}
}
