package lake

import (
	"fmt"

	"dubbelkrona"
)

// SegmentFile is a file of the lake with the segments that are in it.
type SegmentFile struct {
	File
	Of       *dubbelkrona.Table
	Packed   bool
	Segments []dubbelkrona.Segment
}

// SegmentFiles are the files in which segments lie, each once, in the order of their
// first segments.
func SegmentFiles(segments []dubbelkrona.Segment) ([]SegmentFile, error) {
	var files []SegmentFile
	at := make(map[string]int)
	for _, s := range segments {
		i, met := at[s.Path]
		if !met {
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

// Partition is where the file belongs in the
func (f *SegmentFile) Partition() Partition {
	p := Partition{Source: f.Segments[0].Source, First: f.Segments[0].ID}
	if f.Packed {
		for _, s := range f.Segments {
			p.First, p.Last = min(p.First, s.ID), max(p.Last, s.ID)
		}
	}
	return p
}

// BySource are the segments of a pack by source, in the order in which they
// are in it. An earlier version put those of several sources together.
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

// Small files are put together: a night's deliveries make several of a few
// kilobytes each, and opening one costs about what reading a megabyte does.
const (
	smallFile    = 8 << 20  // a file below it is small
	packBytes    = 32 << 20 // a pack ends when its files reach it
	packSegments = 4000     // or when its segments reach this
	fewFiles     = 8        // fewer files are left alone
)

// Compactable groups the small files of each table and source that are worth
// putting together.
func Compactable(files []SegmentFile) [][]SegmentFile {
	var groups [][]SegmentFile
	type of struct{ table, source string }
	var order []of // in which they are met, so that equal files give equal groups
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
	if len(g.files) < fewFiles {
		return groups
	}
	return append(groups, g.files)
}

// Together is a group of files as one file, which is a pack.
func Together(files []SegmentFile) SegmentFile {
	all := SegmentFile{File: File{Table: files[0].Table}, Of: files[0].Of, Packed: true}
	for _, f := range files {
		all.Segments = append(all.Segments, f.Segments...)
	}
	return all
}

// Parts are the files as Pack takes them.
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
