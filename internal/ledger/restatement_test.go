package ledger_test

import (
	"reflect"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// Restatements come with the publication that makes them, come back as they were
// given, the latest publication first, and the oldest are pruned.
func TestRestatements(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	entry := func(metric, old, new string) dubbelkrona.Restatement {
		r := dubbelkrona.Restatement{At: c.at, From: "s0", To: "s1", Kind: dubbelkrona.Restated, Figures: 1, Unit: "kr", OldStatus: "ok", NewStatus: "ok", Reason: "data,parameters",
			Cell: dubbelkrona.Cell{Metric: metric, Part: "p", PeriodGrain: "year", Period: "2025", Grouping: "municipality,kind", Municipality: "0360", Dimensions: `{"kind":"å"}`}}
		for text, n := range map[string]*dubbelkrona.Number{old: &r.Old, new: &r.New} {
			var err error
			if *n, err = dubbelkrona.ParseNumber(text); err != nil {
				t.Fatal(err)
			}
		}
		return r
	}
	record := func(id string, all ...dubbelkrona.Restatement) {
		t.Helper()
		if err := l.Snapshots.Record(t.Context(), ledger.Snapshot{ID: id, RunID: "r"}); err != nil {
			t.Fatal(err)
		}
		if err := l.Snapshots.RecordPublication(t.Context(), ledger.Publication{SnapshotID: id, RunID: "r", Restatements: all}); err != nil {
			t.Fatal(err)
		}
	}
	first := []dubbelkrona.Restatement{entry("a", "-1234567890.123456", "0"), entry("b", "", "7")}
	record("s1", first...)
	c.pass(time.Hour)
	second := entry("c", "1", "2")
	record("s2", second)
	check := func(want []dubbelkrona.Restatement, limit int) {
		t.Helper()
		got, err := l.Restatements.Latest(t.Context(), limit)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v\nwant %+v", got, err, want)
		}
	}
	check([]dubbelkrona.Restatement{second, first[0], first[1]}, 0)
	check([]dubbelkrona.Restatement{second}, 1)
	limits := ledger.DefaultPruneLimits()
	limits.Restatements = 2
	if err := l.Prune(t.Context(), limits); err != nil {
		t.Fatal(err)
	}
	check([]dubbelkrona.Restatement{second, first[1]}, 0)
}
