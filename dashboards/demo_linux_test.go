package dashboards_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dubbelkrona/internal/postgres/postgrestest"
)

// demo runs the demo with a database and returns its folder and a connection of a user who
// may read the schema and nothing else.
func demo(t *testing.T) (folder string, reader *pgx.Conn) {
	t.Helper()
	s := postgrestest.Start(t)
	t.Setenv("DUBBELKRONA_TEST_DB", postgrestest.Secret)
	work := t.TempDir()
	program := filepath.Join(work, "dubbelkrona")
	folder = filepath.Join(work, "demo")
	command(t, work, "go", "build", "-o", program, "dubbelkrona/cmd/dubbelkrona")
	command(t, work, program, "demo", "--dir", folder)
	config := filepath.Join(folder, "dubbelkrona.yaml")
	text := regexp.MustCompile(`(?m)^exports:.*$`).ReplaceAllString(string(read(t, config)), "exports: [csv, headline]")
	text += fmt.Sprintf("\ndatabase: {host: 127.0.0.1, port: %d, database: postgres, user: dk, password: {env: DUBBELKRONA_TEST_DB}, tls: \"off\"}\n", s.Port)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, work, program, "run", "--project", folder)
	s.Exec(t, "CREATE ROLE grafana LOGIN PASSWORD '"+postgrestest.Secret+"'", "GRANT USAGE ON SCHEMA dubbelkrona TO grafana", "GRANT SELECT ON ALL TABLES IN SCHEMA dubbelkrona TO grafana")
	reader, err := pgx.Connect(context.Background(), fmt.Sprintf("host=127.0.0.1 port=%d user=grafana password=%s dbname=postgres sslmode=disable", s.Port, postgrestest.Secret))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close(context.Background()) })
	return folder, reader
}

// command runs a program, with a key folder of its own.
func command(t *testing.T, work, name string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+filepath.Join(work, "config"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// export reads a CSV file of the publication: its rows as maps.
func export(t *testing.T, folder, name string) (all []map[string]string) {
	t.Helper()
	text := bytes.TrimPrefix(read(t, filepath.Join(folder, "publish", "exports", name)), []byte("\xEF\xBB\xBF"))
	lines, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines[1:] {
		row := make(map[string]string, len(line))
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		all = append(all, row)
	}
	return all
}
