package sql

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgtype"

	"dubbelkrona"
	"dubbelkrona/internal/numeral"
	pg "dubbelkrona/internal/postgres"
)

// postgres implements engine for PostgreSQL.
type postgres struct{ *options }

func (p *postgres) quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func (p *postgres) parameter(n int) string { return fmt.Sprintf("$%d", n) }

func (p *postgres) connect(ctx context.Context) (session, error) {
	password, err := p.password()
	if err != nil {
		return nil, fmt.Errorf("password: %w", err)
	}
	conn, err := pg.Server{
		Host: p.Host, Port: p.Port, Database: p.Database, User: p.User, Password: password, TLS: p.tlsConfig(), Patience: p.patience(),
		Parameters: map[string]string{
			"datestyle": "ISO, YMD", "timezone": p.Zone, "intervalstyle": "iso_8601",
			"default_transaction_read_only": "on", "statement_timeout": fmt.Sprint(p.timeout.Milliseconds()),
		},
	}.Connect(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, errors.Join(pg.Fault(ctx, "begin", err), conn.Close(context.WithoutCancel(ctx)))
	}
	return &pgSession{conn: conn, tx: tx}, nil
}

// pgSession implements session.
type pgSession struct {
	conn *pgx.Conn
	tx   pgx.Tx
}

func (s *pgSession) close() error {
	// Closing the connection ends the read-only transaction.
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	s.conn.Close(ctx) // an error of a lost server is of no use
	return nil
}

// text requests every column as text, and passes arguments as text.
func text(args []string) []any {
	all := []any{pgx.QueryResultFormats{pgx.TextFormatCode}}
	for _, a := range args {
		all = append(all, a)
	}
	return all
}

func (s *pgSession) one(ctx context.Context, statement string, args ...string) (row []cell, found bool, err error) {
	rows, err := s.tx.Query(ctx, statement, text(args)...)
	if err != nil {
		return nil, false, pg.Fault(ctx, "query", err)
	}
	defer rows.Close()
	if rows.Next() {
		found = true
		for _, raw := range rows.RawValues() {
			row = append(row, cell{append([]byte(nil), raw...), raw == nil})
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return nil, false, pg.Fault(ctx, "query", err)
	}
	return row, found, nil
}

func (s *pgSession) stream(ctx context.Context, statement string, args []string, columns func([]string) error, row func([]cell) error) error {
	values := make([][]byte, len(args))
	for i, a := range args {
		values[i] = []byte(a)
	}
	// The extended protocol accepts one statement: anything after a semicolon
	// is an error.
	if r := s.conn.PgConn().ExecParams(ctx, "DECLARE reading NO SCROLL CURSOR FOR "+statement, values, nil, nil, nil).Read(); r.Err != nil {
		return pg.Fault(ctx, "query", r.Err)
	}
	for first := true; ; first = false {
		n, err := s.fetch(ctx, first, columns, row)
		if err != nil || n < fetchRows {
			return err
		}
	}
}

// fetch reads the next rows of the cursor and returns their number.
func (s *pgSession) fetch(ctx context.Context, first bool, columns func([]string) error, row func([]cell) error) (n int, err error) {
	rows, err := s.tx.Query(ctx, fmt.Sprintf("FETCH FORWARD %d FROM reading", fetchRows), text(nil)...)
	if err != nil {
		return 0, pg.Fault(ctx, "read", err)
	}
	defer rows.Close()
	fields := rows.FieldDescriptions()
	if first {
		if err := columns(names(fields)); err != nil {
			return 0, err
		}
		if err := refuseBytes(fields); err != nil {
			return 0, err
		}
	}
	cells := make([]cell, len(fields))
	for rows.Next() {
		n++
		for i, raw := range rows.RawValues() {
			cells[i] = cell{raw, raw == nil}
			if raw != nil {
				cells[i].text = pgText(fields[i].DataTypeOID, raw)
			}
		}
		if err := row(cells); err != nil {
			return n, err
		}
	}
	rows.Close()
	if err := rows.Err(); err != nil {
		return n, pg.Fault(ctx, "read", err)
	}
	return n, nil
}

func names(fields []pgconn.FieldDescription) []string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Name
	}
	return all
}

// refuseBytes returns an Invalid error if a column is binary.
func refuseBytes(fields []pgconn.FieldDescription) error {
	for _, f := range fields {
		if f.DataTypeOID == pgtype.ByteaOID {
			return dubbelkrona.Invalidf("the column %q is binary; leave it out of the query or encode it", f.Name)
		}
	}
	return nil
}

// pgText returns a value of a type in the formats' notation.
func pgText(kind uint32, raw []byte) []byte {
	switch kind {
	case pgtype.BoolOID:
		return boolean(raw)
	case pgtype.Float4OID, pgtype.Float8OID, pgtype.NumericOID:
		return numeral.Append(nil, raw)
	}
	return raw
}

func boolean(raw []byte) []byte {
	if string(raw) == "t" {
		return []byte("TRUE")
	}
	return []byte("FALSE")
}
