// Package fold computes which segments must be deleted from and loaded into a
// table of a snapshot so that it consists of a given set of segments.
package fold

import (
	"slices"

	"dubbelkrona"
)

// Change is what must be done to a table so that it has the wanted segments.
type Change struct {
	Gone, Fresh int                   // numbers of segments that are no longer wanted, and that are new
	Remove      []int64               // segments whose rows are deleted, first
	Plain       []dubbelkrona.Segment // segments of other modes than upsert, whose rows are all inserted
	Upsert      []Upsert              // segments of mode upsert, by source, whose rows are merged
}

// Upsert has the segments of load mode upsert that one source adds.
type Upsert struct {
	Segments []dubbelkrona.Segment
	// Existing are the segments of the same source and mode that stay in the
	// table; each is older than all of Segments.
	Existing []int64
}

// Plan compares the segments that one table has (seen) with those that it should
// have (want).
//
// Of a source with mode upsert, the table has only the last row of each key. If
// one of its segments is removed, rows that it had replaced must return; if a
// segment is added that is not the newest, some of its rows are already replaced.
// Both are rare (erasure, a snapshot as of an earlier time), so the source is
// then removed and merged again from all of its segments.
func Plan(seen, want []dubbelkrona.Segment) Change {
	gone, stay := split(seen, want)
	fresh, _ := split(want, seen)
	c := Change{Gone: len(gone), Fresh: len(fresh)}
	c.Remove = IDs(ofMode(gone, false))
	c.Plain = ofMode(fresh, false)

	for _, source := range sourcesOf(ofMode(append(slices.Clone(gone), fresh...), true)) {
		goes, comes, stays := upsertsOf(gone, source), upsertsOf(fresh, source), upsertsOf(stay, source)
		if len(goes) == 0 && newer(comes, stays) {
			c.Upsert = append(c.Upsert, Upsert{comes, IDs(stays)})
			continue
		}
		c.Remove = append(append(c.Remove, IDs(goes)...), IDs(stays)...)
		if all := upsertsOf(want, source); len(all) > 0 {
			c.Upsert = append(c.Upsert, Upsert{Segments: all})
		}
	}
	return c
}

// identity identifies a segment. It includes the file's hash because a ledger
// restored from a backup reuses numbers.
type identity struct {
	id     int64
	source string
	mode   dubbelkrona.LoadMode
	sha256 string
}

func identify(s dubbelkrona.Segment) identity { return identity{s.ID, s.Source, s.Mode, s.SHA256} }

// split returns the segments of a that are not in b, and those that are.
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

// ofMode returns the segments of load mode upsert, or those of other modes.
func ofMode(segments []dubbelkrona.Segment, upsert bool) (out []dubbelkrona.Segment) {
	for _, s := range segments {
		if (s.Mode == dubbelkrona.Upsert) == upsert {
			out = append(out, s)
		}
	}
	return out
}

// upsertsOf returns the upsert segments of a source.
func upsertsOf(segments []dubbelkrona.Segment, source string) (out []dubbelkrona.Segment) {
	for _, s := range ofMode(segments, true) {
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

// IDs returns the numbers of segments.
func IDs(segments []dubbelkrona.Segment) (out []int64) {
	for _, s := range segments {
		out = append(out, s.ID)
	}
	return out
}

// newer reports whether every segment of a has a higher number than all of b.
func newer(a, b []dubbelkrona.Segment) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.Min(IDs(a)) > slices.Max(IDs(b))
}
