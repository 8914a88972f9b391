package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fold"
)

// filesPerStatement bounds the length of one statement.
const filesPerStatement = 1000

// load inserts a table's new segments and adds them to its hash.
func (b *builder) load(ctx context.Context, t loaded, c fold.Change) error {
	if err := b.fault(PointLoad); err != nil {
		return err
	}
	if err := b.loadPlain(ctx, t, c.Plain); err != nil {
		return err
	}
	loaded := fold.IDs(c.Plain)
	for _, u := range c.Upsert {
		if err := b.loadUpsert(ctx, t, u); err != nil {
			return err
		}
		loaded = append(loaded, fold.IDs(u.Segments)...)
	}
	if len(loaded) == 0 {
		return nil
	}
	condition := inSegments(loaded)
	if b.hashes[t.name].rows == 0 {
		condition = "true" // the table has no other rows
	}
	sum, err := sumRows(ctx, b.db, t, condition)
	if err != nil {
		return err
	}
	b.hashes[t.name] = b.hashes[t.name].plus(sum)
	return nil
}

// loadPlain inserts all rows of segments and checks their number.
func (b *builder) loadPlain(ctx context.Context, t loaded, segments []dubbelkrona.Segment) error {
	for chunk := range slices.Chunk(segments, filesPerStatement) {
		from, rows, err := b.scan(t, chunk)
		if err != nil {
			return err
		}
		if rows == 0 {
			continue
		}
		n, err := b.db.Exec(ctx, fmt.Sprintf("INSERT INTO %s BY NAME SELECT %s FROM (%s)", quotePath(t.name), QuoteAll(t.stored()), from))
		if err != nil {
			return err
		}
		if n != rows {
			return fmt.Errorf("%d rows loaded, but the segments have %d", n, rows)
		}
	}
	return nil
}

// escapeGlob returns a glob pattern that matches only the path.
func escapeGlob(path string) string {
	return strings.NewReplacer("*", "[*]", "?", "[?]", "[", "[[]").Replace(path)
}
