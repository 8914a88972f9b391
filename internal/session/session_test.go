package session_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/session"
)

// project returns an empty project in a folder.
func project(t *testing.T, root string, workspace *session.Workspace) *session.Project {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, "dubbelkrona.yaml"), []byte("project: tierp\nlanguage: en\nkey: /nowhere/key\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return session.NewProject(c, session.Options{Generator: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler), Workspace: workspace})
}

func nothing(context.Context, *session.Session) error { return nil }

// runs returns a line for each run in the ledger, the oldest first.
func runs(t *testing.T, p *session.Project) (lines []string) {
	t.Helper()
	l, err := ledger.OpenReadOnly(p.Config.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	all, err := l.Runs.Latest(t.Context(), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range all {
		lines = append(lines, strings.TrimSpace(run.Command+" "+string(run.State)+" "+run.Message))
	}
	slices.Reverse(lines)
	return lines
}

// The ledger records how each run ended.
func TestRunIsRecorded(t *testing.T) {
	p := project(t, t.TempDir(), nil)
	refused := session.SourceReport{Failures: []session.Failure{{Object: "a.csv", Err: errors.New("no header")}}}
	for command, work := range map[string]session.Work{
		"well":  nothing,
		"badly": func(context.Context, *session.Session) error { return errors.New("the disk is full") },
		"half": func(_ context.Context, s *session.Session) error {
			s.Report.Sources = append(s.Report.Sources, refused)
			return nil
		},
		"withheld": func(context.Context, *session.Session) error {
			return dubbelkrona.Errorf(dubbelkrona.Blocked, "a check")
		},
		"without": func(_ context.Context, s *session.Session) error { s.Report.Faults = []string{"m.sql:1"}; return nil },
	} {
		report, err := p.Run(t.Context(), command, work)
		if report.Run.Command != command || (err != nil) != (command == "badly" || command == "withheld") {
			t.Errorf("%s: %+v, %v", command, report.Run, err)
		}
	}
	got := runs(t, p)
	slices.Sort(got)
	want := []string{"badly failed the disk is full", "half partial 1 object or source refused", "well done", "withheld blocked a check", "without partial not used: m.sql:1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// A second run is refused at once while the first one holds the lock, and can
// start when that has ended.
func TestRunHoldsTheLock(t *testing.T) {
	root := t.TempDir()
	p, other := project(t, root, nil), project(t, root, nil)
	_, err := p.Run(t.Context(), "first", func(ctx context.Context, _ *session.Session) error {
		if _, err := other.Run(ctx, "second", nothing); !errors.Is(err, session.ErrLocked) || dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
			t.Errorf("a second run: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Run(t.Context(), "third", nothing); err != nil {
		t.Error(err)
	}
	if got := runs(t, p); !slices.Equal(got, []string{"first done", "third done"}) {
		t.Errorf("%q", got)
	}
}

// Runs that share a workspace may overlap, except those that remove files.
func TestRunsShareAWorkspace(t *testing.T) {
	root, w := t.TempDir(), new(session.Workspace)
	p, other := project(t, root, w), project(t, root, w)
	_, err := p.Run(t.Context(), "first", func(ctx context.Context, s *session.Session) error {
		_, err := other.Run(ctx, "second", func(_ context.Context, o *session.Session) error {
			if s.Ledger != o.Ledger || s.Lake != o.Lake {
				t.Error("the runs have different ledgers")
			}
			return nil
		})
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := p.RunAlone(t.Context(), "gc", nothing); dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
		t.Errorf("gc: %v", err)
	}
}

// An interrupted rewriting is finished in a run of its own before any other run.
// Without a function that can finish it, no run starts.
func TestRunFinishesARewritingFirst(t *testing.T) {
	p := project(t, t.TempDir(), nil)
	cutOff := func(ctx context.Context, s *session.Session) error {
		return s.Ledger.Facts.Set(ctx, session.UnfinishedFact, "forget")
	}
	if _, err := p.Run(t.Context(), "forget", cutOff); err != nil {
		t.Fatal(err)
	}
	worked := false
	work := func(context.Context, *session.Session) error { worked = true; return nil }
	if _, err := p.Run(t.Context(), "run", work); dubbelkrona.KindOf(err) != dubbelkrona.Internal || worked {
		t.Errorf("without a function to finish: %v, worked %t", err, worked)
	}
	p.FinishWith(func(ctx context.Context, s *session.Session) error {
		if worked {
			t.Error("finished after the run")
		}
		return s.Ledger.Facts.Set(ctx, session.UnfinishedFact, "")
	})
	if _, err := p.Run(t.Context(), "run", work); err != nil || !worked {
		t.Errorf("%v, worked %t", err, worked)
	}
	if _, err := p.Run(t.Context(), "again", nothing); err != nil {
		t.Error(err)
	}
	if got := runs(t, p); !slices.Equal(got, []string{"forget done", "forget, finished done", "run done", "again done"}) {
		t.Errorf("%q", got)
	}
}
