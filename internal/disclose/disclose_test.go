package disclose_test

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/disclose"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// taking counts persons by municipality, and those in work of them.
const taking = `/*
title: {sv: Deltagare, en: Participants}
unit: persons
value: count(DISTINCT person)
parts:
  educated: {value: "count(DISTINCT CASE WHEN education = 'a' THEN person END)", protect: count}
persons: count(DISTINCT person)
by: [municipality]
*/
SELECT person, municipality, education FROM core.participant`

// nights are builds of one project, one after the other.
type nights struct {
	t      *testing.T
	ledger *ledger.Ledger
	day    time.Time
	n      int
	// people are the municipality and the education of each person by name.
	people map[string][2]string
}

func newNights(t *testing.T) *nights {
	t.Helper()
	l, err := ledger.Open(filepath.Join(t.TempDir(), "ledger.db"), ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return &nights{t: t, ledger: l, day: time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC), people: make(map[string][2]string)}
}

// add adds persons of a municipality and an education; their names begin with prefix.
func (n *nights) add(prefix string, count int, municipality, education string) {
	for i := range count {
		n.people[fmt.Sprint(prefix, i)] = [2]string{municipality, education}
	}
}

// night builds a snapshot and returns what of the metric is released, as "municipality
// value educated snapshot"; it is recorded as released.
func (n *nights) night() string {
	n.t.Helper()
	path, shown := n.build()
	if err := n.record(path); err != nil {
		n.t.Fatal(err)
	}
	return shown
}

// record records the release of a snapshot that was built.
func (n *nights) record(path string) error {
	n.t.Helper()
	db, err := warehouse.OpenReadOnly(n.t.Context(), path, warehouse.Limits{})
	if err != nil {
		n.t.Fatal(err)
	}
	defer db.Close()
	return disclose.Record(n.t.Context(), db, n.ledger.Releases, fmt.Sprint("s", n.n))
}

// build builds a snapshot, and returns its path and what night returns.
func (n *nights) build() (path, released string) {
	n.t.Helper()
	n.n++
	id := fmt.Sprint("s", n.n)
	dir := n.t.TempDir()
	source := metrics.Source{FS: fstest.MapFS{"metrics/taking.sql": {Data: []byte(taking)}}}
	var shown [][]any
	built, err := warehouse.Build(n.t.Context(), warehouse.Spec{Dir: dir, Lake: dir}, func(ctx context.Context, db *warehouse.DB) error {
		statements := []string{"CREATE TABLE meta.source (name VARCHAR, synthetic BOOLEAN, stale BOOLEAN, last_success TIMESTAMP, last_delivery TIMESTAMP)"}
		for name, p := range n.people {
			statements = append(statements, fmt.Sprintf("INSERT INTO core.participant (person, municipality, education, _source, _segment, _row) VALUES (encode('%s'), '%s', '%s', 'x', 1, 1)", name, p[0], p[1]))
		}
		for _, statement := range statements {
			if _, err := db.Exec(ctx, statement); err != nil {
				return err
			}
		}
		c, faults := metrics.Load(source)
		faults = append(faults, c.Resolve(ctx, db, []string{"meta.source", "core.participant"})...)
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: id})
		if err == nil && len(faults)+len(report.Failures) > 0 {
			err = fmt.Errorf("%v %v", faults, report.Failures)
		}
		if err != nil {
			return err
		}
		if _, err := disclose.Control(ctx, db, c, n.ledger.Releases, disclose.Options{Threshold: 5, Dominant: 10, Today: n.day}); err != nil {
			return err
		}
		shown, err = db.Collect(ctx, "SELECT concat_ws(' ', coalesce(municipality, 'all'), coalesce(CAST(CAST(value AS INTEGER) AS VARCHAR), '..'), CASE WHEN part = '' THEN snapshot ELSE part END) FROM ("+
			metrics.ReleasedResults(func(table string) string { return table })+") ORDER BY municipality NULLS FIRST, part")
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
	var lines []string
	for _, row := range shown {
		lines = append(lines, row[0].(string))
	}
	return built.Path, strings.Join(lines, ", ")
}

func (n *nights) want(want string) {
	n.t.Helper()
	if got := n.night(); got != want {
		n.t.Errorf("night %d released\n%s\nwant\n%s", n.n, got, want)
	}
}

// B is about three persons, and C would tell it: the total less A and C.
func TestFewPersonsAreSuppressedAndCannotBeCalculated(t *testing.T) {
	n := newNights(t)
	n.add("a", 9, "0001", "")
	n.add("b", 3, "0002", "")
	n.add("c", 8, "0003", "")
	n.want("all 20 s1, all 0 educated, 0001 9 s1, 0001 0 educated, 0002 .. s1, 0002 .. educated, 0003 .. s1, 0003 .. educated")
}

