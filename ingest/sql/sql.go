// Package sql reads the result of a query from PostgreSQL or SQL Server. The
// tests run against a real PostgreSQL server; SQL Server support is not tested
// against a server.
//
// # How it reads
//
// All statements run in read-only transactions: in PostgreSQL READ ONLY and
// REPEATABLE READ, with a server-side cursor, so that neither side holds the
// whole result; a statement takes at most statement_timeout. SQL Server has no
// read-only transactions, so the login should have no right to write. The
// result is kept in an encrypted temporary file until it has been read
// (ingest.Fetched). A cell is text as the database writes it: numbers exact, dates
// ISO, booleans TRUE and FALSE, NULL absent. Binary columns are an error.
//
// # What an object is
//
// Without incremental the whole result is one object, which replaces the
// previous one. With incremental the result is read in windows of a column that
// only grows, such as a time of change or a sequence number. Each window is an
// object with a cursor at its end, and a run reads what comes after the last
// cursor. A window has about window_rows rows and never splits rows with the
// same value. The end of the last window is fixed when the listing starts. A
// row committed later with a value before that end is never read: set lag
// longer than the longest writing transaction.
//
// A value ahead of the clock, such as 2062-01-01 or infinity, never becomes the
// cursor, since rows changed later would not be read. Such rows form a separate
// object, which is read again each time and reported.
//
// A time without a zone goes backwards for an hour in October; a running number
// or a time with a zone does not.
//
// Errors have the database's error code and never contain a value.
package sql

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"strings"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	pg "dubbelkrona/internal/postgres"
	"dubbelkrona/internal/secret"
)

// Settings are the settings of the source sql.
type Settings struct {
	// Driver is postgres (default) or sqlserver.
	Driver string `yaml:"driver"`
	// Host is the name of the server, or the folder of its socket.
	Host string `yaml:"host"`
	// Port is the server's port; default 5432, and 1433 for SQL Server.
	Port int `yaml:"port"`
	// Database is the name of the database.
	Database string `yaml:"database"`
	// User is the login name. It needs the right to read and no other.
	User string `yaml:"user"`
	// Password is where to find the password.
	Password secret.Ref `yaml:"password"`
	// TLS is verify-full (default): the connection is encrypted, and the server's
	// certificate must be that of host. The word off sends everything unencrypted.
	// A socket needs neither.
	TLS string `yaml:"tls"`
	// CA is the path of a PEM file with the certificate authorities to trust
	// instead of the system's, for servers whose certificates the organisation
	// issues itself.
	CA string `yaml:"ca"`
	// Query is a SELECT without a semicolon at its end. {yyyy}, {mm} and {dd} are
	// replaced by the date that the source is read for.
	Query string `yaml:"query"`
	// Incremental reads only what is new.
	Incremental Incremental `yaml:"incremental"`
	// Zone is the time zone in which times that have a time zone are written;
	// default Europe/Stockholm.
	Zone string `yaml:"zone"`
	// StatementTimeout is how long one statement may take; default 10m.
	StatementTimeout string `yaml:"statement_timeout"`
}

// Incremental says by what a query's rows are told to be new.
type Incremental struct {
	// Column is a column of the query's result whose values only grow, such as a
	// time of change or a running number. Rows without a value in it are not read.
	Column string `yaml:"column"`
	// WindowRows is the approximate number of rows that are read and committed at
	// a time; default 50000.
	WindowRows int `yaml:"window_rows"`
	// Lag leaves out rows that are newer than this, such as 10m, if the column is
	// a time; default none. A time without a time zone is taken to be in zone.
	// With sqlserver, write the condition into the query instead.
	Lag string `yaml:"lag"`
}

// Kind describes the source for the registry.
func Kind() ingest.SourceKind {
	return ingest.SourceKind{
		Name:     "sql",
		Version:  1,
		Title:    dubbelkrona.Label{SV: "Databas (PostgreSQL, SQL Server)", EN: "Database (PostgreSQL, SQL Server)"},
		Settings: Settings{},
		Example: `  - name: placeringar
    place:
      kind: sql
      host: db.example.se
      database: arbetsmarknad
      user: dubbelkrona
      password: {env: ARBETSMARKNAD_PASSWORD}
      query: SELECT person, contract_ref, kind, programme, start, "end", extent, exit_reason, changed FROM placement
      incremental: {column: changed, lag: 10m}
    profile: placement
    load: upsert
`,
		New: ingest.SourceNew(New),
	}
}

