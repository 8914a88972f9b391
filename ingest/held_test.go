package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/fetch"
)

// remote is a remote place with one object, which counts how often it is fetched.
type remote struct {
	data    []byte
	size    int64 // as listed
	broken  error // returned after the data
	fetched int
	known   []string // the known version in each call of Fetch
}

func (f *remote) Objects(context.Context) ([]ingest.Object, error) {
	return []ingest.Object{ingest.NewObject("rows.csv", f.size, time.Time{})}, nil
}

func (f *remote) Fetch(_ context.Context, obj ingest.Object, into fetch.Into) (string, error) {
	f.fetched++
	f.known = append(f.known, obj.Known)
	if obj.Known == "v1" {
		return "", ingest.ErrNotModified
	}
	if _, err := into.Write(f.data); err != nil {
		return "", err
	}
	return "v1", f.broken
}

func heldSource(t *testing.T, f *remote, env ingest.Env) ingest.Source {
	format, err := csv.New(csv.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return ingest.New("test", ingest.Fetched(f, env), ingest.Always(format), env)
}

func TestFetchedOnce(t *testing.T) {
	f := &remote{data: []byte(table), size: -1}
	env := ingesttest.Env(t)
	var told []int64
	env.Progress = func(label string, bytes int64) {
		if label != "rows.csv" {
			t.Errorf("progress of %q", label)
		}
		told = append(told, bytes)
	}
	src := heldSource(t, f, env)
	tab, err := ingesttest.Read(t, src)
	if err != nil || len(tab.Rows) != 3 || f.fetched != 1 {
		t.Errorf("%d rows, fetched %d times, %v; want 3 rows, fetched once", len(tab.Rows), f.fetched, err)
	}
	if len(told) == 0 || told[len(told)-1] != int64(len(table)) {
		t.Errorf("progress %d; want %d at the end", told, len(table))
	}
	// After another listing the object is fetched again.
	f.data = []byte(table + "4;z\n")
	if tab, err = ingesttest.Read(t, src); err != nil || len(tab.Rows) != 4 || f.fetched != 2 {
		t.Errorf("%d rows, fetched %d times, %v; want 4 rows after another listing", len(tab.Rows), f.fetched, err)
	}
}

func TestFetchedOnlyIfModified(t *testing.T) {
	f := &remote{data: []byte(table), size: -1}
	src := heldSource(t, f, ingesttest.Env(t))
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	origin, err := src.Inspect(context.Background(), objects[0])
	if err != nil || origin.Version != "v1" {
		t.Fatalf("%+v, %v; want version v1", origin, err)
	}
	objects[0].Known = origin.Version
	if _, err := src.Inspect(context.Background(), objects[0]); !errors.Is(err, ingest.ErrNotModified) || f.known[len(f.known)-1] != "v1" {
		t.Errorf("known versions %q: %v; want ErrNotModified", f.known, err)
	}
}

func TestFetchedCompletelyOrNotAtAll(t *testing.T) {
	gone := dubbelkrona.Errorf(dubbelkrona.Transient, "the line is dead")
	for name, c := range map[string]struct {
		remote *remote
		kind   dubbelkrona.Kind
		want   string
	}{
		"shorter than listed": {&remote{data: []byte(table), size: 100}, dubbelkrona.Transient, "17 of 100 bytes"},
		"longer than listed":  {&remote{data: []byte(table), size: 10}, dubbelkrona.Transient, "17 of 10 bytes"},
		"broken":              {&remote{data: []byte(table), size: -1, broken: gone}, dubbelkrona.Transient, "the line is dead"},
		"too long":            {&remote{data: make([]byte, 2000), size: -1}, dubbelkrona.Invalid, "longer than the limit of 1000 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			env := ingesttest.Env(t)
			env.Limits.Unpacked = 1000
			_, err := ingesttest.Read(t, heldSource(t, c.remote, env))
			if dubbelkrona.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v; want %s and %q", err, c.kind, c.want)
			}
		})
	}
}

// A reader keeps its object while another one is opened, and no file is left in the
// private folder.
func TestHeldUntilClosed(t *testing.T) {
	memory := ingesttest.NewMemoryPlace(true)
	first, second := bytes.Repeat([]byte("1"), 5<<20), bytes.Repeat([]byte("2"), 5<<20)
	memory.Put("a", first)
	memory.Put("b", second)
	env := ingest.Env{Scratch: t.TempDir()}
	place := ingest.Hold(memory, env)
	ctx := context.Background()
	a, err := place.Open(ctx, ingest.NewObject("a", -1, time.Time{}))
	if err != nil {
		t.Fatal(err)
	}
	b, err := place.Open(ctx, ingest.NewObject("b", -1, time.Time{}))
	if err != nil {
		t.Fatal(err)
	}
	for want, r := range map[string]io.ReadCloser{"1": a, "2": b} {
		got, err := io.ReadAll(r)
		if err != nil || len(got) != 5<<20 || strings.Trim(string(got), want) != "" {
			t.Errorf("%d bytes, %v; want 5 MiB of %s", len(got), err, want)
		}
		if err := errors.Join(r.Close(), r.Close()); err != nil {
			t.Error(err)
		}
	}
	if names, err := os.ReadDir(env.Scratch); err != nil || len(names) > 0 {
		t.Errorf("%d files are left, %v", len(names), err)
	}
}

// slow is a place that sends a byte every millisecond and never ends, or whose
// listing never ends.
type slow struct{ list bool }

func (d *slow) Objects(ctx context.Context) ([]ingest.Object, error) {
	if d.list {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return []ingest.Object{ingest.NewObject("rows.csv", -1, time.Time{})}, nil
}

func (d *slow) Fetch(ctx context.Context, _ ingest.Object, into fetch.Into) (string, error) {
	ticks := time.NewTicker(time.Millisecond)
	defer ticks.Stop()
	for {
		select {
		case <-ticks.C:
			if _, err := into.Write([]byte("x")); err != nil {
				return "", err
			}
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// An object or a listing that arrives too slowly is cancelled.
func TestSlowTransfersAreCancelled(t *testing.T) {
	obj := ingest.NewObject("rows.csv", -1, time.Time{})
	for says, limits := range map[string]ingest.Limits{"arrived within": {Stall: 40 * time.Millisecond}, "not arrived completely": {Arrival: 40 * time.Millisecond}} {
		place := ingest.Fetched(&slow{}, ingest.Env{Limits: limits})
		_, err := place.Open(t.Context(), obj)
		if dubbelkrona.KindOf(err) != dubbelkrona.Transient || !strings.Contains(err.Error(), says) {
			t.Errorf("%v; want a Transient error with %q", err, says)
		}
	}
	place := ingest.Fetched(&slow{list: true}, ingest.Env{Limits: ingest.Limits{Arrival: 40 * time.Millisecond}})
	if _, err := place.Objects(t.Context()); dubbelkrona.KindOf(err) != dubbelkrona.Transient || !strings.Contains(err.Error(), "not arrived completely") {
		t.Errorf("the list: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := ingest.Fetched(&slow{}, ingest.Env{}).Open(stopped, obj); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %v", err)
	}
}
