package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// The file of a segment is moved once the segment has its number. If that fails,
// nothing is committed and the number is used again.
func TestCommitPlacesFilesByTheirNumbers(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	broken := errors.New("broken")
	var fault error
	place := func(s dubbelkrona.Segment) (string, error) {
		return fmt.Sprintf("%s/%s/%d.parquet", s.Table, s.Source, s.ID), fault
	}
	var got []string
	for i, object := range []string{"a", "b", "c"} {
		d := delivery(dubbelkrona.ReplaceObject, object, "", "1", "participant", "spend")
		d.Place = place
		if fault = nil; i == 1 {
			fault = broken
		}
		segments, err := l.Deliveries.Commit(t.Context(), d)
		if !errors.Is(err, fault) {
			t.Fatal(err)
		}
		got = append(got, paths(segments)...)
	}
	want := []string{"participant/ledger/1.parquet", "spend/ledger/2.parquet", "participant/ledger/3.parquet", "spend/ledger/4.parquet"}
	if !slices.Equal(got, want) || !slices.Equal(paths(history(t, l)), want) {
		t.Errorf("placed %v, known %v; want %v", got, paths(history(t, l)), want)
	}
}

// All files get new paths in one transaction, and nothing else changes. A pack of
// several sources becomes one pack for each; a pack of one source stays.
func TestRelocate(t *testing.T) {
	for _, point := range append(ledger.RewritePoints(), "") {
		t.Run(point, func(t *testing.T) {
			broken := errors.New("broken")
			armed := false
			l, path := open(t, ledger.Options{Fault: func(p string) error {
				if armed && p == point {
					return broken
				}
				return nil
			}})
			for _, object := range []string{"a", "b", "c", "d"} {
				commit(t, l, delivery(dubbelkrona.ReplaceObject, object, "", "1", "spend"))
			}
			mixed, alone := packOf("spend", "spend/mixed.parquet", 20, 1, 2), packOf("spend", "spend/alone.parquet", 10, 3)
			err := errors.Join(l.Files.Pack(t.Context(), mixed), l.Files.Pack(t.Context(), alone))
			own := history(t, l)[3]
			staged := ledger.Change{Old: own.Path, OldSHA256: own.SHA256, New: file("spend/staged.parquet", 10)}
			if err = errors.Join(err, l.Files.Stage(t.Context(), "rotate", staged), l.Facts.Set(t.Context(), "lake_layout", "flat")); err != nil {
				t.Fatal(err)
			}
			before := history(t, l)
			moved := func(to string, f dubbelkrona.File) dubbelkrona.File { f.Path = to; return f }
			armed = true
			err = l.Files.Relocate(t.Context(), []ledger.Change{
				{Old: own.Path, OldSHA256: own.SHA256, New: moved("new/4", dubbelkrona.File{Rows: own.Rows, Bytes: own.Bytes, SHA256: own.SHA256})},
				{Old: alone.Path, OldSHA256: alone.SHA256, New: moved("new/3-3", alone)},
			}, []dubbelkrona.File{packOf("spend", "new/1-1", 10, 1), packOf("spend", "new/2-2", 10, 2)})
			if met := point == ledger.PointBeforeRewrite || point == ledger.PointAfterRewrite; met != errors.Is(err, broken) {
				t.Fatal(err)
			}
			l.Close()
			armed = false
			l = reopen(t, path, ledger.Options{})
			flat, err := l.Files.Flat(t.Context())
			if undone := point == ledger.PointBeforeRewrite; flat != undone || err != nil {
				t.Fatalf("flat %v, %v", flat, err)
			}
			if flat {
				if !slices.Equal(history(t, l), before) || !slices.Contains(known(t, l), "spend/staged.parquet") {
					t.Error("a part of it happened")
				}
				return
			}
			for i, want := range []struct{ path, sum string }{{"new/1-1", sum("new/1-1")}, {"new/2-2", sum("new/2-2")}, {"new/3-3", alone.SHA256}, {"new/4", ""}} {
				s := before[i]
				if s.Path, s.Pack.SHA256 = want.path, want.sum; s.Pack != (dubbelkrona.Pack{}) {
					s.Pack.Rows, s.Pack.Bytes = 10, 50
				}
				if got := history(t, l)[i]; got != s {
					t.Errorf("have %+v, want %+v", got, s)
				}
			}
			if got, want := known(t, l), []string{"new/1-1", "new/2-2", "new/3-3", "new/4"}; !slices.Equal(got, want) {
				t.Errorf("known are %v, want %v", got, want)
			}
		})
	}
}