// If few persons differ, what was released stays, with its date; if enough do, there are
// new figures.
func TestFiguresStayUntilEnoughPersonsDiffer(t *testing.T) {
	n := newNights(t)
	n.add("a", 9, "0001", "")
	n.add("b", 12, "0002", "")
	n.want("all 21 s1, all 0 educated, 0001 9 s1, 0001 0 educated, 0002 12 s1, 0002 0 educated")
	n.add("x", 1, "0001", "")
	n.want("all 21 s1, all 0 educated, 0001 9 s1, 0001 0 educated, 0002 12 s2, 0002 0 educated")
	// Four more, so five differ in the first municipality and in all.
	n.add("y", 4, "0001", "")
	n.want("all 26 s3, all 0 educated, 0001 14 s3, 0001 0 educated, 0002 12 s3, 0002 0 educated")
	// Two persons' rows differ, and nobody has joined or left.
	n.add("b", 2, "0002", "b")
	n.want("all 26 s3, all 0 educated, 0001 14 s4, 0001 0 educated, 0002 12 s3, 0002 0 educated")
}

// One person joins a group in each of five municipalities: enough for the total, and too
// few for each of them.
func TestEachGroupWaitsForItself(t *testing.T) {
	n := newNights(t)
	for i := range 5 {
		n.add(fmt.Sprint("m", i), 10, fmt.Sprintf("000%d", i), "")
	}
	n.night()
	for i := range 5 {
		n.add(fmt.Sprint("new", i), 1, fmt.Sprintf("000%d", i), "")
	}
	if got := n.night(); !strings.HasPrefix(got, "all 55 s2, ") || strings.Count(got, " 10 s1, ") != 5 {
		t.Error(got)
	}
}

// A person who is erased would be the difference of two releases.
func TestErasedPersonIsNotTheDifference(t *testing.T) {
	n := newNights(t)
	n.add("a", 9, "0001", "")
	n.add("b", 12, "0002", "")
	first := n.night()
	delete(n.people, "a0")
	if err := n.ledger.Files.Rewrite(t.Context(), ledger.Rewriting{RunID: "r", Operation: "forget", Persons: [][]byte{[]byte("a0")}}); err != nil {
		t.Fatal(err)
	}
	if got := n.night(); !strings.Contains(got, "0001 9 s1") || !strings.Contains(got, "all 21 s1") {
		t.Errorf("%s, after %s", got, first)
	}
	for i := range 4 {
		delete(n.people, fmt.Sprint("a", i+1))
	}
	n.add("z", 2, "0001", "")
	if got := n.night(); !strings.Contains(got, "0001 6 s3") {
		t.Error(got)
	}
}

// Figures about few persons that were not released are not told by a later release
// either: the fourth municipality would tell them, with the first total.
func TestWhatWasHiddenStaysHidden(t *testing.T) {
	n := newNights(t)
	n.add("a", 20, "0001", "")
	n.add("b", 4, "0002", "")
	n.add("c", 20, "0003", "")
	n.add("d", 20, "0004", "")
	n.want("all 64 s1, all 0 educated, 0001 20 s1, 0001 0 educated, 0002 .. s1, 0002 .. educated, 0003 20 s1, 0003 0 educated, 0004 .. s1, 0004 .. educated")
	n.add("x", 2, "0002", "")
	if got := n.night(); !strings.Contains(got, "0002 6 s2") || !strings.Contains(got, "0004 .. s2") {
		t.Error(got)
	}
	// The totals tell that eleven joined in two nights, and the second municipality would
	// tell that the first four are the rest of its fifteen.
	n.add("y", 9, "0002", "")
	if got := n.night(); !strings.Contains(got, "all 75 s3") || !strings.Contains(got, "0002 6 s2") || !strings.Contains(got, "0004 .. s3") {
		t.Error(got)
	}
}

// A build that another release has overtaken is not released.
func TestOvertakenBuildIsNotRecorded(t *testing.T) {
	n := newNights(t)
	n.add("a", 9, "0001", "")
	waiting, _ := n.build()
	n.add("b", 9, "0002", "")
	n.night()
	before, err := n.ledger.Releases.Memory(t.Context())
	if err != nil || before.Last != 1 || len(before.Cells) != 3 {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := n.record(waiting); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("the overtaken build was recorded: %v", err)
	}
	if after, err := n.ledger.Releases.Memory(t.Context()); err != nil || !reflect.DeepEqual(after, before) {
		t.Errorf("the memory is %+v, %v, was %+v", after, err, before)
	}
}
