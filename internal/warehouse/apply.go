package warehouse

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dubbelkrona"
	"dubbelkrona/internal/fold"
)

// apply deletes and loads rows until the open file consists of exactly the
// segments of the spec, and records those segments and the tables' hashes.
func (b *builder) apply(ctx context.Context) error {
	want, err := wanted(b.spec)
	if err != nil {
		return err
	}
	seen, err := seenSegments(ctx, b.db)
	if err != nil {
		return err
	}
	changes := map[string]fold.Change{}
	for _, t := range loadedTables() {
		c := fold.Plan(seen[t.Name], want[t.Name])
		b.built.Removed += c.Gone
		b.built.Loaded += c.Fresh
		changes[t.Name] = c
	}
	if err := b.fault(PointRemove); err != nil {
		return err
	}
	for _, t := range loadedTables() {
		if err := b.remove(ctx, t, inSegments(changes[t.Name].Remove)); err != nil {
			return fmt.Errorf("segments remove: %s: %w", t.name, err)
		}
	}
	for _, t := range loadedTables() {
		if err := b.load(ctx, t, changes[t.Name]); err != nil {
			return fmt.Errorf("segments load: %s: %w", t.name, err)
		}
	}
	return b.record(ctx, want)
}

// remove deletes the rows of a table that satisfy a condition and subtracts
// them from its hash. An empty condition deletes nothing.
func (b *builder) remove(ctx context.Context, t loaded, condition string) error {
	if condition == "" {
		return nil
	}
	sum, err := sumRows(ctx, b.db, t, condition)
	if err != nil || sum.rows == 0 {
		return err
	}
	n, err := b.db.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE %s", quotePath(t.name), condition))
	if err != nil {
		return err
	}
	if n != sum.rows {
		return fmt.Errorf("%d rows deleted of %d", n, sum.rows)
	}
	b.hashes[t.name] = b.hashes[t.name].minus(sum)
	return nil
}

// inSegments returns the condition that a row belongs to one of the segments,
// or an empty text if there are none. It has bounds beside the list so that
// DuckDB skips row groups outside them by their statistics.
func inSegments(segments []int64) string {
	if len(segments) == 0 {
		return ""
	}
	list := make([]string, len(segments))
	for i, id := range segments {
		list[i] = strconv.FormatInt(id, 10)
	}
	return fmt.Sprintf("%[1]s BETWEEN %[2]d AND %[3]d AND %[1]s IN (%[4]s)", Quote(segmentColumn),
		slices.Min(segments), slices.Max(segments), strings.Join(list, ", "))
}

// record writes meta.segment and meta.table_hash.
func (b *builder) record(ctx context.Context, want map[string][]dubbelkrona.Segment) error {
	if err := b.fault(PointRecord); err != nil {
		return err
	}
	if err := b.db.script(ctx, []string{"DELETE FROM meta.segment", "DELETE FROM meta.table_hash"}); err != nil {
		return err
	}
	b.built.Hashes = nil
	var hashes, segments [][]any
	for _, t := range loadedTables() {
		h := b.hashes[t.name].hash(t.name)
		b.built.Hashes = append(b.built.Hashes, h)
		hashes = append(hashes, []any{h.Table, h.Rows, h.Hash})
		for _, s := range want[t.Name] {
			segments = append(segments, []any{s.ID, s.Table, s.Source, s.Object, s.Period, string(s.Mode),
				s.Rows, s.SHA256, s.ObjectSHA256, s.RunID, s.Committed.UTC()})
		}
	}
	for _, def := range ownTables(b.spec.Comments) {
		rows := map[string][][]any{"meta.segment": segments, "meta.table_hash": hashes}[def.Name]
		if err := def.Fill(ctx, b.db, rows); err != nil {
			return err
		}
	}
	return nil
}
