package sql

import (
	"context"
	"crypto/tls"
	"strings"
	"time"
)

// engine is a kind of database.
type engine interface {
	// connect opens a session whose statements can only read.
	connect(context.Context) (session, error)
	// quote writes the name of a column.
	quote(name string) string
	// parameter is the nth placeholder of a statement, from 1.
	parameter(n int) string
}

// session is one transaction of one connection.
type session interface {
	// one gives the cells of the first row of a small answer; found is false
	// where there is no row.
	one(ctx context.Context, statement string, args ...string) (row []cell, found bool, err error)
	// stream gives the columns and then each row of a large answer. The cells
	// are valid until row returns.
	stream(ctx context.Context, statement string, args []string, columns func([]string) error, row func([]cell) error) error
	// close ends the transaction and the connection.
	close() error
}

// cell is text as the database writes it, or NULL.
type cell struct {
	text []byte
	null bool
}

// fetchRows is how many rows a server-side cursor sends at a time.
const fetchRows = 1000

// tlsConfig is nil where nothing is encrypted.
func (o *options) tlsConfig() *tls.Config {
	if o.TLS == "off" || strings.HasPrefix(o.Host, "/") {
		return nil
	}
	return &tls.Config{ServerName: o.Host, RootCAs: o.roots, MinVersion: tls.VersionTLS12}
}

// within is a query as a table, on lines of its own: it may end in a comment.
func (o *options) within() string { return "(\n" + o.query + "\n) AS q" }

// patience is how long a database may be silent: a statement's time, which it
// keeps itself, and a while.
func (o *options) patience() time.Duration { return o.timeout + 30*time.Second }
