package warehouse

import (
	"path/filepath"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
)

// pack merges the segments with these numbers into one file.
func (w *world) pack(ids ...int64) {
	w.t.Helper()
	var segments []dubbelkrona.Segment
	for _, id := range ids {
		segments = append(segments, w.segments[id-1])
	}
	files, err := lake.Files(segments)
	if err != nil {
		w.t.Fatal(err)
	}
	f, err := w.lake.Pack(w.t.Context(), files)
	if err == nil {
		f, err = w.lake.Store(f)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	for _, id := range ids {
		s := &w.segments[id-1]
		s.Path, s.Pack = f.Path, dubbelkrona.Pack{Rows: f.Rows, Bytes: f.Bytes, SHA256: f.SHA256}
	}
}

// The content is the same whether segments are separate files or in packs, built
// from nothing or from a base, with every load mode, and also if a segment of a
// pack is replaced.
func TestPacksGiveTheSameContentAsSeparateFiles(t *testing.T) {
	w := newWorld(t)
	for i := range 4 {
		w.deliver("spend", "a", dubbelkrona.ReplaceObject, []row{spendRow("f", 1, 100+i), spendRow("f", 2, 100+i), spendRow("f", 2, 7)})
		w.deliver("indicator", "b", dubbelkrona.Upsert, []row{indicatorRow("0360", "T", 1, i), indicatorRow("2182", nil, 2, 50-i), indicatorRow("2182", nil, 2, 60-i)})
	}
	alone, built := w.build("")
	want := built.Hashes
	w.pack(1, 3)
	w.pack(2, 4, 6)
	w.pack(1, 3, 5) // a pack and a file
	if _, fresh := w.build(""); !slices.Equal(fresh.Hashes, want) {
		t.Errorf("from nothing: %v, want %v", fresh.Hashes, want)
	}
	_, onto := w.build(alone)
	if !slices.Equal(onto.Hashes, want) || onto.Loaded+onto.Removed > 0 {
		t.Errorf("onto a base: %v, want %v; %d loaded, %d removed", onto.Hashes, want, onto.Loaded, onto.Removed)
	}
	w.segments[2].ReplacedBy = 9
	w.deliver("spend", "a", dubbelkrona.ReplaceObject, []row{spendRow("f", 1, 9999)})
	path, onto := w.build(alone)
	if _, fresh := w.build(""); !slices.Equal(fresh.Hashes, onto.Hashes) || onto.Loaded != 1 || onto.Removed != 1 {
		t.Errorf("after a replacement %v and %v; %d loaded, %d removed", fresh.Hashes, onto.Hashes, onto.Loaded, onto.Removed)
	}
	rows := w.query(path, "SELECT _segment, count(*), sum(amount * 100)::BIGINT FROM core.spend GROUP BY 1 ORDER BY 1")
	for i, want := range [][]any{{int64(1), int64(3), int64(207)}, {int64(5), int64(3), int64(211)}, {int64(7), int64(3), int64(213)}, {int64(9), int64(1), int64(9999)}} {
		if !slices.Equal(rows[i], want) {
			t.Errorf("row %d is %v, want %v", i, rows[i], want)
		}
	}
	// Each row can be traced to its segment.
	if rows := w.query(path, `SELECT area, _segment, "value" FROM core.indicator ORDER BY area`); rows[0][1] != int64(8) || rows[1][1] != int64(8) {
		t.Errorf("%v", rows)
	}
}

func TestPackThatLostRowsIsRefused(t *testing.T) {
	w := newWorld(t)
	w.deliver("spend", "a", dubbelkrona.ReplaceObject, []row{spendRow("f", 1, 1), spendRow("f", 2, 2)})
	w.deliver("spend", "a", dubbelkrona.ReplaceObject, []row{spendRow("g", 1, 1)})
	w.pack(1, 2)
	for name, broken := range map[string]func(*dubbelkrona.Segment){
		"file":    func(s *dubbelkrona.Segment) { s.Pack.Rows++ },
		"segment": func(s *dubbelkrona.Segment) { s.Rows++ },
		"number":  func(s *dubbelkrona.Segment) { s.ID = 77 },
		"gone":    func(s *dubbelkrona.Segment) { s.Path = filepath.Join("spend", "gone.parquet") },
	} {
		spec := w.spec("")
		spec.Segments = slices.Clone(spec.Segments)
		broken(&spec.Segments[0])
		if _, err := Build(t.Context(), spec, noSteps); err == nil {
			t.Errorf("%s: built", name)
		}
	}
}
