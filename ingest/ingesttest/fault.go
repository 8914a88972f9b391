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

// Fault is a source that cannot be read, and the error that it must return.
type Fault struct {
	Name string
	// Make makes the source. The error may also be that of its settings.
	Make func(t *testing.T, env ingest.Env) (ingest.Source, error)
	// Kind is the required kind of the error; its text must contain Says.
	Kind dubbelkrona.Kind
	Says string
}

// RunFaults lists and reads each faulty source until its first error, which must
// have the required kind and text and show none of the secrets: passwords and
// tokens of the source's settings, and cells that the server sent.
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

// NoSecret checks that an error shows no secret with any formatting verb.
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
