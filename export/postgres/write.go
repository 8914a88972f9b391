package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"dubbelkrona"
	pg "dubbelkrona/internal/postgres"
)

// lockTimeout is how long a writer waits for another one.
const lockTimeout = 2 * time.Minute

// Write replaces the tables of the schema by those of a snapshot. It reports false
// if they have that snapshot already. After an error the schema is as it was.
func (t *Target) Write(ctx context.Context, snapshot string, tables []Table) (written bool, err error) {
	plans, err := planned(tables)
	if err != nil {
		return false, err
	}
	set, err := t.structure(plans)
	if err != nil {
		return false, err
	}
	conn, err := t.connect(ctx)
	if err != nil {
		return false, err
	}
	defer func() {
		// The server ends the transaction if the connection is lost.
		closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		conn.Close(closing)
	}()
	tx, err := conn.Begin(ctx)
	if err != nil {
		return false, pg.Fault(ctx, "begin", err)
	}
	w := &writer{tx: tx, schema: t.settings.Schema, structure: set}
	if written, err = w.write(ctx, snapshot, plans); err != nil || !written {
		return false, err
	}
	if err := tx.Commit(ctx); err != nil {
		return false, pg.Fault(ctx, "commit", err)
	}
	return true, nil
}

func (t *Target) connect(ctx context.Context) (*pgx.Conn, error) {
	s := t.settings
	password, err := s.Password.Optional(t.root, "password")
	if err != nil {
		return nil, err
	}
	return pg.Server{
		Host: s.Host, Port: s.Port, Database: s.Database, User: s.User, Password: password, TLS: pg.TLS(s.Host, s.TLS, t.roots), Patience: t.timeout + 30*time.Second,
		Parameters: map[string]string{
			"datestyle": "ISO, YMD", "timezone": "UTC", "client_encoding": "UTF8", "standard_conforming_strings": "on", "search_path": "pg_catalog",
			"statement_timeout": fmt.Sprint(t.timeout.Milliseconds()), "lock_timeout": fmt.Sprint(lockTimeout.Milliseconds()),
		},
	}.Connect(ctx)
}

// structure is what the schema has.
type structure struct {
	project    string
	marker     string   // at the end of every comment
	names      []string // of tables and views
	statements []string // that create them
}

// structure returns the structure that the tables give, with a marker that differs
// if anything of it does.
func (t *Target) structure(plans []*plan) (structure, error) {
	schema := t.settings.Schema
	all, err := views(schema)
	if err != nil {
		return structure{}, err
	}
	statements := func(marker string) (statements []string) {
		for _, p := range plans {
			statements = append(statements, p.create(schema, marker)...)
		}
		for _, v := range all {
			statements = append(statements, v.create(schema, marker)...)
		}
		return statements
	}
	hash := sha256.Sum256([]byte(strings.Join(statements(""), ";\n")))
	s := structure{project: t.project, marker: markerOf(t.project) + hex.EncodeToString(hash[:6]) + "]"}
	s.statements = statements(s.marker)
	for _, p := range plans {
		s.names = append(s.names, p.to)
	}
	for _, v := range all {
		s.names = append(s.names, v.name)
	}
	return s, nil
}

// markerOf returns the start of a project's markers.
func markerOf(project string) string { return "[dubbelkrona " + project + " " }

// writer writes to a schema in a transaction.
type writer struct {
	tx     pgx.Tx
	schema string
	structure
}

func (w *writer) write(ctx context.Context, snapshot string, plans []*plan) (bool, error) {
	if err := w.exec(ctx, "lock", "SELECT pg_advisory_xact_lock(hashtextextended('dubbelkrona ' || $1, 0))", w.schema); err != nil {
		return false, err
	}
	if err := w.encoding(ctx); err != nil {
		return false, err
	}
	there, err := w.existing(ctx)
	if err != nil {
		return false, err
	}
	if there.same(w.structure) {
		if same, err := w.has(ctx, snapshot); err != nil || same {
			return false, err
		}
		if err := w.empty(ctx, plans); err != nil {
			return false, err
		}
	} else if err := w.recreate(ctx, there); err != nil {
		return false, err
	}
	for _, p := range plans {
		if err := w.fill(ctx, p); err != nil {
			return false, fmt.Errorf("table %s: %w", p.to, err)
		}
	}
	return true, nil
}

// encoding returns an Invalid error if the database cannot hold every text.
func (w *writer) encoding(ctx context.Context) error {
	var encoding string
	if err := w.tx.QueryRow(ctx, "SELECT current_setting('server_encoding')").Scan(&encoding); err != nil {
		return pg.Fault(ctx, "encoding", err)
	}
	if encoding != "UTF8" {
		return dubbelkrona.Invalidf("the encoding of the database is %s; create one with ENCODING 'UTF8'", encoding)
	}
	return nil
}

// has reports whether the tables are those of a snapshot.
func (w *writer) has(ctx context.Context, snapshot string) (same bool, err error) {
	query := fmt.Sprintf("SELECT coalesce(bool_and(snapshot = $1), false) FROM %s", w.path("meta"))
	if err := w.tx.QueryRow(ctx, query, snapshot).Scan(&same); err != nil {
		return false, pg.Fault(ctx, "snapshot", err)
	}
	return same, nil
}

func (w *writer) empty(ctx context.Context, plans []*plan) error {
	for _, p := range plans {
		if err := w.exec(ctx, "delete", "DELETE FROM "+w.path(p.to)); err != nil {
			return err
		}
	}
	return nil
}

// fill copies the rows of a table.
func (w *writer) fill(ctx context.Context, p *plan) error {
	source := newCopy(p)
	defer source.stop()
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{w.schema, p.to}, p.names(), source)
	if source.err != nil {
		return source.err
	}
	if err != nil {
		return copyFault(ctx, err)
	}
	return w.exec(ctx, "analyze", "ANALYZE "+w.path(p.to))
}

// copyFault classifies an error of a COPY. A column that is missing has been dropped
// by somebody.
func copyFault(ctx context.Context, err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42703" {
		return dubbelkrona.Invalidf("copy: the database rejects the columns (%s): the table was changed by somebody; drop it, and the next run creates it", refused.Code)
	}
	return pg.Fault(ctx, "copy", err)
}

func (w *writer) exec(ctx context.Context, doing, statement string, args ...any) error {
	if _, err := w.tx.Exec(ctx, statement, args...); err != nil {
		return pg.Fault(ctx, doing, err)
	}
	return nil
}

func (w *writer) path(name string) string { return pgx.Identifier{w.schema, name}.Sanitize() }
