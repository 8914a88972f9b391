package ledger

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// conn is the connection that the parts of a Ledger share, with its clock and
// what Options sets.
type conn struct {
	db      *sql.DB
	now     func() time.Time
	fault   func(point string) error
	changed func(Mark)
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// list runs a query and scans each row into the destinations that columns
// returns for it. Errors begin with what, the operation.
func list[T any](ctx context.Context, q queryer, what string, columns func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, failed(what, err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		var one T
		if err := rows.Scan(columns(&one)...); err != nil {
			return nil, failed(what, err)
		}
		all = append(all, one)
	}
	if err := rows.Err(); err != nil {
		return nil, failed(what, err)
	}
	return all, nil
}

// failed returns an error of SQLite explained, after the operation that failed;
// nil stays nil.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, explain(err))
}

// column is for list: the one column of a query.
func column[T any](value *T) []any { return []any{value} }

// limited ends a query whose only argument is its max number of rows; 0 is all.
const limited = " LIMIT iif(?1 > 0, ?1, -1)"

// find reads the first row of a query; found is false if there is none.
func (c *conn) find(ctx context.Context, what string, into []any, query string, args ...any) (found bool, err error) {
	err = c.db.QueryRowContext(ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, failed(what, err)
}

// exec runs a statement and returns how many rows it changed.
func (c *conn) exec(ctx context.Context, what, query string, args ...any) (rows int64, err error) {
	rows, err = affected(c.db.ExecContext(ctx, query, args...))
	return rows, failed(what, err)
}

// transact runs f in a transaction that takes the writer's lock at once.
func (c *conn) transact(ctx context.Context, what string, f func(*tx) error) error {
	begun, err := c.db.BeginTx(ctx, nil)
	if err != nil {
		return failed(what, err)
	}
	defer begun.Rollback() // after Commit it does nothing
	if err = f(&tx{begun, ctx}); err == nil {
		err = begun.Commit()
	}
	return failed(what, err)
}

// tx is a transaction with the context that it was begun with.
type tx struct {
	*sql.Tx
	ctx context.Context
}

// exec runs a statement and returns how many rows it changed.
func (t *tx) exec(query string, args ...any) (rows int64, err error) {
	return affected(t.ExecContext(t.ctx, query, args...))
}

// affected returns how many rows a statement changed.
func affected(result sql.Result, err error) (rows int64, _ error) {
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// run runs statements with the same arguments.
func (t *tx) run(args []any, queries ...string) error {
	for _, query := range queries {
		if _, err := t.ExecContext(t.ctx, query, args...); err != nil {
			return err
		}
	}
	return nil
}

// each runs a statement once for each of all, with the arguments for it.
func each[T any](t *tx, all []T, query string, args func(T) []any) error {
	for _, one := range all {
		if _, err := t.ExecContext(t.ctx, query, args(one)...); err != nil {
			return err
		}
	}
	return nil
}

// first reads the first row of a query; no row is sql.ErrNoRows.
func (t *tx) first(into []any, query string, args ...any) error {
	return t.QueryRowContext(t.ctx, query, args...).Scan(into...)
}
