package sql

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	mssql "github.com/microsoft/go-mssqldb"
	"github.com/microsoft/go-mssqldb/msdsn"

	"dubbelkrona"
	"dubbelkrona/internal/numeral"
)

// sqlServer implements engine for Microsoft SQL Server. It is not tested
// against a server.
type sqlServer struct{ *options }

func (s *sqlServer) quote(name string) string { return "[" + strings.ReplaceAll(name, "]", "]]") + "]" }

func (s *sqlServer) parameter(n int) string { return fmt.Sprintf("@p%d", n) }

func (s *sqlServer) connect(ctx context.Context) (session, error) {
	config, err := s.config()
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(mssql.NewConnectorConfig(config))
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, errors.Join(msFault(ctx, "connect", err), db.Close())
	}
	return &msSession{db: db, conn: conn, timeout: s.timeout}, nil
}

func (s *sqlServer) config() (msdsn.Config, error) {
	password, err := s.password()
	if err != nil {
		return msdsn.Config{}, fmt.Errorf("password: %w", err)
	}
	// The intent allows a read replica to respond.
	query := url.Values{"database": {s.Database}, "app name": {"dubbelkrona"}, "applicationintent": {"ReadOnly"}, "encrypt": {"true"}}
	if s.TLS == "off" {
		query.Set("encrypt", "disable")
	}
	address := url.URL{Scheme: "sqlserver", User: url.UserPassword(s.User, password.Expose()), Host: fmt.Sprintf("%s:%d", s.Host, cmp.Or(s.Port, 1433)), RawQuery: query.Encode()}
	config, err := msdsn.Parse(address.String())
	if err != nil {
		// The error contains the address with the password.
		return msdsn.Config{}, dubbelkrona.Invalidf("connection: host, database or user cannot be written as an address")
	}
	config.ConnTimeout, config.DialTimeout = s.patience(), 30*time.Second
	if s.TLS != "off" {
		config.TLSConfig = s.tlsConfig()
	}
	return config, nil
}

// msSession implements session; each statement runs on its own, without a
// transaction.
type msSession struct {
	db      *sql.DB
	conn    *sql.Conn
	timeout time.Duration
}

func (s *msSession) close() error { return errors.Join(s.conn.Close(), s.db.Close()) }

func (s *msSession) one(ctx context.Context, statement string, args ...string) (row []cell, found bool, err error) {
	err = s.stream(ctx, statement, args, func([]string) error { return nil }, func(cells []cell) error {
		if !found {
			for _, c := range cells {
				row = append(row, cell{append([]byte(nil), c.text...), c.null})
			}
		}
		found = true
		return nil
	})
	return row, found, err
}

func (s *msSession) stream(ctx context.Context, statement string, args []string, columns func([]string) error, row func([]cell) error) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	given := make([]any, len(args))
	for i, a := range args {
		given[i] = a
	}
	rows, err := s.conn.QueryContext(ctx, statement, given...)
	if err != nil {
		return msFault(ctx, "query", err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return msFault(ctx, "query", err)
	}
	titles := make([]string, len(types))
	for i, t := range types {
		titles[i] = t.Name()
		if !msReadable(t.DatabaseTypeName()) {
			return dubbelkrona.Invalidf("the column %q is binary (%s); leave it out of the query or encode it", t.Name(), t.DatabaseTypeName())
		}
	}
	if err := columns(titles); err != nil {
		return err
	}
	values, into, cells := make([]any, len(titles)), make([]any, len(titles)), make([]cell, len(titles))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return msFault(ctx, "read", err)
		}
		for i, v := range values {
			if cells[i], err = msCell(types[i].DatabaseTypeName(), v); err != nil {
				return err
			}
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return msFault(ctx, "read", err)
	}
	return nil
}

// msReadable reports whether values of a type are text or can be written as
// text.
func msReadable(kind string) bool {
	switch kind {
	case "BINARY", "VARBINARY", "IMAGE", "SQL_VARIANT", "GEOGRAPHY", "GEOMETRY", "HIERARCHYID":
		return false
	}
	return true
}

// msCell converts a value of a type to text. Decimals already are text. Times
// have the one notation that the server parses the same in every language.
func msCell(kind string, v any) (cell, error) {
	switch v := v.(type) {
	case nil:
		return cell{null: true}, nil
	case []byte:
		switch kind {
		case "DECIMAL", "NUMERIC", "MONEY", "SMALLMONEY":
			return cell{text: numeral.Append(nil, v)}, nil
		case "UNIQUEIDENTIFIER":
		default:
			return cell{text: v}, nil
		}
		var id mssql.UniqueIdentifier
		if err := id.Scan(v); err != nil {
			return cell{}, dubbelkrona.Invalidf("a UNIQUEIDENTIFIER is malformed")
		}
		return cell{text: []byte(id.String())}, nil
	case bool:
		return cell{text: []byte(strings.ToUpper(fmt.Sprint(v)))}, nil
	case time.Time:
		return cell{text: []byte(v.Format(msLayout(kind)))}, nil
	case float64:
		return cell{text: numeral.Append(nil, fmt.Append(nil, v))}, nil
	default:
		return cell{text: fmt.Append(nil, v)}, nil
	}
}

// msLayout returns the layout for times of a type.
func msLayout(kind string) string {
	switch kind {
	case "DATE":
		return time.DateOnly
	case "TIME":
		return "15:04:05.9999999"
	case "DATETIMEOFFSET":
		return "2006-01-02T15:04:05.9999999-07:00"
	case "DATETIME2":
		return "2006-01-02T15:04:05.9999999"
	}
	return "2006-01-02T15:04:05.999" // the precision of DATETIME
}

// msFault classifies an error by number, without its message, which may contain
// values of rows.
func msFault(ctx context.Context, doing string, err error) error {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.DeadlineExceeded) {
		return cause
	}
	var ms mssql.Error
	if !errors.As(err, &ms) {
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the database cannot be reached or does not respond", doing)
	}
	switch ms.Number {
	case 18456, 4060:
		return dubbelkrona.Invalidf("%s: the database rejects user, password or database (error %d)", doing, ms.Number)
	case 1205, 1222, 3960, 40501, 40613, 49918:
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the database cannot answer now (error %d)", doing, ms.Number)
	}
	return dubbelkrona.Invalidf("%s: the query fails in the database (error %d); run it by hand to see why", doing, ms.Number)
}