// defaultWindowRows gives windows of about 10 MB of ordinary rows.
const defaultWindowRows = 50_000

// options are validated settings.
type options struct {
	Settings
	root    string
	roots   *x509.CertPool // of ca; nil is the system's
	query   string
	zone    *time.Location
	timeout time.Duration
	lag     time.Duration
}

// New makes the source. It does not connect and reads no secret. Invalid
// settings are Invalid errors.
func New(name string, env ingest.Env, s Settings) (ingest.Source, error) {
	env = env.WithDefaults()
	o, err := s.checked(env)
	if err != nil {
		return nil, err
	}
	var db engine
	switch s.Driver {
	case "", "postgres":
		db = &postgres{o}
	case "sqlserver":
		db = &sqlServer{o}
	default:
		return nil, dubbelkrona.Invalidf("driver: %q is unknown; set postgres or sqlserver", s.Driver)
	}
	p := &place{name: name, db: db, options: o}
	patient := env // the database may compute for the whole statement timeout
	patient.Limits.Stall = max(env.Limits.Stall, o.patience())
	joined := ingest.New(name, ingest.Fetched(p, patient), ingest.Always(format{}), env)
	if s.Incremental.Column == "" {
		return joined, nil
	}
	return &windowed{Source: joined, place: p, now: env.Now, label: env.Label}, nil
}

func (s Settings) checked(env ingest.Env) (*options, error) {
	o := &options{Settings: s, root: env.Root}
	for key, value := range map[string]string{"host": s.Host, "database": s.Database, "user": s.User, "query": s.Query} {
		if strings.TrimSpace(value) == "" {
			return nil, dubbelkrona.Invalidf("%s is missing", key)
		}
	}
	if err := pg.CheckTLS(s.TLS); err != nil {
		return nil, err
	}
	if s.Password.IsSet() {
		if err := s.Password.Check(); err != nil {
			return nil, fmt.Errorf("password: %w", err)
		}
	}
	if s.Incremental.WindowRows < 0 || s.Port < 0 || s.Port > 65535 {
		return nil, dubbelkrona.Invalidf("incremental.window_rows and port: must be numbers above 0")
	}
	o.Incremental.WindowRows = cmp.Or(s.Incremental.WindowRows, defaultWindowRows)
	o.Zone = cmp.Or(s.Zone, "Europe/Stockholm")
	var err error
	if o.zone, err = time.LoadLocation(o.Zone); err != nil || o.Zone == "Local" {
		return nil, dubbelkrona.Invalidf("zone: there is no time zone %q", o.Zone)
	}
	if o.query, err = ingest.Expand(strings.TrimRight(strings.TrimSpace(s.Query), ";"), env.Slot); err != nil {
		return nil, fmt.Errorf("query: %w", err)
	}
	if o.timeout, err = span("statement_timeout", s.StatementTimeout, 10*time.Minute); err != nil {
		return nil, err
	}
	if o.roots, err = ingest.Authorities(env.Root, s.CA); err != nil {
		return nil, err
	}
	if o.lag, err = span("incremental.lag", s.Incremental.Lag, 0); err != nil {
		return nil, err
	}
	if o.lag > 0 && s.Driver == "sqlserver" {
		return nil, dubbelkrona.Invalidf("incremental.lag: with sqlserver write it into the query, as in WHERE changed <= DATEADD(minute, -10, SYSDATETIME())")
	}
	return o, nil
}

func span(key, text string, otherwise time.Duration) (time.Duration, error) {
	if text == "" {
		return otherwise, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, dubbelkrona.Invalidf("%s: must be a duration such as 10m", key)
	}
	return d, nil
}

// password reads the password; the zero value if none is configured.
func (o *options) password() (secret.Value, error) {
	if !o.Password.IsSet() {
		return secret.Value{}, nil
	}
	return o.Password.Reveal(o.root)
}
