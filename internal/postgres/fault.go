package postgres

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"dubbelkrona"
)

// Fault classifies an error by SQLSTATE; doing says what failed. The server's
// message is included only if it is its own about the statement; other messages
// may contain values of rows, and so may one with a context, which was written by
// a function of the database. Nothing else of the error is included.
func Fault(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		var network net.Error
		if errors.As(err, &network) {
			return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the database cannot be reached or does not respond", doing)
		}
		if strings.Contains(err.Error(), "tls") || strings.Contains(err.Error(), "x509") {
			return dubbelkrona.Invalidf("%s: the encrypted connection is not trusted; check tls and ca", doing)
		}
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the connection to the database was lost", doing)
	}
	switch class := pg.Code[:min(2, len(pg.Code))]; class {
	case "42", "3D", "3F":
		if pg.Where != "" {
			return dubbelkrona.Invalidf("%s: a function of the database reports an error (%s)", doing, pg.Code)
		}
		return dubbelkrona.Invalidf("%s: the database rejects the query (%s): %s", doing, pg.Code, pg.Message)
	case "28":
		return dubbelkrona.Invalidf("%s: the database rejects user or password (%s)", doing, pg.Code)
	case "08", "40", "53", "55", "57", "58":
		return dubbelkrona.Errorf(dubbelkrona.Transient, "%s: the database cannot answer now (%s)", doing, pg.Code)
	default:
		return dubbelkrona.Invalidf("%s: the query fails in the database (SQLSTATE %s); run it by hand to see why", doing, pg.Code)
	}
}
