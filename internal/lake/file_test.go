package lake_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
)

// smallSegments returns n segments of a table, each with its own file, numbered
// from first.
func smallSegments(table string, first, n int, bytes int64) (all []dubbelkrona.Segment) {
	for i := first; i < first+n; i++ {
		all = append(all, dubbelkrona.Segment{ID: int64(i), Table: table, Path: fmt.Sprintf("%s/%d.parquet", table, i), Rows: 1, Bytes: bytes, SHA256: fmt.Sprint(i)})
	}
	return all
}

func ofSource(source string, segments []dubbelkrona.Segment) []dubbelkrona.Segment {
	for i := range segments {
		segments[i].Source = source
	}
	return segments
}

func filesOf(t *testing.T, segments []dubbelkrona.Segment) []dubbelkrona.File {
	t.Helper()
	files, err := lake.Files(segments)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Each file is listed once, in the order of its first segment, with all of its
// segments and, for a pack, the size of the pack.
func TestFiles(t *testing.T) {
	pack := dubbelkrona.Pack{Rows: 9, Bytes: 900, SHA256: "pack"}
	files := filesOf(t, []dubbelkrona.Segment{
		{ID: 1, Table: "spend", Path: "spend/pack", Rows: 4, Bytes: 40, SHA256: "a", Pack: pack},
		{ID: 2, Table: "issue", Path: "issue/own", Rows: 2, Bytes: 20, SHA256: "b"},
		{ID: 3, Table: "spend", Path: "spend/pack", Rows: 5, Bytes: 50, SHA256: "c", Pack: pack},
	})
	if len(files) != 2 {
		t.Fatalf("%d files", len(files))
	}
	packed, own := files[0], files[1]
	if !packed.Packed || packed.Rows != 9 || packed.Bytes != 900 || packed.SHA256 != "pack" || len(packed.Segments) != 2 || packed.Table.Name != "spend" {
		t.Errorf("pack: %+v", packed)
	}
	if own.Packed || own.Rows != 2 || own.Bytes != 20 || own.SHA256 != "b" || len(own.Segments) != 1 || own.Table != dubbelkrona.IssueTable() {
		t.Errorf("own file: %+v", own)
	}
	if _, err := lake.Files([]dubbelkrona.Segment{{ID: 1, Table: "unknown", Path: "x"}}); err == nil {
		t.Error("an unknown table was accepted")
	}
}

// Eight small files of a table are packed, seven are not. Large files are left
// out. A group ends at its max size or max number of segments.
func TestCompactable(t *testing.T) {
	const mib = 1 << 20
	packOf := func(n int) (all []dubbelkrona.Segment) {
		for i := range n {
			all = append(all, dubbelkrona.Segment{ID: int64(10_000 + i), Table: "spend", Path: "spend/pack", Rows: 1, Pack: dubbelkrona.Pack{Rows: int64(n), Bytes: mib, SHA256: "p"}})
		}
		return all
	}
	for name, c := range map[string]struct {
		segments []dubbelkrona.Segment
		want     []int // files in each group
	}{
		"nothing":                {nil, nil},
		"seven":                  {smallSegments("spend", 1, 7, 1000), nil},
		"eight":                  {smallSegments("spend", 1, 8, 1000), []int{8}},
		"seven and a large one":  {slices.Concat(smallSegments("spend", 1, 7, 1000), smallSegments("spend", 8, 1, 8*mib)), nil},
		"eight of two tables":    {slices.Concat(smallSegments("spend", 1, 4, 1000), smallSegments("contract", 5, 4, 1000)), nil},
		"eight of two sources":   {slices.Concat(smallSegments("spend", 1, 4, 1000), ofSource("other", smallSegments("spend", 5, 4, 1000))), nil},
		"eight each":             {slices.Concat(smallSegments("spend", 1, 8, 1000), smallSegments("contract", 9, 9, 1000)), []int{9, 8}},
		"a group ends at 32 MiB": {smallSegments("spend", 1, 20, 4*mib-1), []int{9, 9}},
		"at 4,000 segments":      {slices.Concat(smallSegments("spend", 1, 7, 1000), packOf(3993), smallSegments("spend", 20_000, 8, 1000)), []int{8, 8}},
	} {
		var got []int
		for _, group := range lake.Compactable(filesOf(t, c.segments)) {
			got = append(got, len(group))
			for _, f := range group {
				if f.Table != group[0].Table || f.Segments[0].Source != group[0].Segments[0].Source {
					t.Errorf("%s: %s among %s", name, f.Path, group[0].Path)
				}
			}
		}
		if slices.Sort(got); !slices.Equal(got, slices.Sorted(slices.Values(c.want))) {
			t.Errorf("%s: groups of %v files, not %v", name, got, c.want)
		}
	}
}

// Removing segments from a pack leaves the rows of the others, in order.
func TestEditKeepsOnlySomeSegments(t *testing.T) {
	l, _ := open(t, lake.Options{})
	spend := table(t, "spend")
	var segments []dubbelkrona.Segment
	want := make(map[int64][]string)
	for _, id := range []int64{7, 9, 40} {
		rec := randomRecord(checked(t), spend, rand.New(rand.NewPCG(uint64(id), 1)), 50)
		defer rec.Release()
		f, err := l.Store(of(write(t, l, spend, rec), "s", id))
		if err != nil {
			t.Fatal(err)
		}
		want[id] = text(rec)
		segments = append(segments, dubbelkrona.Segment{ID: id, Table: spend.Name, Source: "s", Path: f.Path, Rows: f.Rows})
	}
	packed := pack(t, l, filesOf(t, segments))
	for i := range segments {
		segments[i].Path, segments[i].Pack = packed.Path, dubbelkrona.Pack{Rows: packed.Rows, Bytes: packed.Bytes, SHA256: packed.SHA256}
	}
	f := filesOf(t, segments)[0]
	if _, changed, err := l.Edit(t.Context(), f, lake.OnlySegments{7: true, 9: true, 40: true}); changed || err != nil {
		t.Errorf("all rows stay, but the file was rewritten: %v", err)
	}
	r, changed, err := l.Edit(t.Context(), f, lake.OnlySegments{7: true, 40: true})
	if err != nil || !changed || r.Rows != 50 || r.File.Rows != 100 || len(r.Segments) != 1 || r.Segments[9] != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	var left []string
	for _, row := range readText(t, l, r.File.Path, lake.PackSchema(spend)) {
		left = append(left, row[:strings.LastIndex(row, "|")])
	}
	if !slices.Equal(left, slices.Concat(want[7], want[40])) {
		t.Errorf("%d rows are left", len(left))
	}
}
