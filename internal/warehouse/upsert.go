package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fold"
)

// bytesPerKey is the memory per row that DuckDB needs to find the last row of
// each key: about twice what was measured with keys of two columns.
const bytesPerKey = 200

// loadUpsert merges a source's new upsert segments into the table: of the rows
// with the same key, the one with the highest _segment and _row stays. DuckDB
// does not always manage to spill this to disk, so a merge that would not fit
// in memory is done in several passes, each over a part of the keys.
func (b *builder) loadUpsert(ctx context.Context, t loaded, u fold.Upsert) error {
	from, rows, err := b.scan(t, u.Segments)
	if err != nil || rows == 0 {
		return err
	}
	passes := 1 + rows*bytesPerKey/b.spec.Limits.Memory
	for pass := range passes {
		part := from
		if passes > 1 {
			part = fmt.Sprintf("SELECT * FROM (%s) WHERE hash(%s) %% %d = %d", from, QuoteAll(t.Key), passes, pass)
		}
		if len(u.Existing) > 0 {
			if err := b.remove(ctx, t, replacedRows(t, u.Existing, part)); err != nil {
				return err
			}
		}
		err := b.db.exec(ctx, fmt.Sprintf("INSERT INTO %s BY NAME %s", quotePath(t.name), lastRows(t, part)))
		if err != nil {
			return err
		}
	}
	return nil
}

// lastRows returns the SELECT of the last row of each key: the one with the
// highest _segment and, within it, the highest _row. If rows have the same _row
// (several values in one cell), the last one in the segment's file stays, so
// that every build gives the same result. If _row is part of the key, rows of
// the newest segment all stay and only those of older segments are replaced.
//
// Candidates are read twice, first the keys alone. Numbering whole rows with a
// window function would hold all of them in memory: two million postings did
// not fit in 400 MB.
func lastRows(t loaded, candidates string) string {
	const place = `((c._segment::UHUGEINT << 88) | (c._row::UHUGEINT << 44) | c._file_row::UHUGEINT)`
	last, same := "max("+place+")", "w.last = "+place
	if slices.Contains(t.Key, dubbelkrona.RowColumn) {
		last, same = "max(c._segment)", "w.last = c._segment AND "+sameKey(t, "c", "w")
	}
	return fmt.Sprintf(`WITH c AS NOT MATERIALIZED (%[1]s),
		w AS NOT MATERIALIZED (SELECT %[2]s, %[3]s AS last FROM c GROUP BY %[2]s)
		SELECT %[4]s FROM c SEMI JOIN w ON %[5]s`,
		candidates, QuoteAll(t.Key), last, QuoteAll(t.stored()), same)
}

// sameKey returns the condition that two rows have the same key; NULL equals
// NULL.
func sameKey(t loaded, a, b string) string {
	same := make([]string, len(t.Key))
	for i, k := range t.Key {
		same[i] = fmt.Sprintf("%[1]s.%[3]s IS NOT DISTINCT FROM %[2]s.%[3]s", a, b, Quote(k))
	}
	return strings.Join(same, " AND ")
}

// replacedRows returns the condition that a row is of one of the segments and
// has the same key as a candidate.
func replacedRows(t loaded, segments []int64, candidates string) string {
	return fmt.Sprintf("rowid IN (SELECT old.rowid FROM %s AS old SEMI JOIN (%s) AS new ON %s WHERE %s)",
		quotePath(t.name), candidates, sameKey(t, "old", "new"), inSegments(segments))
}
