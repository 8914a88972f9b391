package lake

import (
	"fmt"
	"slices"

	"dubbelkrona"
)

// Files returns the files of segments, each once, in the order of their first
// segments.
func Files(segments []dubbelkrona.Segment) ([]dubbelkrona.File, error) {
	var files []dubbelkrona.File
	at := make(map[string]int)
	for _, s := range segments {
		i, found := at[s.Path]
		if !found {
			f, err := FileOf(s)
			if err != nil {
				return nil, err
			}
			at[s.Path], files = len(files), append(files, f)
			continue
		}
		files[i].Segments = append(files[i].Segments, s)
	}
	return files, nil
}

// FileOf returns the file of a segment, without the other segments of a pack.
func FileOf(s dubbelkrona.Segment) (dubbelkrona.File, error) {
	all := tables()
	at := slices.IndexFunc(all, func(t *dubbelkrona.Table) bool { return t.Name == s.Table })
	if at < 0 {
		return dubbelkrona.File{}, fmt.Errorf("segment %d: no table %q", s.ID, s.Table)
	}
	f := dubbelkrona.File{Table: all[at], Path: s.Path, Rows: s.Rows, Bytes: s.Bytes, SHA256: s.SHA256, Segments: []dubbelkrona.Segment{s}}
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
func Compactable(files []dubbelkrona.File) [][]dubbelkrona.File {
	var groups [][]dubbelkrona.File
	type of struct {
		table  *dubbelkrona.Table
		source string
	}
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
		g.files, g.bytes, g.segments = append(g.files, f), g.bytes+f.Bytes, g.segments+len(f.Segments)
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
	files    []dubbelkrona.File
	bytes    int64
	segments int
}

func (g *group) end(groups [][]dubbelkrona.File) [][]dubbelkrona.File {
	if len(g.files) < minFiles {
		return groups
	}
	return append(groups, g.files)
}
