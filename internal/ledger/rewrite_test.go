package ledger_test

import (
	"database/sql"
	"errors"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// file returns a file of the lake that does not exist on disk.
func file(path string, rows int64) dubbelkrona.File {
	return dubbelkrona.File{Path: path, Rows: rows, Bytes: 50, SHA256: sum(path)}
}

// packOf returns a pack of segments of a table that does not exist on disk.
func packOf(table, path string, rows int64, ids ...int64) dubbelkrona.File {
	f := file(path, rows)
	f.Table, _ = dubbelkrona.TableByName(table)
	f.Packed = true
	for _, id := range ids {
		f.Segments = append(f.Segments, dubbelkrona.Segment{ID: id})
	}
	return f
}

func history(t *testing.T, l *ledger.Ledger) []dubbelkrona.Segment {
	t.Helper()
	all, err := l.Segments.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// known returns the paths in the ledger, sorted.
func known(t *testing.T, l *ledger.Ledger) []string {
	t.Helper()
	paths, err := l.Files.Paths(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(paths))
}

func TestRewriteChangesOnlyFiles(t *testing.T) {
	c := newClock()
	l, path := open(t, ledger.Options{Now: c.now})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "participant", "spend"))
	before := history(t, l)
	c.pass(time.Hour)
	err := l.Files.Rewrite(t.Context(), ledger.Rewriting{RunID: "r", Operation: "forget", Rows: 3, Erased: []string{"aa", "bb"}, Facts: map[string]string{"k": "v"},
		Changes: []ledger.Change{{Old: before[0].Path, OldSHA256: before[0].SHA256, New: file("participant/new.parquet", 7)}}})
	if err != nil {
		t.Fatal(err)
	}
	after := history(t, l)
	want := before[0]
	want.Path, want.Rows, want.Bytes, want.SHA256 = "participant/new.parquet", 7, 50, sum("participant/new.parquet")
	if after[0] != want || after[1] != before[1] {
		t.Errorf("have %+v", after)
	}
	if got := known(t, l); !slices.Equal(got, []string{"participant/new.parquet", before[1].Path}) {
		t.Errorf("known are %v", got)
	}
	marks, err := l.Deliveries.Erased(t.Context())
	if err != nil || !maps.Equal(marks, map[string]bool{"aa": true, "bb": true}) {
		t.Errorf("marks %v %v", marks, err)
	}
	if value, _, _ := l.Facts.Get(t.Context(), "k"); value != "v" {
		t.Errorf("fact %q", value)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var record string
	err = db.QueryRow("SELECT group_concat(concat_ws(' ', run, operation, at, rows)) FROM rewriting").Scan(&record)
	if want := "r forget 2026-03-01T03:00:00.000000000Z 3"; err != nil || record != want {
		t.Errorf("record %q, %v; want %q", record, err, want)
	}
}

func TestRewriteIsRefusedIfAFileHasChanged(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "participant", "outcome"))
	before := history(t, l)
	err := l.Files.Rewrite(t.Context(), ledger.Rewriting{Operation: "rotate", Facts: map[string]string{"k": "v"}, Changes: []ledger.Change{
		{Old: before[0].Path, OldSHA256: before[0].SHA256, New: file("participant/new.parquet", 10)},
		{Old: before[1].Path, OldSHA256: sum("another"), New: file("outcome/new.parquet", 10)},
	}})
	if dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("%v, want a Conflict", err)
	}
	if !slices.Equal(history(t, l), before) {
		t.Error("a part of the rewriting was committed")
	}
	if _, found, _ := l.Facts.Get(t.Context(), "k"); found {
		t.Error("the fact was set")
	}
}

// Segments in a pack keep their numbers and hashes, and one of them can be
// replaced like a segment in a file of its own.
func TestPackKeepsNumbersAndHashesOfSegments(t *testing.T) {
	l, path := open(t, ledger.Options{})
	for _, object := range []string{"a", "b", "c"} {
		commit(t, l, delivery(dubbelkrona.ReplaceObject, object, "", "1", "spend"))
	}
	before := history(t, l)
	if err := l.Files.Pack(t.Context(), packOf("spend", "spend/pack.parquet", 20, 1, 2)); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l = reopen(t, path, ledger.Options{})
	after := history(t, l)
	for i, s := range after {
		want := before[i]
		if i < 2 {
			want.Path, want.Pack = "spend/pack.parquet", dubbelkrona.Pack{Rows: 20, Bytes: 50, SHA256: sum("spend/pack.parquet")}
		}
		if s != want {
			t.Errorf("have %+v, want %+v", s, want)
		}
	}
	if got := known(t, l); !slices.Equal(got, []string{before[2].Path, "spend/pack.parquet"}) {
		t.Errorf("known are %v", got)
	}
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "2", "spend"))
	if got := live(t, l, time.Time{}); !slices.Equal(got, []string{"spend/pack.parquet", before[2].Path, "spend/a--2-0.parquet"}) {
		t.Errorf("live are %v", got)
	}
	// The pack is packed again; the ledger no longer has the first.
	if err := l.Files.Pack(t.Context(), packOf("spend", "spend/larger.parquet", 30, 1, 2, 3)); err != nil {
		t.Fatal(err)
	}
	if got := known(t, l); !slices.Equal(got, []string{"spend/a--2-0.parquet", "spend/larger.parquet"}) {
		t.Errorf("known are %v", got)
	}
	// Two rows of segment 2 are removed from the pack.
	err := l.Files.Rewrite(t.Context(), ledger.Rewriting{Operation: "forget", Changes: []ledger.Change{{Old: "spend/larger.parquet", OldSHA256: sum("spend/larger.parquet"),
		New: file("spend/less.parquet", 28), Segments: []ledger.SegmentRows{{ID: 2, Rows: 8}}}}})
	if err != nil {
		t.Fatal(err)
	}
	var rows []int64
	for _, s := range history(t, l)[:3] {
		rows = append(rows, s.Rows)
		if changed := s.SHA256 != before[s.ID-1].SHA256; s.Path != "spend/less.parquet" || s.Pack.Rows != 28 || changed != (s.ID == 2) {
			t.Errorf("have %+v", s)
		}
	}
	if !slices.Equal(rows, []int64{10, 8, 10}) {
		t.Errorf("rows %v", rows)
	}
}

