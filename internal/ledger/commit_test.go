package ledger_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

func TestCommitNumbersAndRemembers(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	d := delivery(dubbelkrona.ReplaceObject, "jan.csv", "2022-01", "v1", "spend", "organisation", "issue")
	d.Fingerprint = ledger.Fingerprint{Size: 7, Modified: c.at.Add(-time.Hour), Version: "etag"}
	d.Rejected, d.Cursor = 3, []byte{1, 0, 2}
	d.Issues = []dubbelkrona.IssueCount{{Table: "spend", Rule: "date.invalid", Severity: dubbelkrona.Reject, Count: 3}}

	got := commit(t, l, d)
	for i, s := range got {
		if s.ID != int64(i+1) || s.RunID != "run" || s.Source != "ledger" || s.Object != "jan.csv" || !s.Committed.Equal(c.at) {
			t.Errorf("segment %d: %+v", i, s)
		}
	}
	stored, err := l.Segments.Live(t.Context(), time.Time{})
	if err != nil || !slices.Equal(stored, got) {
		t.Errorf("stored %+v, %v; want what Commit returned, %+v", stored, err, got)
	}
	state, found, err := l.Objects.Find(t.Context(), "ledger", "jan.csv")
	if err != nil || !found || !state.Fingerprint.Equal(d.Fingerprint) || state.SHA256 != d.SHA256 || state.Rows != 20 || state.Rejected != 3 || state.Mapping != "m1" {
		t.Errorf("object %+v, %v, %v", state, found, err)
	}
	if cursor, err := l.Sources.Cursor(t.Context(), "ledger"); err != nil || !slices.Equal(cursor, d.Cursor) {
		t.Errorf("cursor %v, %v", cursor, err)
	}
	counts, err := l.Deliveries.Issues(t.Context())
	want := []dubbelkrona.IssueCount{{Source: "ledger", Object: "jan.csv", Table: "spend", Rule: "date.invalid", Severity: dubbelkrona.Reject, Count: 3}}
	if err != nil || !slices.Equal(counts, want) {
		t.Errorf("issues %+v, %v", counts, err)
	}
}

