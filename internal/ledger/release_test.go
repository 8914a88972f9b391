package ledger_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

// sequence returns values as a sequence without errors.
func sequence[T any](values ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, v := range values {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func record(t *testing.T, l *ledger.Ledger, r ledger.Release) {
	t.Helper()
	if r.Persons == nil {
		r.Persons = sequence[ledger.PersonOfRelease]()
	}
	if r.Absent == nil {
		r.Absent = sequence[[]byte]()
	}
	if err := l.Releases.Record(t.Context(), r); err != nil {
		t.Fatal(err)
	}
}

// remembered writes the memory with its persons, on one line each.
func remembered(t *testing.T, l *ledger.Ledger) string {
	t.Helper()
	m, err := l.Releases.Memory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("%d\n%v\n%v\n%v\n%v\n", m.Last, m.Cells, m.Sets, m.Classes, m.Absent)
	for p, err := range l.Releases.Persons(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%s %d %s %d\n", p.Person, p.Class, p.Print, p.Changed)
	}
	return text
}

func TestReleasesAreRemembered(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	person := func(name string, print string, differs bool, sets ...int64) ledger.PersonOfRelease {
		return ledger.PersonOfRelease{Person: []byte(name), Sets: sets, Print: print, Differs: differs}
	}
	record(t, l, ledger.Release{Snapshot: "s1",
		Cells:   []ledger.ReleasedCell{{Cell: "A", State: ledger.CellReleased, Rows: "[1]"}, {Cell: "B", State: ledger.CellSuppressed}, {Cell: "C", State: ledger.CellReleased, Rows: "[2]"}},
		Sets:    []ledger.ReleasedSet{{ID: 1, Cell: "A", Counted: "n"}, {ID: 2, Cell: "C", Counted: "n"}},
		Persons: sequence(person("p", "x", true, 1), person("q", "x", true, 1, 2), person("r", "x", true, 1, 2))})
	want := "1\n[{A released 1 [1]} {B suppressed 1 } {C released 1 [2]}]\n[{1 A n true false} {2 C n true false}]\n[{1 [1]} {2 [1 2]}]\n[]\np 1 x 1\nq 2 x 1\nr 2 x 1\n"
	if got := remembered(t, l); got != want {
		t.Errorf("after the first release\n%swant\n%s", got, want)
	}
	// A is counted anew with a new version, C is no longer released, q has other rows,
	// p another class alone, and r is no longer in the data.
	record(t, l, ledger.Release{Snapshot: "s2", After: 1, Gone: []string{"C"},
		Cells:   []ledger.ReleasedCell{{Cell: "A", State: ledger.CellReleased, Rows: "[3]"}},
		Sets:    []ledger.ReleasedSet{{ID: 3, Cell: "A", Counted: "n", Hidden: true}},
		Persons: sequence(person("p", "x", false, 1, 3), person("q", "y", true, 1, 2, 3)), Absent: sequence([]byte("r"), []byte("nobody"))})
	want = "2\n[{A released 2 [3]} {B suppressed 1 }]\n[{1 A n false false} {2 C n false false} {3 A n true true}]\n[{1 [1]} {2 [1 2]} {3 [1 3]} {4 [1 2 3]}]\n[{2 2 1}]\np 3 x 1\nq 4 y 2\n"
	if got := remembered(t, l); got != want {
		t.Errorf("after the second release\n%swant\n%s", got, want)
	}
	// A snapshot that was built before the second release.
	err := l.Releases.Record(t.Context(), ledger.Release{Snapshot: "s3", After: 1, Persons: sequence[ledger.PersonOfRelease](), Absent: sequence[[]byte]()})
	if dubbelkrona.KindOf(err) != dubbelkrona.Conflict || remembered(t, l) != want {
		t.Errorf("a release after an older one: %v", err)
	}
}

// A person who is erased stays as a number, and a new key changes pseudonyms alone.
func TestReleasesForgetAndTakeANewKey(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	var persons []ledger.PersonOfRelease
	for _, name := range []string{"p", "q", "r"} {
		persons = append(persons, ledger.PersonOfRelease{Person: []byte(name), Sets: []int64{1}, Print: "x"})
	}
	record(t, l, ledger.Release{Snapshot: "s1", Sets: []ledger.ReleasedSet{{ID: 1, Cell: "A p-1", Counted: "n"}}, Persons: sequence(persons...),
		Cells: []ledger.ReleasedCell{{Cell: "A p-1", State: ledger.CellReleased, Rows: "[p-1]"}, {Cell: "B p-1", State: ledger.CellSuppressed}}})
	err := l.Files.Rewrite(t.Context(), ledger.Rewriting{RunID: "r", Operation: "forget", Persons: [][]byte{[]byte("q"), []byte("r"), []byte("nobody")}})
	if err != nil {
		t.Fatal(err)
	}
	err = l.Files.Rewrite(t.Context(), ledger.Rewriting{RunID: "r", Operation: "rotate", Rekey: func(person []byte) []byte { return slices.Concat([]byte("new "), person) },
		Text: strings.NewReplacer("p-1", "p-2").Replace})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := remembered(t, l), "1\n[{A p-2 released 1 [p-2]} {B p-2 suppressed 1 }]\n[{1 A p-2 n true false}]\n[{1 [1]}]\n[{1 2 2}]\nnew p 1 x 1\n"; got != want {
		t.Errorf("the ledger remembers\n%swant\n%s", got, want)
	}
}
