package pipeline_test

import (
	"os"
	"path/filepath"
	"testing"
)

// All that is written on the way lies in the project's private folder: there
// is no other temporary folder here. What a killed process left there goes with
// the next run, and so it does not outlive a person who is forgotten.
func TestScratchLiesInTheProject(t *testing.T) {
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
	p := compile(t, root, &recorder{})
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err == nil {
		t.Error("what a killed process left is still there after a run")
	}
	if _, _, err := p.Evaluate(t.Context(), "reserved_contracts"); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Join(root, "var", "scratch"))
	if err != nil || len(entries) > 0 {
		t.Errorf("left in var/scratch: %v, %v", entries, err)
	}
	if _, err := os.Stat(none); err == nil {
		t.Error("something was written into the system's temporary folder")
	}
}
