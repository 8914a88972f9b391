package ingesttest

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// CursorSubject is a source with cursors under test, such as an API with pages
// or a database that is read in windows.
type CursorSubject struct {
	// Make makes the source with the same content each time, as a restarted
	// process does. A nil cursor must list at least three objects.
	Make func(t *testing.T, env ingest.Env) ingest.Source
	// Rows is the number of rows of all objects together (at least three).
	Rows int
	// Overlap is the number of objects before the cursor that the source lists
	// again, with their former labels, to find rows that were added late.
	Overlap int
	// Sweeps reports that the source starts again after its last object, since
	// each object replaces its former version (see ingest.Sweep).
	Sweeps bool
	// Empty makes the source with nothing to read. Nil if that cannot occur.
	Empty func(t *testing.T, env ingest.Env) ingest.Source
	// Requests returns the number of requests to the server so far. If it is
	// set, objects that are not read must not be requested.
	Requests func() int
}

// committed is an object as a run would have committed it.
type committed struct {
	label  string
	cursor []byte
	origin dubbelkrona.Origin
	table  Table
}

// RunCursor checks everything that package ingest requires of a source with
// cursors. Most of all, a source that is killed between any two objects and
// resumed from the last committed cursor must not lose or repeat a row.
func RunCursor(t *testing.T, s CursorSubject) {
	t.Helper()
	t.Run("killed between any two objects and resumed", s.resumed)
	t.Run("an error of emit ends the read and is returned unchanged", s.emitError)
	t.Run("stops when its context is cancelled", s.cancel)
	t.Run("nothing to read", s.empty)
	t.Run("fetches only the objects that are read", s.lazy)
	noGoroutines(t)
}

// pass reads the objects after a cursor one by one, as a run does, but at most
// limit of them; a negative limit reads all.
func (s CursorSubject) pass(t *testing.T, cursor []byte, limit int) (all []committed) {
	t.Helper()
	env := Env(t)
	env.Limits.BatchRows = 2
	src := s.Make(t, env)
	ctx := context.Background()
	for obj, err := range src.Objects(ctx, cursor) {
		if err != nil {
			t.Fatalf("after cursor %q and %d objects: %v", cursor, len(all), err)
		}
		c := committed{label: obj.Label, cursor: obj.Cursor}
		if c.origin, err = src.Inspect(ctx, obj); err != nil {
			t.Fatalf("Inspect %s: %v", obj.Label, err)
		}
		if c.origin.Object != obj.Label || len(c.origin.SHA256) != 64 {
			t.Errorf("%s: origin %+v; want that label and a SHA-256", obj.Label, c.origin)
		}
		err = src.Read(ctx, obj, c.origin, func(raw *dubbelkrona.RawBatch) error {
			if raw.Origin != c.origin {
				t.Errorf("%s: a batch has origin %+v", obj.Label, raw.Origin)
			}
			c.table.Add(raw)
			return nil
		})
		if err != nil {
			t.Fatalf("Read %s: %v", obj.Label, err)
		}
		if all = append(all, c); len(all) == limit {
			break
		}
	}
	return all
}

func (s CursorSubject) resumed(t *testing.T) {
	whole := s.pass(t, nil, -1)
	if len(whole) < 3 {
		t.Fatalf("%d objects; the subject must have at least 3", len(whole))
	}
	rows, labels := 0, make(map[string]bool)
	for _, c := range whole {
		if labels[c.label] {
			t.Errorf("two objects have the label %s: the second would replace the first", c.label)
		}
		labels[c.label] = true
		rows += len(c.table.Rows)
	}
	if rows != s.Rows {
		t.Fatalf("%d rows in one pass; want %d", rows, s.Rows)
	}
	if !slices.ContainsFunc(whole, func(c committed) bool { return c.cursor != nil }) {
		t.Fatal("no object has a cursor")
	}
	for n := range len(whole) + 1 {
		s.resume(t, whole, n)
	}
}

// resume checks a source that is killed after n objects and made again.
func (s CursorSubject) resume(t *testing.T, whole []committed, n int) {
	t.Helper()
	first := s.pass(t, nil, max(n, 1))[:n]
	var cursor []byte
	behind := 0 // objects that the cursor has passed
	for i, c := range first {
		if c.cursor != nil {
			cursor, behind = c.cursor, i+1
		}
	}
	// After its last object a source may list that object again.
	earliest := behind - s.Overlap
	if behind == len(whole) {
		earliest--
		if s.Sweeps {
			earliest, behind = 0, 0
		}
	}
	rest := s.pass(t, cursor, -1)
	at := len(whole) - len(rest)
	if at < max(earliest, 0) || at > behind {
		t.Errorf("killed after %d of %d objects and resumed: %d objects follow, but the cursor has passed %d", n, len(whole), len(rest), behind)
		return
	}
	for i, c := range rest {
		want := whole[at+i]
		if c.label != want.label || c.origin.SHA256 != want.origin.SHA256 || !reflect.DeepEqual(c.table, want.table) {
			t.Errorf("killed after %d objects and resumed: %s has %d rows, and in one pass %s has %d; or their bytes differ",
				n, c.label, len(c.table.Rows), want.label, len(want.table.Rows))
		}
	}
}

// first returns the source and its first object, inspected.
func (s CursorSubject) first(t *testing.T) (src ingest.Source, obj ingest.Object, origin dubbelkrona.Origin) {
	t.Helper()
	env := Env(t)
	env.Limits.BatchRows = 1
	src = s.Make(t, env)
	for obj, err := range src.Objects(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		if origin, err = src.Inspect(context.Background(), obj); err != nil {
			t.Fatal(err)
		}
		return src, obj, origin
	}
	t.Fatal("the source lists no object")
	return src, obj, origin
}

func (s CursorSubject) emitError(t *testing.T) {
	src, obj, origin := s.first(t)
	emitError(t, src, obj, origin)
}

func (s CursorSubject) cancel(t *testing.T) {
	src, obj, origin := s.first(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := src.Read(ctx, obj, origin, func(*dubbelkrona.RawBatch) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Read with a cancelled context: %v", err)
	}
	if _, err := s.Make(t, Env(t)).Inspect(ctx, obj); !errors.Is(err, context.Canceled) {
		t.Errorf("Inspect with a cancelled context: %v", err)
	}
	// Objects may be listed before the error, but the list must not look complete.
	var last error
	for _, err := range s.Make(t, Env(t)).Objects(ctx, nil) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("Objects with a cancelled context ends with %v; want context.Canceled", last)
	}
}

func (s CursorSubject) empty(t *testing.T) {
	if s.Empty == nil {
		t.Skip("the subject always has objects")
	}
	src := s.Empty(t, Env(t))
	objects, err := Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, obj := range objects {
		origin, err := src.Inspect(context.Background(), obj)
		if err != nil {
			t.Fatal(err)
		}
		err = src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error {
			t.Error("a batch was emitted")
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

func (s CursorSubject) lazy(t *testing.T) {
	if s.Requests == nil {
		t.Skip("the subject does not count its requests")
	}
	before := s.Requests()
	s.pass(t, nil, 1)
	one := s.Requests() - before
	s.pass(t, nil, -1)
	if all := s.Requests() - before - one; one >= all {
		t.Errorf("reading the first object took %d requests, reading all took %d; want fewer", one, all)
	}
}
