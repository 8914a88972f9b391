package sql_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/sql"
	"dubbelkrona/internal/postgres/postgrestest"
	"dubbelkrona/internal/secret"
)

// server is a PostgreSQL that the test started for itself.
type server struct{ *postgrestest.Server }

func (s server) settings(query string) sql.Settings {
	return sql.Settings{Host: "127.0.0.1", Port: s.Port, Database: "postgres", User: "dk", Password: secret.Ref{Env: "DUBBELKRONA_TEST_DB"}, TLS: "off", Query: query}
}

func source(t testing.TB, env ingest.Env, s sql.Settings) ingest.Source {
	t.Helper()
	src, err := sql.New("register", env, s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// TestPostgreSQL runs all tests that need a PostgreSQL with one server.
func TestPostgreSQL(t *testing.T) {
	t.Setenv("DUBBELKRONA_TEST_DB", postgrestest.Secret)
	s := server{postgrestest.Start(t)}
	s.Exec(t, "CREATE TABLE kinds (n numeric(18,2), i bigint, d date, ts timestamptz, b boolean, f double precision, txt text)",
		"INSERT INTO kinds VALUES (1234567890123456.78, -5, '2026-03-29', '2026-03-29 00:30:00+00', true, 0.1, E'räksmörgås; \"x\"\\nny rad'), (0.10, NULL, NULL, NULL, false, 1e-7, ''), (NULL, NULL, NULL, NULL, NULL, NULL, NULL), (4600, NULL, 'infinity', 'infinity', NULL, 1e+15, NULL)",
		"CREATE TABLE events (id bigint PRIMARY KEY, at int, name text)",
		"INSERT INTO events SELECT i, i / 7, 'rad ' || i FROM generate_series(1, 100) AS i",
		"CREATE TABLE big AS SELECT i AS id, repeat('x', 100) AS fill FROM generate_series(1, 400000) AS i",
		"CREATE TABLE empty (id bigint, at int)", "CREATE TABLE bytes (x bytea)", "INSERT INTO bytes VALUES ('\\x00')")
	t.Run("cells", s.cells)
	t.Run("whole answer", s.conforms)
	t.Run("windows", s.windows)
	t.Run("late rows", s.late)
	t.Run("ahead of the clock", s.aheadOfClock)
	t.Run("cannot write", s.readOnly)
	t.Run("refusals", s.refusals)
	t.Run("lag", s.lag)
	t.Run("memory", s.bounded)
	t.Run("certificates", s.certificates)
}

func (s server) cells(t *testing.T) {
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings("SELECT * FROM kinds; -- all of them")))
	if err != nil {
		t.Fatal(err)
	}
	want := []map[string]string{
		// The time is in Stockholm, one hour before its clocks change.
		{"n": "1234567890123456.78", "i": "-5", "d": "2026-03-29", "ts": "2026-03-29 01:30:00+01", "b": "TRUE", "f": "0.1", "txt": "räksmörgås; \"x\"\nny rad"},
		{"n": "0.10", "b": "FALSE", "f": "0.0000001", "txt": ""},
		{},
		{"n": "4600", "d": "infinity", "ts": "infinity", "f": "1000000000000000"},
	}
	if len(tab.Rows) != 4 || strings.Join(tab.Columns, " ") != "n i d ts b f txt" {
		t.Fatalf("%d rows of %q", len(tab.Rows), tab.Columns)
	}
	for i, row := range tab.Rows {
		if fmt.Sprint(row.Cells) != fmt.Sprint(want[i]) || row.At != int64(i+1) {
			t.Errorf("row %d: %q, want %q", row.At, row.Cells, want[i])
		}
	}
}

