package warehouse

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"math/big"
	"time"

	"dubbelkrona"

	"github.com/marcboeker/go-duckdb/v2"
	"github.com/shopspring/decimal"
)

// Column is a column of a result.
type Column struct {
	Name string
	Type string // DuckDB's name for it: "VARCHAR", "DECIMAL(18,2)", …
}

// Rows is the result of a query. It is read once, row by row, and then closed.
type Rows struct {
	ctx     context.Context
	rows    *sql.Rows
	columns []Column
	sql     string
}

// Query runs one SELECT. args are the values of ?.
func (d *DB) Query(ctx context.Context, sql string, args ...any) (*Rows, error) {
	rows, err := d.pool.QueryContext(ctx, sql, args...)
	if err != nil {
		return nil, wrapQuery(ctx, err, sql)
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		rows.Close()
		return nil, wrapQuery(ctx, err, sql)
	}
	columns := make([]Column, len(types))
	for i, t := range types {
		columns[i] = Column{Name: t.Name(), Type: t.DatabaseTypeName()}
	}
	return &Rows{ctx: ctx, rows: rows, columns: columns, sql: sql}, nil
}

// Columns returns the columns of the result, in order.
func (r *Rows) Columns() []Column { return r.columns }

// Close releases the result; only needed if All is not read to its end.
func (r *Rows) Close() error { return r.rows.Close() }

// All returns the rows in the order of the query, each in a new slice, and
// closes the result. An error is yielded last, without a row.
//
// A value is nil for NULL, or string, bool, int64, []byte, time.Time (in UTC),
// float64, or decimal.Decimal: DECIMAL and the integers beyond 64 bits, such as
// sums of integers, are exact. Columns of other types must be cast in the SQL.
func (r *Rows) All() iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		defer r.rows.Close()
		for r.rows.Next() {
			row, err := r.scan()
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := r.rows.Err(); err != nil {
			yield(nil, wrapQuery(r.ctx, err, r.sql))
		}
	}
}

func (r *Rows) scan() ([]any, error) {
	row := make([]any, len(r.columns))
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	if err := r.rows.Scan(into...); err != nil {
		return nil, wrapQuery(r.ctx, err, r.sql)
	}
	for i, v := range row {
		plain, ok := plainValue(v)
		if !ok {
			return nil, dubbelkrona.Invalidf("result read: column %q is of type %s: cast it to VARCHAR or a number", r.columns[i].Name, r.columns[i].Type)
		}
		row[i] = plain
	}
	return row, nil
}

// plainValue converts a value of the driver to one of the types of Rows.All; ok
// is false if there is none for it.
func plainValue(v any) (plain any, ok bool) {
	switch v := v.(type) {
	case nil, string, bool, int64, []byte, float64:
		return v, true
	case time.Time:
		return v.UTC(), true
	case duckdb.Decimal:
		return decimal.NewFromBigInt(v.Value, -int32(v.Scale)), true
	case *big.Int:
		return decimal.NewFromBigInt(v, 0), true
	case int8:
		return int64(v), true
	case int16:
		return int64(v), true
	case int32:
		return int64(v), true
	case uint8:
		return int64(v), true
	case uint16:
		return int64(v), true
	case uint32:
		return int64(v), true
	case uint64:
		return decimal.NewFromBigInt(new(big.Int).SetUint64(v), 0), true
	case float32:
		return float64(v), true
	default:
		return nil, false
	}
}

// Collect runs a query and returns all of its rows.
func (d *DB) Collect(ctx context.Context, sql string, args ...any) ([][]any, error) {
	rows, err := d.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	var all [][]any
	for row, err := range rows.All() {
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// one runs a query that returns exactly one row.
func (d *DB) one(ctx context.Context, sql string, args ...any) ([]any, error) {
	rows, err := d.Collect(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, fmt.Errorf("query read: %d rows instead of one", len(rows))
	}
	return rows[0], nil
}