func TestLoadModes(t *testing.T) {
	type step struct{ object, period, content string }
	tables := []string{"spend", "issue"}
	for name, tc := range map[string]struct {
		mode  dubbelkrona.LoadMode
		steps []step
		live  []string
	}{
		"append keeps all": {dubbelkrona.Append,
			[]step{{"a", "", "1"}, {"a", "", "2"}},
			[]string{"spend/a--1-0", "issue/a--1-1", "spend/a--2-0", "issue/a--2-1"}},
		"upsert keeps rows, replaces issues": {dubbelkrona.Upsert,
			[]step{{"a", "", "1"}, {"b", "", "1"}, {"a", "", "2"}},
			[]string{"spend/a--1-0", "spend/b--1-0", "issue/b--1-1", "spend/a--2-0", "issue/a--2-1"}},
		"object replaces itself alone": {dubbelkrona.ReplaceObject,
			[]step{{"a", "2022", "1"}, {"b", "2022", "1"}, {"a", "2022", "2"}},
			[]string{"spend/b-2022-1-0", "issue/b-2022-1-1", "spend/a-2022-2-0", "issue/a-2022-2-1"}},
		"period replaces its namesakes": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "2022-01", "1"}, {"b", "2022-02", "1"}, {"c", "2022-01", "1"}},
			[]string{"spend/b-2022-02-1-0", "issue/b-2022-02-1-1", "spend/c-2022-01-1-0", "issue/c-2022-01-1-1"}},
		"object that changed its period": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "2022-01", "1"}, {"a", "2022-02", "2"}},
			[]string{"spend/a-2022-02-2-0", "issue/a-2022-02-2-1"}},
		"parts of a period stand side by side, and each is replaced by its reissue": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "2022-01#1", "1"}, {"b", "2022-01#2", "1"}, {"c", "2022-02#1", "1"}, {"d", "2022-01#1", "2"}, {"e", "2022-01#", "1"}},
			[]string{"spend/b-2022-01#2-1-0", "issue/b-2022-01#2-1-1", "spend/c-2022-02#1-1-0", "issue/c-2022-02#1-1-1",
				"spend/d-2022-01#1-2-0", "issue/d-2022-01#1-2-1", "spend/e-2022-01#-1-0", "issue/e-2022-01#-1-1"}},
		"parts take the place of the whole": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "2022-01", "1"}, {"b", "2022-01#2", "1"}, {"c", "2022-01#1", "1"}},
			[]string{"spend/b-2022-01#2-1-0", "issue/b-2022-01#2-1-1", "spend/c-2022-01#1-1-0", "issue/c-2022-01#1-1-1"}},
		"the whole takes the place of its parts": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "2022-01#1", "1"}, {"b", "2022-01#2", "1"}, {"c", "2022-010#1", "1"}, {"d", "2022-01", "1"}},
			[]string{"spend/c-2022-010#1-1-0", "issue/c-2022-010#1-1-1", "spend/d-2022-01-1-0", "issue/d-2022-01-1-1"}},
		"no period is not a period": {dubbelkrona.ReplacePeriod,
			[]step{{"a", "", "1"}, {"b", "", "1"}},
			[]string{"spend/a--1-0", "issue/a--1-1", "spend/b--1-0", "issue/b--1-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			l, _ := open(t, ledger.Options{Now: c.now})
			for _, s := range tc.steps {
				commit(t, l, delivery(tc.mode, s.object, s.period, s.content, tables...))
				c.pass(time.Minute)
			}
			want := []string{}
			for _, p := range tc.live {
				want = append(want, p+".parquet")
			}
			if got := live(t, l, time.Time{}); !slices.Equal(got, want) {
				t.Errorf("live are %v\nwant %v", got, want)
			}
		})
	}
}

func TestOtherSourcesDoNotChange(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplacePeriod, "a", "2022", "1", "spend"))
	other := delivery(dubbelkrona.ReplacePeriod, "a", "2022", "2", "spend")
	other.Source = "other"
	commit(t, l, other)
	if got := live(t, l, time.Time{}); len(got) != 2 {
		t.Errorf("live are %v, want both sources' segments", got)
	}
}

func TestEmptyVersionReplaces(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	first := commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend", "spend"))
	c.pass(time.Hour)
	if got := commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "empty")); len(got) != 0 {
		t.Errorf("Commit = %v", got)
	}
	if got := live(t, l, time.Time{}); len(got) != 0 {
		t.Errorf("live are %v, want none", got)
	}
	if got := live(t, l, first[0].Committed); len(got) != 2 {
		t.Errorf("an hour ago live were %v, want both", got)
	}
	history, err := l.Segments.History(t.Context())
	if err != nil || len(history) != 2 || history[0].ReplacedBy != 3 {
		t.Errorf("history %+v, %v; want both replaced by number 3", history, err)
	}
	next := commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "3", "spend"))
	if next[0].ID != 4 {
		t.Errorf("the next segment is %d, want 4: numbers are never used twice", next[0].ID)
	}
	if through, err := l.Deliveries.Through(t.Context(), time.Time{}); through != 4 || err != nil {
		t.Errorf("Through = %d, %v", through, err)
	}
}

func TestCommitTimesAscendIfTheClockIsSetBack(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	first := commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend"))
	c.pass(-time.Hour)
	second := commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "2", "spend"))
	if !second[0].Committed.After(first[0].Committed) {
		t.Errorf("second commit at %v, not after %v", second[0].Committed, first[0].Committed)
	}
	if got := live(t, l, first[0].Committed); !slices.Equal(got, paths(first)) {
		t.Errorf("as of the first commit live are %v, want %v", got, paths(first))
	}
	if got := live(t, l, second[0].Committed); !slices.Equal(got, paths(second)) {
		t.Errorf("as of the second commit live are %v, want %v", got, paths(second))
	}
}

