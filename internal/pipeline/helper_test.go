package pipeline_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/export"
	exportjson "dubbelkrona/export/json"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	"dubbelkrona/ingest/directory"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/lineage"
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

// A file name and a cell that must not be sent to any server.
const (
	private = "hemligt-namn"
	cell    = "hemlig-cell"
)

const contracts = "contract_id;municipality;title;value\nA-1;2182;Avtal;1000,00\nA-2;2182;Avtal;2000,00\n"

// project makes a folder with a project and its key.
func project(t *testing.T) (root string) {
	t.Helper()
	folder := t.TempDir()
	root = filepath.Join(folder, "p")
	write(t, root, "dubbelkrona.yaml", fmt.Sprintf(`project: tierp
key: %s
exports: [json]
sources:
  - {name: avtal, files: data/contract*.csv, profile: contract}
  - {name: trasig, files: data/hemlig*.csv, profile: contract}
`, filepath.Join(folder, "key")))
	write(t, root, "data/contract.csv", contracts)
	key, err := transform.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := key.WriteKeyFile(filepath.Join(folder, "key")); err != nil {
		t.Fatal(err)
	}
	return root
}

func write(t *testing.T, root, name, text string) {
	t.Helper()
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// compiled makes the pipeline of a project. Its spans and runs go to the
// recorder, if there is one and set does not change that.
func compiled(t *testing.T, root string, r *recorder, set ...func(*pipeline.Options)) *pipeline.Pipeline {
	t.Helper()
	loaded, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o := pipeline.Options{
		Registry: ingest.NewRegistry([]ingest.PlaceKind{directory.Kind()}, []ingest.FormatKind{csv.Kind()}, nil),
		Sinks:    []export.Sink{exportjson.Sink{}},
		Options:  session.Options{Generator: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler)},
	}
	if r != nil {
		o.Span, o.Lineage = r.span, r.tell
	}
	for _, f := range set {
		f(&o)
	}
	p, faults := pipeline.Compile(t.Context(), loaded, o)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return p
}

// recorder records spans and runs.
type recorder struct {
	spans []span
	runs  []lineage.Run
}

// span is a span that has ended.
type span struct {
	path  string // the names from the outermost span to this one
	attrs map[string]string
	err   error
}

type pathKey struct{}

func (r *recorder) span(ctx context.Context, name string, about ...slog.Attr) (context.Context, func(error, ...slog.Attr)) {
	above, _ := ctx.Value(pathKey{}).(string)
	s := span{path: strings.TrimPrefix(above+" > "+name, " > "), attrs: make(map[string]string)}
	return context.WithValue(ctx, pathKey{}, s.path), func(err error, found ...slog.Attr) {
		for _, a := range slices.Concat(about, found) {
			s.attrs[a.Key] = a.Value.String()
		}
		s.err = err
		r.spans = append(r.spans, s)
	}
}

func (r *recorder) tell(run lineage.Run) { r.runs = append(r.runs, run) }

// paths returns the paths of the spans in the order in which they ended.
func (r *recorder) paths() (paths []string) {
	for _, s := range r.spans {
		paths = append(paths, s.path)
	}
	return paths
}

// outlines returns a line for each recorded run.
func (r *recorder) outlines() (lines []string) {
	for _, run := range r.runs {
		line := fmt.Sprintf("%s %s:", run.Command, run.State)
		for _, d := range run.Inputs {
			line += " " + outline(d)
		}
		line += " ->"
		for _, d := range run.Outputs {
			line += " " + outline(d)
		}
		lines = append(lines, line)
	}
	return lines
}

func outline(d lineage.Dataset) string {
	text := d.Name
	if d.Rows != nil {
		text += fmt.Sprintf("(%d)", *d.Rows)
	}
	if d.Version != "" {
		text += "@snapshot"
	}
	return text
}

// nothingPrivate checks that the private name and cell were not recorded.
func (r *recorder) nothingPrivate(t *testing.T) {
	t.Helper()
	if text := fmt.Sprintf("%v %+v", r.spans, r.runs); strings.Contains(text, private) || strings.Contains(text, cell) {
		t.Errorf("sent outside: %s", text)
	}
}

func kind(err error) dubbelkrona.Kind { return dubbelkrona.KindOf(err) }