// conforms checks that the rows are the same each time, and that reading stops when its
// context is cancelled.
func (s server) conforms(t *testing.T) {
	ctx := context.Background()
	src := source(t, ingesttest.Env(t), s.settings("SELECT * FROM events ORDER BY id"))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil || len(objects) != 1 || objects[0].Cursor != nil {
		t.Fatalf("%+v %v", objects, err)
	}
	first, err := src.Inspect(ctx, objects[0])
	if err != nil {
		t.Fatal(err)
	}
	again, err := source(t, ingesttest.Env(t), s.settings("SELECT * FROM events ORDER BY id")).Inspect(ctx, objects[0])
	if err != nil || again.SHA256 != first.SHA256 {
		t.Errorf("the same rows have other bytes: %v", err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := source(t, ingesttest.Env(t), s.settings("SELECT pg_sleep(60)")).Inspect(ended, objects[0]); err == nil {
		t.Error("an ended context does not end it")
	}
}

func (s server) incremental(table string) sql.Settings {
	settings := s.settings("SELECT * FROM " + table)
	settings.Incremental = sql.Incremental{Column: "at", WindowRows: 10}
	return settings
}

// windows reads 100 rows, seven of each value, in windows of about ten.
func (s server) windows(t *testing.T) {
	ingesttest.RunCursor(t, ingesttest.CursorSubject{
		Rows:  100,
		Make:  func(t *testing.T, env ingest.Env) ingest.Source { return source(t, env, s.incremental("events")) },
		Empty: func(t *testing.T, env ingest.Env) ingest.Source { return source(t, env, s.incremental("empty")) },
	})
	for obj, err := range source(t, ingesttest.Env(t), s.incremental("events")).Objects(context.Background(), nil) {
		if err != nil || !strings.HasPrefix(obj.Label, "at –") {
			t.Errorf("the first window is %q, %v", obj.Label, err)
		}
		break
	}
}

// late checks that only rows after the cursor are read.
func (s server) late(t *testing.T) {
	s.Exec(t, "CREATE TABLE growing AS SELECT i AS id, i AS at FROM generate_series(1, 25) AS i")
	last := func(at []byte) (cursor []byte, windows int) {
		objects, err := ingesttest.Objects(source(t, ingesttest.Env(t), s.incremental("growing")), at)
		if err != nil {
			t.Fatal(err)
		}
		if len(objects) == 0 {
			return at, 0
		}
		return objects[len(objects)-1].Cursor, len(objects)
	}
	cursor, windows := last(nil)
	if windows != 3 {
		t.Errorf("%d windows, want 3", windows)
	}
	if _, windows := last(cursor); windows != 0 {
		t.Errorf("with nothing new %d windows", windows)
	}
	s.Exec(t, "INSERT INTO growing VALUES (26, 26), (27, NULL)")
	if _, windows := last(cursor); windows != 1 {
		t.Errorf("with a new row %d windows", windows)
	}
	settings := s.incremental("growing")
	settings.Incremental.Column = "id"
	_, err := ingesttest.Objects(source(t, ingesttest.Env(t), settings), cursor)
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("with another column: %v", err)
	}
}

func (s server) readOnly(t *testing.T) {
	s.Exec(t, "CREATE FUNCTION sneak() RETURNS bigint LANGUAGE sql AS 'DELETE FROM events RETURNING id'")
	_, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings("SELECT sneak()")))
	if dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("%v; want an Invalid error", err)
	}
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings("SELECT count(*) AS n FROM events")))
	if err != nil || tab.Rows[0].Cells["n"] != "100" {
		t.Errorf("%v %v", tab.Rows, err)
	}
}

func (s server) refusals(t *testing.T) {
	s.Exec(t, "CREATE FUNCTION tell() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE 'rad 17 is secret' USING ERRCODE = '42501'; END $$")
	for name, tc := range map[string]struct {
		kind   dubbelkrona.Kind
		want   string
		change func(*sql.Settings)
	}{
		"a function that tells a value": {dubbelkrona.Invalid, "42501", func(o *sql.Settings) { o.Query = "SELECT tell()" }},
		"no such column":                {dubbelkrona.Invalid, `42703`, func(o *sql.Settings) { o.Query = "SELECT nothing FROM events" }},
		"a cast that shows a value": {dubbelkrona.Invalid, "22P02", func(o *sql.Settings) {
			o.Query = "SELECT name::int FROM events"
		}},
		"two statements":   {dubbelkrona.Invalid, "42601", func(o *sql.Settings) { o.Query = "SELECT 1; SELECT 2" }},
		"bytes":            {dubbelkrona.Invalid, `"x" is binary`, func(o *sql.Settings) { o.Query = "SELECT * FROM bytes" }},
		"a wrong password": {dubbelkrona.Invalid, "28P01", func(o *sql.Settings) { o.Password = secret.Ref{Env: "DUBBELKRONA_TEST_WRONG"} }},
		"no such database": {dubbelkrona.Invalid, "3D000", func(o *sql.Settings) { o.Database = "nowhere" }},
		"no server":        {dubbelkrona.Transient, "", func(o *sql.Settings) { o.Port = postgrestest.FreePort(t) }},
		"no TLS there":     {dubbelkrona.Invalid, "tls", func(o *sql.Settings) { o.TLS = "" }},
		"too slow":         {dubbelkrona.Transient, "57014", func(o *sql.Settings) { o.Query, o.StatementTimeout = "SELECT pg_sleep(30)", "50ms" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DUBBELKRONA_TEST_WRONG", postgrestest.Secret+"x")
			settings := s.settings("SELECT * FROM events")
			tc.change(&settings)
			_, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings))
			if dubbelkrona.KindOf(err) != tc.kind || err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v; want a %s error with %q", err, tc.kind, tc.want)
			}
			ingesttest.NoSecret(t, err, postgrestest.Secret, "rad ")
		})
	}
}

