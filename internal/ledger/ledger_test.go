package ledger_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/ledger"
)

func TestOnlyTheOwnerMayRead(t *testing.T) {
	l, path := open(t, ledger.Options{})
	commit(t, l, delivery(dubbelkrona.Append, "a", "", "1", "spend"))
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", e.Name(), info.Mode().Perm())
		}
	}
	l.Close()
	if left, _ := filepath.Glob(path + "-*"); len(left) != 0 {
		t.Errorf("after Close %v is left in the ledger's folder", left)
	}
}

// Readers with another connection see only complete commits, and neither they
// nor the writer fail because the other is busy.
func TestReadersBesideTheWriter(t *testing.T) {
	l, path := open(t, ledger.Options{})
	reader, err := ledger.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	done := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		defer close(done)
		for _, content := range strings.Fields("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20") {
			if _, err := l.Deliveries.Commit(context.Background(), delivery(dubbelkrona.ReplaceObject, "a", "", content, "spend", "organisation", "issue")); err != nil {
				t.Error(err)
			}
		}
	})
	wait.Go(func() {
		for {
			segments, err := reader.Segments.Live(context.Background(), time.Time{})
			if err != nil {
				t.Error(err)
				return
			}
			if n := len(segments); n != 0 && n != 3 {
				t.Errorf("%d live segments, want the three of one version or none", n)
			}
			select {
			case <-done:
				return
			default:
			}
		}
	})
	wait.Wait()
	if err := reader.Facts.Set(t.Context(), "key", "x"); err == nil {
		t.Error("a reader has written")
	}
}

func TestReadOnlyRefusals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	if _, err := ledger.OpenReadOnly(path); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("a ledger that is not there: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ledger.OpenReadOnly(path); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
		t.Errorf("a ledger without a schema: %v", err)
	}
}

func TestNewerLedgerIsRefused(t *testing.T) {
	l, path := open(t, ledger.Options{})
	l.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	for name, err := range map[string]error{"Open": second(ledger.Open(path, ledger.Options{})), "OpenReadOnly": second(ledger.OpenReadOnly(path))} {
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "99") {
			t.Errorf("%s = %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestRuns(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	first, err := l.Runs.Begin(t.Context(), "run")
	if err != nil {
		t.Fatal(err)
	}
	c.pass(time.Hour)
	second, err := l.Runs.Begin(t.Context(), "build")
	if err != nil {
		t.Fatal(err)
	}
	second.State, second.Message, second.Rows, second.Snapshot = dubbelkrona.RunDone, "ok", 12, "s1"
	if err := l.Runs.End(t.Context(), second); err != nil {
		t.Fatal(err)
	}
	if n, err := l.Runs.AbandonOpen(t.Context()); n != 1 || err != nil {
		t.Errorf("AbandonOpen = %d, %v", n, err)
	}
	runs, err := l.Runs.Latest(t.Context(), 0)
	if err != nil || len(runs) != 2 {
		t.Fatalf("runs %+v, %v", runs, err)
	}
	second.Ended = c.at
	if runs[0] != second {
		t.Errorf("newest run %+v\nwant %+v", runs[0], second)
	}
	if runs[1].ID != first.ID || runs[1].State != dubbelkrona.RunAbandoned || !runs[1].Ended.Equal(c.at) {
		t.Errorf("the run that never ended: %+v", runs[1])
	}
	if latest, err := l.Runs.Latest(t.Context(), 1); err != nil || len(latest) != 1 || latest[0].ID != second.ID {
		t.Errorf("latest %+v, %v", latest, err)
	}
	if err := l.Runs.End(t.Context(), dubbelkrona.Run{ID: "none"}); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("End of no run: %v", err)
	}
}

func TestTouch(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	d := delivery(dubbelkrona.Append, "a", "", "1", "spend")
	commit(t, l, d)
	f := ledger.Fingerprint{Size: 9, Modified: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Version: "w"}
	if err := l.Objects.Touch(t.Context(), d.Source, d.Object, f, nil); err != nil {
		t.Fatal(err)
	}
	state, found, err := l.Objects.Find(t.Context(), d.Source, d.Object)
	if err != nil || !found || !state.Fingerprint.Equal(f) || state.SHA256 != d.SHA256 {
		t.Errorf("object %+v, %v, %v", state, found, err)
	}
	if err := l.Objects.Touch(t.Context(), d.Source, "b", f, nil); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("Touch of no object: %v", err)
	}
	if _, found, err := l.Objects.Find(t.Context(), d.Source, "b"); found || err != nil {
		t.Errorf("no object: %v, %v", found, err)
	}
}

