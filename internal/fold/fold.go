// Package fold decides what must be deleted and loaded so that a table consists
// of a set of segments: a snapshot is a fold over the segments of the lake.
package fold

import (
	"slices"

	"dubbelkrona"
)

// Change is what a table needs so that it consists of the segments wanted.
type Change struct {
	Gone, Fresh int                   // segments that the table has and shall not have, and the reverse
	Remove      []int64               // segments whose rows are deleted
	Plain       []dubbelkrona.Segment // segments all of whose rows are inserted
	Upsert      []Upsert
}

// Upsert is one source's new segments of load mode upsert.
type Upsert struct {
	Segments []dubbelkrona.Segment
	// Existing are the segments of the same source and mode whose rows stay;
	// each is older than all of Segments.
	Existing []int64
}

// Plan compares the segments of one table: those that the file has seen with
// those that it shall consist of.
//
// Of an upsert source only the winners are in the file. If one of its
// segments goes, rows that it had outdone come back; if one comes that is not
// the newest, some of its rows lose. Both are rare (erasure, an earlier
// moment asked for): the source is folded anew from all of its segments.
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

// identity is what makes two records of a segment the same. The file's hash is
// part of it: numbers come again when a ledger was restored from a backup.
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

// ofMode returns the segments that are of load mode upsert, or those that are not.
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

// newer reports whether every one of a came after every one of b.
func newer(a, b []dubbelkrona.Segment) bool {
	if len(a) == 0 || len(b) == 0 {
		return true
	}
	return slices.Min(IDs(a)) > slices.Max(IDs(b))
}
