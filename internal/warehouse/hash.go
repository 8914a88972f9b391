package warehouse

import (
	"context"
	"fmt"
	"math/big"
	"strconv"

	"dubbelkrona"

	"github.com/shopspring/decimal"
)

// tableSum is a count of rows and the sum, modulo 2^64, of their hashes.
type tableSum struct {
	rows int64
	sum  uint64
}

func (s tableSum) plus(o tableSum) tableSum  { return tableSum{s.rows + o.rows, s.sum + o.sum} }
func (s tableSum) minus(o tableSum) tableSum { return tableSum{s.rows - o.rows, s.sum - o.sum} }

func (s tableSum) hash(table string) dubbelkrona.TableHash {
	return dubbelkrona.TableHash{Table: table, Rows: s.rows, Hash: fmt.Sprintf("%016x", s.sum)}
}

// sumRows returns the sum over the rows of a table that satisfy a condition.
func sumRows(ctx context.Context, d *DB, t loaded, condition string) (tableSum, error) {
	return sumOf(ctx, d, t.name, fmt.Sprintf("SELECT count(*), sum(hash(%s)) FROM %s WHERE %s",
		QuoteAll(t.hashed()), quotePath(t.name), condition))
}

// sumOf runs a query that returns a number of rows and the sum of their hashes.
func sumOf(ctx context.Context, d *DB, name, query string) (tableSum, error) {
	row, err := d.one(ctx, query)
	if err != nil {
		return tableSum{}, fmt.Errorf("content hash: %s: %w", name, err)
	}
	s := tableSum{rows: row[0].(int64)}
	if total, ok := row[1].(decimal.Decimal); ok { // NULL if there is no row
		low := new(big.Int).And(total.BigInt(), new(big.Int).SetUint64(1<<64-1))
		s.sum = low.Uint64()
	}
	return s, nil
}

// Hashes computes the content hash of every loaded table of the file from its
// rows, in some 0.1 s per million rows. In an undamaged snapshot it equals
// KeptHashes, the hashes recorded by the build. Sealed covers other tables.
func (d *DB) Hashes(ctx context.Context) ([]dubbelkrona.TableHash, error) {
	here, err := presentTables(ctx, d)
	if err != nil {
		return nil, err
	}
	var all []dubbelkrona.TableHash
	for _, t := range here {
		h, err := hashOf(ctx, d, t.name, segmentColumn)
		if err != nil {
			return nil, err
		}
		all = append(all, h)
	}
	return all, nil
}

// KeptHashes returns the hashes recorded in meta.table_hash, in the order of
// Hashes.
func (d *DB) KeptHashes(ctx context.Context) ([]dubbelkrona.TableHash, error) {
	kept, err := keptSums(ctx, d)
	if err != nil {
		return nil, err
	}
	here, err := presentTables(ctx, d)
	if err != nil {
		return nil, err
	}
	var all []dubbelkrona.TableHash
	for _, t := range here {
		all = append(all, kept[t.name].hash(t.name))
	}
	return all, nil
}

func keptSums(ctx context.Context, d *DB) (map[string]tableSum, error) {
	rows, err := d.Collect(ctx, "SELECT table_name, row_count, content_hash FROM meta.table_hash")
	if err != nil {
		return nil, fmt.Errorf("content hash read: %w", err)
	}
	kept := make(map[string]tableSum, len(rows))
	for _, row := range rows {
		sum, err := strconv.ParseUint(row[2].(string), 16, 64)
		if err != nil {
			return nil, fmt.Errorf("content hash read: %v: not a hash", row[0])
		}
		kept[row[0].(string)] = tableSum{row[1].(int64), sum}
	}
	return kept, nil
}
