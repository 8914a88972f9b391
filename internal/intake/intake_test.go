package intake_test

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
	"dubbelkrona/internal/compile"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/intake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
	"dubbelkrona/transform"
)

const (
	header = "contract_id;municipality;title;value\n"
	good   = header + "A-1;2182;Avtal;1000,00\nA-2;2182;Avtal;2000,00\n"
)

// sources is a project whose one source has the files in data.
type sources struct {
	t    *testing.T
	root string
	// fail, if set, is the error of reading an object, after its rows.
	fail func(object string) error
}

func newSources(t *testing.T, files map[string]string) *sources {
	t.Helper()
	s := &sources{t: t, root: filepath.Join(t.TempDir(), "p")}
	key, err := transform.NewKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	keyFile := filepath.Join(filepath.Dir(s.root), "key")
	if err := key.WriteKeyFile(keyFile); err != nil {
		t.Fatal(err)
	}
	s.write(config.FileName, fmt.Sprintf("project: tierp\nlanguage: en\nkey: %s\nexports: [json]\nsources:\n  - {name: avtal, files: data/*.csv, profile: contract}\n", keyFile))
	for name, text := range files {
		s.write("data/"+name, text)
	}
	return s
}

func (s *sources) write(name, text string) {
	s.t.Helper()
	path := filepath.Join(s.root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// failing is a source whose objects cannot be read to the end.
type failing struct {
	ingest.Source
	fail func(object string) error
}

func (f failing) Read(ctx context.Context, o ingest.Object, origin dubbelkrona.Origin, emit func(*dubbelkrona.RawBatch) error) error {
	if err := f.Source.Read(ctx, o, origin, emit); err != nil {
		return err
	}
	return f.fail(o.Label)
}

// read reads what is new in one run.
func (s *sources) read() session.SourceReport {
	s.t.Helper()
	c, faults := config.Load(s.root)
	if len(faults) > 0 {
		s.t.Fatal(faults)
	}
	project := session.NewProject(c, session.Options{Generator: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	plan, faults := compile.Project(s.t.Context(), c, compile.Options{
		Registry: ingest.NewRegistry([]ingest.PlaceKind{directory.Kind()}, []ingest.FormatKind{csv.Kind()}, nil),
		Sinks:    []export.Sink{exportjson.Sink{}}, Now: time.Now, Label: project.Labels.Of, Fetched: func(string, string, int64) {},
	})
	if len(faults) > 0 {
		s.t.Fatal(faults)
	}
	report, err := project.Run(s.t.Context(), "test", func(ctx context.Context, run *session.Session) error {
		if err := run.LoadKey(ctx); err != nil {
			return err
		}
		return intake.New(run, plan).All(ctx, func(src *compile.Source) (*compile.Source, error) {
			if s.fail != nil {
				src.Reader = failing{src.Reader, s.fail}
			}
			return src, nil
		})
	})
	if err != nil || len(report.Sources) != 1 {
		s.t.Fatalf("%d sources, %v", len(report.Sources), err)
	}
	return report.Sources[0]
}

// ledger calls f with the ledger.
func (s *sources) ledger(f func(*ledger.Ledger) error) {
	s.t.Helper()
	if err := ledger.Read(filepath.Join(s.root, "var", "ledger.db"), f); err != nil {
		s.t.Fatal(err)
	}
}

// committed returns a line for each live segment: table, object and rows. Unfinished
// files in the lake are an error.
func (s *sources) committed() (lines []string) {
	s.t.Helper()
	s.ledger(func(l *ledger.Ledger) error {
		live, err := l.Segments.Live(s.t.Context(), time.Time{})
		for _, segment := range live {
			lines = append(lines, fmt.Sprintf("%s of %s: %d", segment.Table, segment.Object, segment.Rows))
			if _, err := os.Stat(filepath.Join(s.root, "var", "lake", filepath.FromSlash(segment.Path))); err != nil {
				s.t.Error(err)
			}
		}
		return err
	})
	if files, _ := filepath.Glob(filepath.Join(s.root, "var", "lake", "tmp", "*")); len(files) > 0 {
		s.t.Errorf("unfinished files: %v", files)
	}
	return lines
}

// freshness returns what the ledger knows of the source.
func (s *sources) freshness() (f ledger.Freshness) {
	s.t.Helper()
	s.ledger(func(l *ledger.Ledger) error {
		all, err := l.Sources.Freshness(s.t.Context())
		f = all["avtal"]
		return err
	})
	return f
}

func TestGoodObjectIsCommitted(t *testing.T) {
	s := newSources(t, map[string]string{"a.csv": good})
	r := s.read()
	if r.Objects != 1 || r.Rows != 2 || r.Rejected+r.Skipped != 0 || len(r.Failures) > 0 || r.Tables["contract"] != 2 {
		t.Errorf("%+v", r)
	}
	if got, want := s.committed(), []string{"contract of data/a.csv: 2"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
	if f := s.freshness(); f.Succeeded.IsZero() || f.Delivered.IsZero() || !f.Failed.IsZero() {
		t.Errorf("%+v", f)
	}
}

// Bad rows are issues in quarantine; the good ones beside them are committed.
func TestBadRowsAreQuarantined(t *testing.T) {
	s := newSources(t, map[string]string{"a.csv": good + ";2182;Avtal;3000,00\n"})
	r := s.read()
	if r.Objects != 1 || r.Rows != 2 || r.Rejected != 1 || len(r.Failures) > 0 {
		t.Errorf("%+v", r)
	}
	if got, want := s.committed(), []string{"issue of data/a.csv: 1", "contract of data/a.csv: 2"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
	s.ledger(func(l *ledger.Ledger) error {
		quarantined, err := l.Deliveries.Quarantined(t.Context())
		if len(quarantined) != 1 || quarantined[0].Table != "contract" || *quarantined[0].Rows != 1 || *quarantined[0].Before != 2 {
			t.Errorf("in quarantine: %+v", quarantined)
		}
		return err
	})
}

// Nothing of an object is committed if it cannot be read to its end. The other
// objects are, and the next run reads it.
func TestObjectThatFailsHalfWay(t *testing.T) {
	s := newSources(t, map[string]string{"a.csv": good, "b.csv": strings.ReplaceAll(good, "A-", "B-")})
	s.fail = func(object string) error {
		if object == "data/a.csv" {
			return dubbelkrona.Errorf(dubbelkrona.Transient, "the connection was lost")
		}
		return nil
	}
	r := s.read()
	if r.Objects != 1 || r.Rows != 2 || len(r.Failures) != 1 || r.Failures[0].Object != "data/a.csv" || dubbelkrona.KindOf(r.Failures[0].Err) != dubbelkrona.Transient {
		t.Errorf("%+v", r)
	}
	if got, want := s.committed(), []string{"contract of data/b.csv: 2"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
	if f := s.freshness(); !f.Succeeded.IsZero() || f.Failed.IsZero() || f.Message != "data/a.csv: the connection was lost" {
		t.Errorf("%+v", f)
	}
	s.fail = nil
	if r := s.read(); r.Objects != 1 || r.Skipped != 1 || len(r.Failures) > 0 {
		t.Errorf("the next run: %+v", r)
	}
	if got, want := s.committed(), []string{"contract of data/b.csv: 2", "contract of data/a.csv: 2"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
}

// An object that comes again unchanged is skipped, also with another time of
// change; a new version replaces the rows of the former one.
func TestObjectComesAgain(t *testing.T) {
	s := newSources(t, map[string]string{"a.csv": good})
	s.read()
	delivered := s.freshness().Delivered
	later := time.Now().Add(-time.Hour)
	if err := os.Chtimes(filepath.Join(s.root, "data", "a.csv"), later, later); err != nil {
		t.Fatal(err)
	}
	for range 2 { // by its bytes, and then by its new fingerprint
		if r := s.read(); r.Objects != 0 || r.Skipped != 1 || r.Rows != 0 || len(r.Failures) > 0 {
			t.Errorf("%+v", r)
		}
	}
	if got, want := s.committed(), []string{"contract of data/a.csv: 2"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
	if f := s.freshness(); !f.Delivered.Equal(delivered) {
		t.Errorf("delivered at %v; want %v", f.Delivered, delivered)
	}
	s.write("data/a.csv", good+"A-3;2182;Avtal;3000,00\n")
	if r := s.read(); r.Objects != 1 || r.Rows != 3 {
		t.Errorf("changed: %+v", r)
	}
	if got, want := s.committed(), []string{"contract of data/a.csv: 3"}; !slices.Equal(got, want) {
		t.Errorf("committed %q, want %q", got, want)
	}
}