func TestPackWithWrongContentIsRefused(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend"))
	for name, err := range map[string]error{
		"rows":    l.Files.Pack(t.Context(), packOf("spend", "spend/p.parquet", 11, 1)),
		"table":   l.Files.Pack(t.Context(), packOf("outcome", "spend/p.parquet", 10, 1)),
		"segment": l.Files.Pack(t.Context(), packOf("spend", "spend/p.parquet", 20, 1, 2)),
	} {
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if got := known(t, l); !slices.Equal(got, []string{"spend/a--1-0.parquet"}) {
		t.Errorf("known are %v", got)
	}
}

// Staged files are in the ledger and belong to an operation. They are removed
// when it is committed, or when the files of all other operations are unstaged.
func TestStagedFiles(t *testing.T) {
	l, path := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "participant", "outcome"))
	before := history(t, l)
	change := ledger.Change{Old: before[0].Path, OldSHA256: before[0].SHA256, New: file("participant/n.parquet", 10), Segments: []ledger.SegmentRows{{ID: 1, Rows: 10}}}
	if err := l.Files.Stage(t.Context(), "rotate x", change); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l = reopen(t, path, ledger.Options{})
	staged, err := l.Files.Staged(t.Context(), "rotate x")
	if err != nil || len(staged) != 1 || !reflect.DeepEqual(staged[0].New, change.New) || !slices.Equal(staged[0].Segments, change.Segments) {
		t.Fatalf("%+v %v", staged, err)
	}
	if !slices.Contains(known(t, l), "participant/n.parquet") || !slices.Equal(history(t, l), before) {
		t.Error("staging changed a segment, or the staged file is not in the ledger")
	}
	if err := l.Files.Rewrite(t.Context(), ledger.Rewriting{Operation: "rotate", Changes: staged}); err != nil {
		t.Fatal(err)
	}
	if staged, _ := l.Files.Staged(t.Context(), "rotate x"); len(staged) > 0 || history(t, l)[0].Path != "participant/n.parquet" {
		t.Errorf("%v %v", staged, history(t, l))
	}
	change.Old = before[1].Path
	if err := errors.Join(l.Files.Stage(t.Context(), "rotate x", change), l.Files.Unstage(t.Context(), "rotate y")); err != nil {
		t.Fatal(err)
	}
	if staged, _ := l.Files.Staged(t.Context(), "rotate x"); len(staged) > 0 {
		t.Error("another operation's files are still staged")
	}
}

// The state as of a time before the horizon is refused, since segments of it
// have been dropped.
func TestDroppedHistoryIsRefused(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend"))
	first := c.at
	c.pass(time.Hour)
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "2", "spend"))
	replaced := c.at
	want := live(t, l, replaced)
	if err := l.Files.Rewrite(t.Context(), ledger.Rewriting{Operation: "collect", Drop: []int64{1}, Horizon: replaced}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Segments.Live(t.Context(), first); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("%v, want NotFound", err)
	}
	if got := live(t, l, replaced); !slices.Equal(got, want) || !slices.Equal(live(t, l, time.Time{}), want) {
		t.Errorf("live are %v, want %v", got, want)
	}
	if got := known(t, l); !slices.Equal(got, want) {
		t.Errorf("known are %v", got)
	}
	if problems, err := l.Check(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("%v %v", problems, err)
	}
	// The next delivery gets the next number, as if nothing had been dropped.
	if s := commit(t, l, delivery(dubbelkrona.ReplaceObject, "b", "", "1", "spend")); s[0].ID != 3 {
		t.Errorf("number %d", s[0].ID)
	}
}

// A failure before the commit changes nothing; after one behind it everything is
// changed.
func TestRewriteFaults(t *testing.T) {
	for _, point := range ledger.RewritePoints() {
		broken := errors.New("broken")
		l, path := open(t, ledger.Options{Fault: func(at string) error {
			if at == point {
				return broken
			}
			return nil
		}})
		commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "participant"))
		before := history(t, l)
		change := ledger.Change{Old: before[0].Path, OldSHA256: before[0].SHA256, New: file("participant/n.parquet", 9)}
		var err error
		if point == ledger.PointStage {
			err = l.Files.Stage(t.Context(), "rotate", change)
		} else {
			err = l.Files.Rewrite(t.Context(), ledger.Rewriting{Operation: "forget", Changes: []ledger.Change{change}})
		}
		l.Close()
		after := history(t, reopen(t, path, ledger.Options{}))
		if changed := after[0] != before[0]; !errors.Is(err, broken) || changed != (point == ledger.PointAfterRewrite) {
			t.Errorf("%s: %v, changed %v", point, err, changed)
		}
	}
}

func TestCopyIsTheLedgerOfOneMoment(t *testing.T) {
	l, path := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend"))
	reader, err := ledger.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	to := filepath.Join(t.TempDir(), "copy.db")
	if err := reader.Copy(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	want := history(t, l)
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "b", "", "1", "spend"))
	copied := reopen(t, to, ledger.Options{})
	if got := history(t, copied); !slices.Equal(got, want) {
		t.Errorf("the copy has %v, want %v", got, want)
	}
	if err := reader.Copy(t.Context(), to); err == nil {
		t.Error("a copy was written over another file")
	}
}
