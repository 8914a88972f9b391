package sql

import (
	"context"
	"crypto/tls"
	"time"

	pg "dubbelkrona/internal/postgres"
)

// engine is a kind of database.
type engine interface {
	// connect opens a read-only session.
	connect(context.Context) (session, error)
	// quote quotes the name of a column.
	quote(name string) string
	// parameter returns the nth placeholder of a statement, from 1.
	parameter(n int) string
}

// session is one transaction on one connection.
type session interface {
	// one returns the first row of a small result; found is false if it is
	// empty.
	one(ctx context.Context, statement string, args ...string) (row []cell, found bool, err error)
	// stream calls columns once and then row for each row of a large result.
	// The cells are valid until row returns.
	stream(ctx context.Context, statement string, args []string, columns func([]string) error, row func([]cell) error) error
	// close ends the transaction and the connection.
	close() error
}

// cell is text as the database writes it, or NULL.
type cell struct {
	text []byte
	null bool
}

// fetchRows is the number of rows fetched from a server-side cursor at a time.
const fetchRows = 1000

// tlsConfig returns nil if the connection is not encrypted.
func (o *options) tlsConfig() *tls.Config { return pg.TLS(o.Host, o.TLS, o.roots) }

// within returns the query as a subquery, on lines of its own since it may end
// in a comment.
func (o *options) within() string { return "(\n" + o.query + "\n) AS q" }

// patience is the max time without any bytes from the database: the statement
// timeout, which the database enforces itself, and a margin.
func (o *options) patience() time.Duration { return o.timeout + 30*time.Second }
