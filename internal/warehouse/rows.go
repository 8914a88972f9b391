package warehouse

import (
	"cmp"
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

// Query runs one SELECT and returns its rows in order, each in a new slice. args
// are the values of ?. An error is yielded last, without a row.
//
// A value is nil for NULL, or string, bool, int64, []byte, time.Time (in UTC),
// float64, or decimal.Decimal: DECIMAL and the integers beyond 64 bits, such as
// sums of integers, are exact. Columns of other types must be cast in the SQL.
func (d *DB) Query(ctx context.Context, sql string, args ...any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		rows, err := d.pool.QueryContext(ctx, sql, args...)
		if err != nil {
			yield(nil, wrapQuery(ctx, err, sql))
			return
		}
		defer rows.Close()
		columns, err := rows.ColumnTypes()
		for err == nil && rows.Next() {
			row := make([]any, len(columns))
			if err = rows.Scan(pointers(row)...); err != nil {
				break
			}
			if err := plainRow(row, columns); err != nil {
				yield(nil, err)
				return
			}
			if !yield(row, nil) {
				return
			}
		}
		if err = cmp.Or(err, rows.Err()); err != nil {
			yield(nil, wrapQuery(ctx, err, sql))
		}
	}
}

// pointers returns the destinations for Scan to fill a row.
func pointers(row []any) []any {
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	return into
}

// plainRow converts the values of a row.
func plainRow(row []any, columns []*sql.ColumnType) error {
	for i, v := range row {
		plain, ok := plainValue(v)
		if !ok {
			return dubbelkrona.Invalidf("result read: column %q is of type %s: cast it to VARCHAR or a number", columns[i].Name(), columns[i].DatabaseTypeName())
		}
		row[i] = plain
	}
	return nil
}

// plainValue converts a value of the driver to one of the types of Query; ok
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
	var all [][]any
	for row, err := range d.Query(ctx, sql, args...) {
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
