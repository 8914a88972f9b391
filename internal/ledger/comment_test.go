package ledger_test

import (
	"reflect"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// Comments come back as they were made, in their order. A withdrawn one stays, with who
// withdrew it and when, and cannot be withdrawn again.
func TestComments(t *testing.T) {
	c := newClock()
	l, path := open(t, ledger.Options{Now: c.now})
	first := dubbelkrona.Comment{Author: "The controller", User: "anna", Text: "åäö | \"x\"", Snapshot: "s1",
		Cell: dubbelkrona.Cell{Metric: "m", Part: "p", PeriodGrain: "year", Period: "2025", Grouping: "municipality,kind", Municipality: "0360", Dimensions: `{"kind":"å"}`}}
	second := dubbelkrona.Comment{Author: "B", User: "b", Text: "t", Snapshot: "s2", Cell: dubbelkrona.Cell{Metric: "m", PeriodGrain: "all", Dimensions: "{}"}}
	for _, one := range []*dubbelkrona.Comment{&first, &second} {
		made, err := l.Comments.Add(t.Context(), *one)
		if err != nil {
			t.Fatal(err)
		}
		if made.At != c.at || made.ID == 0 {
			t.Errorf("made %+v", made)
		}
		*one = made
		c.pass(time.Hour)
	}
	if err := l.Comments.Withdraw(t.Context(), first.ID, "bo"); err != nil {
		t.Fatal(err)
	}
	first.Withdrawn, first.WithdrawnBy = c.at, "bo"
	if err := l.Comments.Withdraw(t.Context(), first.ID, "bo"); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("withdrawn twice: %v", err)
	}
	if err := l.Comments.Withdraw(t.Context(), 99, "bo"); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("withdrawn without being there: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := reopen(t, path, ledger.Options{Now: c.now}).Comments.List(t.Context())
	if want := []dubbelkrona.Comment{first, second}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}
