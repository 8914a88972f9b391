package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
)

// staged holds the winners among new rows while the rows that they outdo are
// looked for. It is in DuckDB's memory (and its temporary folder), not in the
// snapshot.
const staged = "memory.main.staged"

// loadUpsert folds a source's new upsert segments into the table: of the rows
// that agree in the key, the one with the highest _segment and _row stays.
func (b *builder) loadUpsert(ctx context.Context, t loaded, u upsertChange) error {
	from, rows, err := b.scan(t, u.segments)
	if err != nil || rows == 0 {
		return err
	}
	from = winners(t, from)
	if len(u.existing) == 0 {
		return b.db.exec(ctx, fmt.Sprintf("INSERT INTO %s BY NAME %s", quotePath(t.name), from))
	}
	err = b.db.exec(ctx, fmt.Sprintf("CREATE OR REPLACE TABLE %s AS %s", staged, from))
	if err == nil {
		err = b.remove(ctx, t, outdone(t, u.existing))
	}
	if err == nil {
		err = b.db.exec(ctx, fmt.Sprintf("INSERT INTO %s BY NAME FROM %s", quotePath(t.name), staged))
	}
	return errors.Join(err, b.db.exec(ctx, "DROP TABLE IF EXISTS "+staged))
}

// winners keeps the last row of each key. Where rows of one segment and one
// place in the file share a key (several values in one cell), their hash
// decides, so that every build decides alike. A table whose key is the place
// itself holds postings: equal ones are different postings, and only those of
// an older segment give way.
func winners(t loaded, from string) string {
	rank := fmt.Sprintf("row_number() OVER (PARTITION BY %s ORDER BY %s DESC, %s DESC, hash(%s) DESC)",
		quoteAll(t.Key), segmentColumn, dubbelkrona.RowColumn, quoteAll(t.hashed()))
	if slices.Contains(t.Key, dubbelkrona.RowColumn) {
		rank = fmt.Sprintf("rank() OVER (PARTITION BY %s ORDER BY %s DESC)", quoteAll(t.Key), segmentColumn)
	}
	return fmt.Sprintf("FROM (%s) QUALIFY %s = 1", from, rank)
}

// outdone is the condition that a row is of one of the segments and shares its
// key with a staged row. A missing part of a key equals a missing part.
func outdone(t loaded, segments []int64) string {
	var same []string
	for _, k := range t.Key {
		same = append(same, fmt.Sprintf("old.%[1]s IS NOT DISTINCT FROM new.%[1]s", Quote(k)))
	}
	return fmt.Sprintf("rowid IN (SELECT old.rowid FROM %s AS old SEMI JOIN %s AS new ON %s WHERE %s)",
		quotePath(t.name), staged, strings.Join(same, " AND "), inSegments(segments))
}
