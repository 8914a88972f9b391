package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/postgres/postgrestest"
	"dubbelkrona/internal/session"
)

// TestDatabase writes a project's figures to a database that is sometimes not there.
func TestDatabase(t *testing.T) {
	s := postgrestest.Start(t)
	t.Setenv("DUBBELKRONA_TEST_DB", postgrestest.Secret)
	root := project(t)
	var log bytes.Buffer
	run := func(port int) *session.Report {
		t.Helper()
		configure(t, root, port)
		report, err := compiled(t, root, nil, func(o *pipeline.Options) { o.Log = slog.New(slog.NewJSONHandler(&log, nil)) }).Run(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if report.Database == nil {
			t.Fatal("the report says nothing of the database")
		}
		return report
	}
	report := run(postgrestest.FreePort(t))
	if report.Run.State != dubbelkrona.RunPartial || report.Database.Written || dubbelkrona.KindOf(report.Database.Err) != dubbelkrona.Transient ||
		!strings.Contains(report.Run.Message, "cannot be reached") {
		t.Errorf("without a server: %s, %+v", report.Run.State, report.Database)
	}
	for _, published := range []string{"publish/impact.duckdb", "publish/exports/metrics.json"} {
		if _, err := os.Stat(filepath.Join(root, published)); err != nil {
			t.Errorf("the database stops the publication: %v", err)
		}
	}
	if strings.Contains(log.String()+report.Run.Message+fmt.Sprint(report.Database), postgrestest.Secret) {
		t.Error("the password is shown")
	}

	if report = run(s.Port); report.Run.State != dubbelkrona.RunDone || !report.Database.Written || report.Built {
		t.Errorf("with a server: %s, %+v, built %t", report.Run.State, report.Database, report.Built)
	}
	var in string
	if err := s.Admin.QueryRow(context.Background(), "SELECT string_agg(DISTINCT snapshot, ' ') FROM dubbelkrona.result").Scan(&in); err != nil || in != report.Snapshot {
		t.Errorf("the database has snapshot %q, not %q: %v", in, report.Snapshot, err)
	}
	if report = run(s.Port); report.Run.State != dubbelkrona.RunDone || report.Database.Written {
		t.Errorf("again: %s, %+v", report.Run.State, report.Database)
	}
	write(t, root, "data/contract.csv", contracts+"A-3;2182;Avtal;5000,00\n")
	if report = run(s.Port); !report.Database.Written {
		t.Errorf("a new snapshot: %+v", report.Database)
	}
}

// configure writes the section database, which comes last.
func configure(t *testing.T, root string, port int) {
	t.Helper()
	path := filepath.Join(root, "dubbelkrona.yaml")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, _, _ := strings.Cut(string(text), "database:")
	write(t, root, "dubbelkrona.yaml", before+fmt.Sprintf("database: {host: 127.0.0.1, port: %d, database: postgres, user: dk, password: {env: DUBBELKRONA_TEST_DB}, tls: \"off\"}\n", port))
}
