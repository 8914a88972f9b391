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

// CursorSubject is a source with cursors under test: an interface with pages,
// a database that is read in windows.
type CursorSubject struct {
	// Make makes the source over the same content each time, as a process that
	// was started anew does. At least three objects must be behind a nil cursor.
	Make func(t *testing.T, env ingest.Env) ingest.Source
	// Rows is how many rows all objects have together, at least three.
	Rows int
	// Overlap is how many objects before the cursor the source lists again on
	// purpose, to notice what was added late; each under the label it had.
	Overlap int
	// Sweeps says that behind its last object the source begins anew, since
	// each object replaces what it was (see ingest.Sweep).
	Sweeps bool
	// Empty makes the source over nothing to read. Nil: there is no such thing.
	Empty func(t *testing.T, env ingest.Env) ingest.Source
	// Requests counts what was asked of the other side so far. Where it is
	// set, an object that is not asked for must cost nothing.
	Requests func() int
}

// committed is an object as a run would have committed it.
type committed struct {
	label  string
	cursor []byte
	origin dubbelkrona.Origin
	table  Table
}

// RunCursor checks everything that a source with cursors promises: above all
// that killed between any two objects, and made anew with the cursor that was
// committed last, it goes on without losing or doubling a row.
func RunCursor(t *testing.T, s CursorSubject) {
	t.Helper()
	t.Run("killed between any two objects and resumed", s.resumed)
	t.Run("an error of emit ends the read and comes back as it is", s.emitError)
	t.Run("ends with its context", s.cancel)
	t.Run("nothing to read", s.empty)
	t.Run("fetches what it is asked for", s.lazy)
	noGoroutines(t)
}

// pass reads what lies behind a cursor, object by object as a run does, and at
// most so many objects.
func (s CursorSubject) pass(t *testing.T, cursor []byte, most int) (all []committed) {
	t.Helper()
	env := Env(t)
	env.Limits.BatchRows = 2
	src := s.Make(t, env)
	ctx := context.Background()
	for obj, err := range src.Objects(ctx, cursor) {
		if err != nil {
			t.Fatalf("behind cursor %q, after %d objects: %v", cursor, len(all), err)
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
		if all = append(all, c); len(all) == most {
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
			t.Errorf("two objects are labelled %s: the second would replace the first", c.label)
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

// resume kills the source after n objects and makes it anew.
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
	// Killed at the very end, a source may come with its last object again.
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
		t.Errorf("killed after %d of %d objects and resumed: %d come, the cursor has passed %d", n, len(whole), len(rest), behind)
		return
	}
	for i, c := range rest {
		want := whole[at+i]
		if c.label != want.label || c.origin.SHA256 != want.origin.SHA256 || !reflect.DeepEqual(c.table, want.table) {
			t.Errorf("killed after %d objects and resumed: %s comes with %d rows where one pass had %s with %d, or with other bytes",
				n, c.label, len(c.table.Rows), want.label, len(want.table.Rows))
		}
	}
}

// first is the source with its first object, inspected.
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
	stop := errors.New("stop")
	calls := 0
	err := src.Read(context.Background(), obj, origin, func(*dubbelkrona.RawBatch) error {
		calls++
		return stop
	})
	if err != stop || calls != 1 {
		t.Errorf("Read: %v after %d calls of emit; want emit's own error after 1", err, calls)
	}
}

func (s CursorSubject) cancel(t *testing.T) {
	src, obj, origin := s.first(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := src.Read(ctx, obj, origin, func(*dubbelkrona.RawBatch) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Read with an ended context: %v", err)
	}
	if _, err := s.Make(t, Env(t)).Inspect(ctx, obj); !errors.Is(err, context.Canceled) {
		t.Errorf("Inspect with an ended context: %v", err)
	}
	// An object listed before the end is no harm; a list that ends as if it
	// were whole is.
	var last error
	for _, err := range s.Make(t, Env(t)).Objects(ctx, nil) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("Objects with an ended context ends with %v; want context.Canceled", last)
	}
}

func (s CursorSubject) empty(t *testing.T) {
	if s.Empty == nil {
		t.Skip("the subject has no such thing")
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
		t.Errorf("the first object alone took %d requests and all took %d", one, all)
	}
}