// lag checks that of three rows only the one older than ten minutes is read, by a time
// with a zone and by a local time in Stockholm.
func (s server) lag(t *testing.T) {
	s.Exec(t, "CREATE TABLE moments (at timestamptz, wall timestamp)",
		"INSERT INTO moments VALUES ('2026-03-01 11:00Z', '2026-03-01 12:00'), ('2026-03-01 11:55Z', '2026-03-01 12:55'), ('2026-03-01 12:00Z', '2026-03-01 13:00')")
	for _, column := range []string{"at", "wall"} {
		settings := s.settings("SELECT * FROM moments -- the clock of the tests is at 12:00Z")
		settings.Incremental = sql.Incremental{Column: column, Lag: "10m"}
		tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings))
		if err != nil || len(tab.Rows) != 1 || tab.Rows[0].Cells["wall"] != "2026-03-01 12:00:00" {
			t.Errorf("by %s: %+v, %v", column, tab.Rows, err)
		}
	}
}

// bounded checks that little memory is used for a response of 45 MB, which is read with
// a cursor of the database and through an encrypted file.
func (s server) bounded(t *testing.T) {
	const most = 24 << 20
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	env := ingesttest.Env(t)
	env.Scratch, env.Limits.BatchBytes = t.TempDir(), 1<<20
	var peak uint64
	seen := int64(0)
	env.Progress = func(_ string, bytes int64) {
		if bytes > seen+4<<20 {
			seen, peak = bytes, max(peak, heap())
		}
	}
	src := source(t, env, s.settings("SELECT * FROM big"))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	base := heap()
	origin, err := src.Inspect(context.Background(), objects[0])
	if err != nil {
		t.Fatal(err)
	}
	rows, batches := 0, 0
	err = src.Read(context.Background(), objects[0], origin, func(b *dubbelkrona.RawBatch) error {
		rows += len(b.Rows)
		if batches++; batches%8 == 0 {
			peak = max(peak, heap())
		}
		return nil
	})
	if err != nil || rows != 400_000 || origin.Bytes < 40<<20 || seen < 32<<20 {
		t.Errorf("%d rows of %d bytes, %d of them reported as progress, %v", rows, origin.Bytes, seen, err)
	}
	if peak > base+most {
		t.Errorf("used %d MiB while reading; want at most %d", (peak-base)>>20, most>>20)
	}
}

// certificates checks connections to a server that uses TLS with its own certificate.
func (s server) certificates(t *testing.T) {
	s.Encrypt(t)
	settings := s.settings("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
	settings.TLS, settings.CA = "verify-full", s.Certificate
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings))
	if err != nil || tab.Rows[0].Cells["ssl"] != "TRUE" {
		t.Errorf("with the authority that ca names: %+v, %v", tab.Rows, err)
	}
	for name, change := range map[string]func(*sql.Settings){
		"an unknown authority": func(o *sql.Settings) { o.CA = "" },
		"another name":         func(o *sql.Settings) { o.Host = "localhost" },
	} {
		o := settings
		change(&o)
		_, err := ingesttest.Read(t, source(t, ingesttest.Env(t), o))
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "encrypted connection is not trusted") {
			t.Errorf("%s: %v; want an Invalid error", name, err)
		}
		ingesttest.NoSecret(t, err, postgrestest.Secret)
	}
}
