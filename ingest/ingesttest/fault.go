package ingesttest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
)

// Fault is a source that cannot be read, and how it has to say so.
type Fault struct {
	Name string
	// Make makes the source; an error of settings is an error of the fault.
	Make func(t *testing.T, env ingest.Env) (ingest.Source, error)
	// Kind is what the error must be, and Says what its text must contain.
	Kind dubbelkrona.Kind
	Says string
}

// RunFaults lists and reads each faulty source to its first error, which must
// be of its kind and show none of the secrets: passwords and tokens that the
// source was given, and cells that the other side sent.
func RunFaults(t *testing.T, secrets []string, faults []Fault) {
	t.Helper()
	for _, f := range faults {
		t.Run(f.Name, func(t *testing.T) {
			err := firstError(t, f)
			if err == nil {
				t.Fatalf("no error; want one of kind %s", f.Kind)
			}
			if kind := dubbelkrona.KindOf(err); kind != f.Kind || !strings.Contains(err.Error(), f.Says) {
				t.Errorf("%s: %v; want %s and %q in it", kind, err, f.Kind, f.Says)
			}
			NoSecret(t, err, secrets...)
		})
	}
	noGoroutines(t)
}

// NoSecret checks that no way of printing an error, or one that it wraps,
// shows a secret.
func NoSecret(t *testing.T, err error, secrets ...string) {
	t.Helper()
	texts := []string{fmt.Sprintf("%v", err), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err)}
	for _, secret := range secrets {
		if slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, secret) }) {
			t.Errorf("an error shows a secret: %s", strings.ReplaceAll(texts[0], secret, "(the secret)"))
		}
	}
}

func firstError(t *testing.T, f Fault) error {
	t.Helper()
	src, err := f.Make(t, Env(t))
	if err != nil {
		return err
	}
	ctx := context.Background()
	for obj, err := range src.Objects(ctx, nil) {
		if err != nil {
			return err
		}
		origin, err := src.Inspect(ctx, obj)
		if err != nil {
			return err
		}
		if err := src.Read(ctx, obj, origin, func(*dubbelkrona.RawBatch) error { return nil }); err != nil {
			return err
		}
	}
	return nil
}
