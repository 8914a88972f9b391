package pipeline_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// The error about a damaged published file names it and the command that makes it
// again. The next run makes it again too, even without new data.
func TestDamagedPublishedFileIsMadeAgain(t *testing.T) {
	root := project(t)
	p := compiled(t, root, &recorder{})
	if _, err := p.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	published := filepath.Join(root, "publish", "impact.duckdb")
	whole, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	for name, damaged := range map[string][]byte{
		"empty": nil, "cut": whole[:5000], "zeros": make([]byte, len(whole)), "text": []byte(strings.Repeat("x", 9000)), "head": append(bytes.Repeat([]byte{0}, 4096), whole[4096:]...),
	} {
		if err := os.Remove(published); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(published, damaged, 0o640); err != nil {
			t.Fatal(err)
		}
		if _, err := warehouse.OpenReadOnly(t.Context(), published, warehouse.Limits{}); err == nil || !strings.Contains(err.Error(), "impact.duckdb") || !strings.Contains(err.Error(), "rebuild") {
			t.Errorf("%s: %v", name, err)
		}
		report, err := p.Run(t.Context())
		if err != nil || !report.Built {
			t.Errorf("%s: built %t, %v", name, report.Built, err)
		}
		db, err := warehouse.OpenReadOnly(context.Background(), published, warehouse.Limits{})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if report, err := p.Run(t.Context()); err != nil || report.Built {
		t.Errorf("with an undamaged file: built %t, %v", report.Built, err)
	}
}
