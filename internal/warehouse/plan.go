package warehouse

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dubbelkrona"
)

// change is what a table needs so that it consists of the segments wanted.
type change struct {
	remove []int64               // segments whose rows go
	plain  []dubbelkrona.Segment // segments all of whose rows come
	upsert []upsertChange
}

// upsertChange is one source's new segments of load mode upsert.
type upsertChange struct {
	segments []dubbelkrona.Segment
	// existing are the segments of the same source and mode whose rows stay;
	// each is older than all of segments.
	existing []int64
}

// plan compares the segments of one table: those that the file has seen with
// those that it shall consist of.
//
// Of an upsert source only the winners are in the file. Where one of its
// segments goes, rows that it had outdone come back; where one comes that is
// not the newest, some of its rows lose. Both are rare (erasure, an earlier
// moment asked for): the source is folded anew from all of its segments.
func plan(seen, want []dubbelkrona.Segment) change {
	var c change
	gone, stay := split(seen, want)
	fresh, _ := split(want, seen)
	c.remove = ids(where(gone, false))
	c.plain = where(fresh, false)

	for _, source := range sourcesOf(where(append(slices.Clone(gone), fresh...), true)) {
		goes, comes, stays := of(gone, source), of(fresh, source), of(stay, source)
		if len(goes) == 0 && newer(comes, stays) {
			c.upsert = append(c.upsert, upsertChange{comes, ids(stays)})
			continue
		}
		c.remove = append(append(c.remove, ids(goes)...), ids(stays)...)
		if all := of(want, source); len(all) > 0 {
			c.upsert = append(c.upsert, upsertChange{segments: all})
		}
	}
	return c
}

// identity is what makes two records of a segment the same. The file's hash is
// part of it: numbers come again where a ledger was restored from a backup.
type identity struct {
	id     int64
	source string
	mode   dubbelkrona.LoadMode
	sha256 string
}

func identify(s dubbelkrona.Segment) identity { return identity{s.ID, s.Source, s.Mode, s.SHA256} }

// split divides a by whether b has the segment too.
func split(a, b []dubbelkrona.Segment) (without, with []dubbelkrona.Segment) {
	has := make(map[identity]bool, len(b))
	for _, s := range b {
		has[identify(s)] = true
	}
	for _, s := range a {
		if has[identify(s)] {
			with = append(with, s)
		} else {
			without = append(without, s)
		}
	}
	return without, with
}

// where picks the segments that are of load mode upsert, or those that are not.
func where(segments []dubbelkrona.Segment, upsert bool) (out []dubbelkrona.Segment) {
	for _, s := range segments {
		if (s.Mode == dubbelkrona.Upsert) == upsert {
			out = append(out, s)
		}
	}
	return out
}

// of picks the upsert segments of a source.
func of(segments []dubbelkrona.Segment, source string) (out []dubbelkrona.Segment) {
	for _, s := range where(segments, true) {
		if s.Source == source {
			out = append(out, s)
		}
	}
	return out
}

func sourcesOf(segments []dubbelkrona.Segment) (names []string) {
	for _, s := range segments {
		names = append(names, s.Source)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func ids(segments []dubbelkrona.Segment) (out []int64) {
	for _, s := range segments {
		out = append(out, s.ID)
	}
	return out
}

// newer says whether every one of a came after every one of b.
func newer(a, b []dubbelkrona.Segment) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.Min(ids(a)) > slices.Max(ids(b))
}

// wanted checks the segments of a spec and sorts them by table, then number.
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
			return nil, fmt.Errorf("segment %d: the number is not one of a kind", s.ID)
		}
		used[s.ID] = true
		want[s.Table] = append(want[s.Table], s)
	}
	for _, segments := range want {
		slices.SortFunc(segments, func(a, b dubbelkrona.Segment) int { return cmp.Compare(a.ID, b.ID) })
	}
	return want, nil
}

// seenSegments are the segments that the file consists of, by table.
func (d *DB) seenSegments(ctx context.Context) (map[string][]dubbelkrona.Segment, error) {
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
