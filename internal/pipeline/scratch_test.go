package pipeline_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona"
)

// All temporary files are in the project's private folder: the system's temporary
// folder does not exist here. The next run removes what a killed process left, so
// that it cannot contain rows of a person who has been forgotten.
func TestScratchIsInTheProject(t *testing.T) {
	root := project(t)
	none := filepath.Join(t.TempDir(), "none")
	t.Setenv("TMPDIR", none)
	left := filepath.Join(root, "var", "scratch", "work-1", "next.duckdb")
	if err := os.MkdirAll(filepath.Dir(left), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(left, []byte("rows"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := compiled(t, root, &recorder{})
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("a file of a killed process still exists after a run")
	}
	if _, _, err := p.Evaluate(t.Context(), "reserved_contracts"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(root, "var", "scratch"))
	if err != nil || len(entries) > 0 {
		t.Errorf("var/scratch has %v, %v; want nothing", entries, err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("something was written into the system's temporary folder")
	}
}

// Evaluating a metric that fails returns an error instead of no rows. Each run
// reports the metric and publishes the others.
func TestDefinitionThatFailsIsNamed(t *testing.T) {
	root := project(t)
	write(t, root, "queries/metrics/vast.sql", "/*\ntitle: {sv: V, en: V}\nunit: x\nvalue: sum(x)\n*/\nSELECT length(repeat('x', 3000000000)) AS x\n")
	p := compiled(t, root, &recorder{})
	for night := range 2 {
		report, err := p.Run(t.Context())
		if err != nil || len(report.Faults) != 1 || !strings.Contains(report.Faults[0], "vast.sql") || report.Run.State != dubbelkrona.RunPartial || report.Built != (night == 0) {
			t.Errorf("night %d: %+v, built %t, %q, %v", night, report.Run, report.Built, report.Faults, err)
		}
	}
	if _, _, err := p.Evaluate(t.Context(), "vast"); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || !strings.Contains(err.Error(), "vast.sql") {
		t.Errorf("evaluate: %v", err)
	}
	if _, rows, err := p.Evaluate(t.Context(), "reserved_contracts"); err != nil || len(rows) == 0 {
		t.Errorf("another one: %d rows, %v", len(rows), err)
	}
}
