package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dubbelkrona"
)

// wanted validates the segments of a spec that are not replaced and returns
// them by table, sorted by number.
func wanted(spec Spec) (map[string][]dubbelkrona.Segment, error) {
	names := map[string]bool{}
	for _, t := range loadedTables() {
		names[t.Name] = true
	}
	want := map[string][]dubbelkrona.Segment{}
	used := map[int64]bool{}
	for _, s := range spec.Segments {
		if s.ReplacedBy != 0 {
			continue
		}
		if !names[s.Table] {
			return nil, fmt.Errorf("segment %d: no table %q", s.ID, s.Table)
		}
		if s.ID < 1 || used[s.ID] {
			return nil, fmt.Errorf("segment %d: the number is not unique and positive", s.ID)
		}
		used[s.ID] = true
		want[s.Table] = append(want[s.Table], s)
	}
	for _, segments := range want {
		slices.SortFunc(segments, func(a, b dubbelkrona.Segment) int { return cmp.Compare(a.ID, b.ID) })
	}
	return want, nil
}

// seenSegments returns the segments that the file consists of, by table.
func seenSegments(ctx context.Context, d *DB) (map[string][]dubbelkrona.Segment, error) {
	rows, err := d.Collect(ctx, "SELECT segment, table_name, source, load_mode, sha256 FROM meta.segment ORDER BY segment")
	if err != nil {
		return nil, fmt.Errorf("segments read: %w", err)
	}
	seen := map[string][]dubbelkrona.Segment{}
	for _, row := range rows {
		table := row[1].(string)
		seen[table] = append(seen[table], dubbelkrona.Segment{ID: row[0].(int64), Table: table,
			Source: row[2].(string), Mode: dubbelkrona.LoadMode(row[3].(string)), SHA256: row[4].(string)})
	}
	return seen, nil
}
