package lake

import (
	"fmt"

	"dubbelkrona"
)

// SegmentFile is a file of the lake with its segments: one, or those of a pack.
type SegmentFile struct {
	File
	Of       *dubbelkrona.Table
	Packed   bool
	Segments []dubbelkrona.Segment
}

// SegmentFiles returns the files of segments, each once, in the order of their
// first segments.
func SegmentFiles(segments []dubbelkrona.Segment) ([]SegmentFile, error) {
	var files []SegmentFile
	at := make(map[string]int)
	for _, s := range segments {
		i, found := at[s.Path]
		if !found {
			f, err := fileOf(s)
			if err != nil {
				return nil, err
			}
			i = len(files)
			at[s.Path], files = i, append(files, f)
		}
		files[i].Segments = append(files[i].Segments, s)
	}
	return files, nil
}

// Partition returns the partition that the file belongs to.
func (f *SegmentFile) Partition() Partition {
	p := Partition{Source: f.Segments[0].Source, First: f.Segments[0].ID}
	if f.Packed {
		for _, s := range f.Segments {
			p.First, p.Last = min(p.First, s.ID), max(p.Last, s.ID)
		}
	}
	return p
}

// BySource returns the segments of a pack by source, and the sources in order of
// first occurrence. An earlier version made packs of several sources.
func (f *SegmentFile) BySource() (sources []string, segments map[string][]dubbelkrona.Segment) {
	segments = make(map[string][]dubbelkrona.Segment)
	for _, s := range f.Segments {
		if segments[s.Source] == nil {
			sources = append(sources, s.Source)
		}
		segments[s.Source] = append(segments[s.Source], s)
	}
	return sources, segments
}

func fileOf(s dubbelkrona.Segment) (SegmentFile, error) {
	table, ok := dubbelkrona.TableByName(s.Table)
	if s.Table == dubbelkrona.IssueTable().Name {
		table, ok = dubbelkrona.IssueTable(), true
	}
	if !ok {
		return SegmentFile{}, fmt.Errorf("segment %d: no table %q", s.ID, s.Table)
	}
	f := SegmentFile{Of: table, File: File{Table: s.Table, Path: s.Path, Rows: s.Rows, Bytes: s.Bytes, SHA256: s.SHA256}}
	if (s.Pack != dubbelkrona.Pack{}) {
		f.Packed, f.Rows, f.Bytes, f.SHA256 = true, s.Pack.Rows, s.Pack.Bytes, s.Pack.SHA256
	}
	return f, nil
}

// Small files are merged into packs: a night's deliveries give several files of a
// few kilobytes each, and opening one takes as long as reading a megabyte.
const (
	smallFile    = 8 << 20  // a file below it is small
	packBytes    = 32 << 20 // a pack ends when its files reach this size
	packSegments = 4000     // or this number of segments
	minFiles     = 8        // fewer files are not merged
)

// Compactable returns groups of small files of one table and source that are
// worth merging.
func Compactable(files []SegmentFile) [][]SegmentFile {
	var groups [][]SegmentFile
	type of struct{ table, source string }
	var order []of // of first occurrence, so that equal files give equal groups
	open := make(map[of]*group)
	for _, f := range files {
		if f.Bytes >= smallFile {
			continue
		}
		key := of{f.Table, f.Segments[0].Source}
		g := open[key]
		if g == nil {
			g = &group{}
			open[key], order = g, append(order, key)
		}
		g.add(f)
		if g.bytes >= packBytes || g.segments >= packSegments {
			groups, *g = g.end(groups), group{}
		}
	}
	for _, key := range order {
		groups = open[key].end(groups)
	}
	return groups
}

type group struct {
	files    []SegmentFile
	bytes    int64
	segments int
}

func (g *group) add(f SegmentFile) {
	g.files, g.bytes, g.segments = append(g.files, f), g.bytes+f.Bytes, g.segments+len(f.Segments)
}

func (g *group) end(groups [][]SegmentFile) [][]SegmentFile {
	if len(g.files) < minFiles {
		return groups
	}
	return append(groups, g.files)
}

// Together returns the pack that a group of files becomes, without a path.
func Together(files []SegmentFile) SegmentFile {
	all := SegmentFile{File: File{Table: files[0].Table}, Of: files[0].Of, Packed: true}
	for _, f := range files {
		all.Segments = append(all.Segments, f.Segments...)
	}
	return all
}

// Parts returns the files as arguments of Pack.
func Parts(files []SegmentFile) (parts []Part) {
	for _, f := range files {
		part := Part{Path: f.Path}
		if !f.Packed {
			part.Segment = f.Segments[0].ID
		}
		parts = append(parts, part)
	}
	return parts
}
