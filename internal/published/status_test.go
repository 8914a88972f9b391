package published

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/ledger"
)

// A source without a limit of freshness is stale if it fails. The status has the
// next slot of a job, the last run and the faults of the last build. Without a
// ledger it has only the jobs, and its other lists are empty, not nil.
func TestReadStatus(t *testing.T) {
	root, now := t.TempDir(), time.Date(2031, 3, 2, 3, 0, 0, 0, time.UTC)
	text := `project: natt
language: en
schedule: {zone: Europe/Stockholm, at: "30 2 * * *"}
sources:
  - {name: avtal, files: data/*.csv, profile: contract, fresh: 36h}
  - {name: reskontra, files: data/*.csv, profile: leverantorsreskontra}
`
	if err := os.WriteFile(filepath.Join(root, config.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	project, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	s, err := ReadStatus(t.Context(), project, now)
	if err != nil || len(s.Jobs) == 0 || s.Jobs[0].Next != time.Date(2031, 3, 3, 1, 30, 0, 0, time.UTC) || s.Tables == nil || s.Issues == nil || s.Sources == nil || s.Acceptances == nil {
		t.Errorf("without a ledger: %+v, %v", s, err)
	}
	if err := os.MkdirAll(filepath.Dir(project.Ledger()), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := ledger.Open(project.Ledger(), ledger.Options{Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	run, err := l.Runs.Begin(t.Context(), "run")
	for _, err := range []error{err, l.Sources.Failed(t.Context(), "reskontra", "no file"),
		Faults{Definitions: []string{"metrics/a.sql: no"}, Stopped: true}.Store(t.Context(), l), l.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	s, err = ReadStatus(t.Context(), project, now)
	if err != nil || s.LastRun.ID != run.ID || s.LastRun.State != dubbelkrona.RunStarted || len(s.Faults) != 1 || s.LedgerBytes == 0 || len(s.Sources) != 2 {
		t.Fatalf("%+v, %v", s, err)
	}
	if s := s.Sources[0]; s.Source != "avtal" || !s.Stale || !s.Failed.IsZero() {
		t.Errorf("a promise, and nothing delivered: %+v", s)
	}
	if s := s.Sources[1]; !s.Stale || s.Failed != now || s.Message != "no file" {
		t.Errorf("failed: %+v", s)
	}
}