// A failure before the commit changes nothing; after one behind it the delivery
// is committed although the caller got an error. Committing the same delivery
// again leads to the same result.
func TestFaults(t *testing.T) {
	broken := errors.New("power failure")
	for _, tc := range []struct {
		point string
		first bool // the files of the first attempt are live in the end
	}{{ledger.PointBeforeCommit, false}, {ledger.PointAfterCommit, true}} {
		t.Run(tc.point, func(t *testing.T) {
			fail := true
			l, path := open(t, ledger.Options{Fault: func(p string) error {
				if fail && p == tc.point {
					return broken
				}
				return nil
			}})
			d := delivery(dubbelkrona.Append, "a", "", "1", "spend", "issue")
			d.Issues = []dubbelkrona.IssueCount{{Rule: "r", Count: 2}}
			if _, err := l.Deliveries.Commit(t.Context(), d); !errors.Is(err, broken) {
				t.Fatalf("Commit = %v, want the fault", err)
			}
			l.Close()
			fail = false
			l = reopen(t, path, ledger.Options{})
			again := d
			again.Segments = slices.Clone(d.Segments)
			for i := range again.Segments {
				again.Segments[i].Path = "second/" + again.Segments[i].Path
			}
			want := paths(again.Segments)
			if tc.first {
				want = paths(d.Segments)
			}
			if got := paths(commit(t, l, again)); !slices.Equal(got, want) {
				t.Errorf("the second Commit returned %v, want %v", got, want)
			}
			if got := live(t, l, time.Time{}); !slices.Equal(got, want) {
				t.Errorf("live are %v, want %v", got, want)
			}
			counts, err := l.Deliveries.Issues(t.Context())
			if err != nil || len(counts) != 1 || counts[0].Count != 2 {
				t.Errorf("issues %+v, %v; want them once", counts, err)
			}
		})
	}
}

func TestAnotherMappingIsAnotherDelivery(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend"))
	d := delivery(dubbelkrona.ReplaceObject, "a", "", "1", "spend")
	d.Mapping, d.Segments[0].Path = "m2", "spend/new.parquet"
	if got := commit(t, l, d); got[0].ID != 2 {
		t.Errorf("Commit = %+v, want a new segment", got)
	}
	if got := live(t, l, time.Time{}); !slices.Equal(got, []string{"spend/new.parquet"}) {
		t.Errorf("live are %v", got)
	}
}

// If an object has the bytes of an earlier version again, they are a new version.
func TestBackToAFormerVersion(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	for i, content := range []string{"1", "2", "1"} {
		d := delivery(dubbelkrona.ReplaceObject, "a", "", content, "spend")
		d.Segments[0].Path = []string{"first", "second", "third"}[i]
		commit(t, l, d)
	}
	if got := live(t, l, time.Time{}); !slices.Equal(got, []string{"third"}) {
		t.Errorf("live are %v, want the third version's", got)
	}
}

func TestInvalidDeliveriesAreRefused(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	for name, spoil := range map[string]func(*ledger.Delivery){
		"source": func(d *ledger.Delivery) { d.Source = "" },
		"object": func(d *ledger.Delivery) { d.Object = "" },
		"run":    func(d *ledger.Delivery) { d.RunID = "" },
		"sha":    func(d *ledger.Delivery) { d.SHA256 = "abc" },
		"mode":   func(d *ledger.Delivery) { d.Mode = "merge" },
		"path twice": func(d *ledger.Delivery) {
			d.Segments = append(d.Segments, d.Segments[0])
		},
	} {
		d := delivery(dubbelkrona.Append, "a", "", "1", "spend")
		spoil(&d)
		if _, err := l.Deliveries.Commit(t.Context(), d); err == nil {
			t.Errorf("%s: committed", name)
		}
	}
	if got := live(t, l, time.Time{}); len(got) != 0 {
		t.Errorf("live are %v, want none", got)
	}
}