func TestSnapshots(t *testing.T) {
	c := newClock()
	l, _ := open(t, ledger.Options{Now: c.now})
	if _, err := l.Snapshots.Published(t.Context()); dubbelkrona.KindOf(err) != dubbelkrona.NotFound {
		t.Errorf("nothing published: %v", err)
	}
	one := ledger.Snapshot{ID: "s1", RunID: "r1", Built: c.at, AsOf: c.at.Add(-time.Hour), Through: 4, Definitions: "d", Path: "var/snapshots/s1.duckdb",
		Tables: []dubbelkrona.TableHash{{Table: "contract", Rows: 3, Hash: "h1"}, {Table: "spend", Rows: 5, Hash: "h2"}}}
	two := ledger.Snapshot{ID: "s2", RunID: "r2", Built: c.at.Add(time.Hour), Through: 6, Path: "var/snapshots/s2.duckdb"}
	for _, s := range []ledger.Snapshot{one, two} {
		if err := l.Snapshots.Record(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	c.pass(2 * time.Hour)
	if err := l.Snapshots.RecordPublication(t.Context(), ledger.Publication{SnapshotID: "s1", RunID: "r1"}); err != nil {
		t.Fatal(err)
	}
	one.Published = c.at
	got, err := l.Snapshots.Published(t.Context())
	if err != nil || !same(got, one) {
		t.Errorf("published %+v, %v\nwant %+v", got, err, one)
	}
	if err := l.Snapshots.RecordRemoval(t.Context(), "s2"); err != nil {
		t.Fatal(err)
	}
	two.Path = ""
	all, err := l.Snapshots.Latest(t.Context(), 0)
	if err != nil || len(all) != 2 || !same(all[0], two) || !same(all[1], one) {
		t.Errorf("snapshots %+v, %v", all, err)
	}
	if kept, err := l.Snapshots.Kept(t.Context()); err != nil || !slices.Equal(kept, []string{"s1"}) {
		t.Errorf("kept %v, %v", kept, err)
	}
	if err := l.Snapshots.RecordPublication(t.Context(), ledger.Publication{SnapshotID: "none", RunID: "r1"}); err == nil {
		t.Error("a snapshot that is not there was published")
	}
}

func same(a, b ledger.Snapshot) bool {
	tables := slices.Equal(a.Tables, b.Tables)
	times := a.Built.Equal(b.Built) && a.AsOf.Equal(b.AsOf) && a.Published.Equal(b.Published)
	return tables && times && a.ID == b.ID && a.RunID == b.RunID && a.Through == b.Through && a.Definitions == b.Definitions && a.Path == b.Path
}

func TestFacts(t *testing.T) {
	l, _ := open(t, ledger.Options{})
	if _, found, err := l.Facts.Get(t.Context(), "key"); found || err != nil {
		t.Errorf("no fact: %v, %v", found, err)
	}
	for _, value := range []string{"a", "b"} {
		if err := l.Facts.Set(t.Context(), "key", value); err != nil {
			t.Fatal(err)
		}
		if got, found, err := l.Facts.Get(t.Context(), "key"); got != value || !found || err != nil {
			t.Errorf("fact %q, %v, %v; want %q", got, found, err, value)
		}
	}
}
