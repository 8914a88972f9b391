package main

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/ledger"
)

// gc removes what a killed run left of a published file or an export, although the
// next run would, too: after a person is forgotten there may be no next run for long.
func TestCollectRemovesUnfinishedFiles(t *testing.T) {
	t.Parallel()
	root := lightProject(t, "unfinished", peopleSources+"publish: {persons: true}\n")
	for name, text := range peopleFiles("") {
		write(t, root, name, text)
	}
	inProcess(t, exitDone, "run", "--project", root)
	for _, name := range []string{".impact.duckdb.r-1", ".analyst.duckdb.r-1", "exports/.metrics.parquet.tmp"} {
		if err := os.WriteFile(filepath.Join(root, "publish", name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inProcess(t, exitDone, "gc", "--project", root)
	nothingLeftBehind(t, root)
}

// nothingLeftBehind checks that every file of a project belongs there: it is in the
// ledger, published, or the user's.
func nothingLeftBehind(t *testing.T, root string) {
	t.Helper()
	l, err := ledger.OpenReadOnly(filepath.Join(root, "var", "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	known, err := l.Files.Paths(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	snapshots, err := l.Snapshots.Latest(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	belongs := []string{"dubbelkrona.yaml", "var/ledger.db", "var/lock", "var/lake/ledger.mark", "publish/impact.duckdb", "publish/analyst.duckdb"}
	for _, name := range []string{"metrics.csv", "metrics.json", "metrics.parquet", "metrics.xlsx", "headline.csv", "headline.json", "datapackage.json", "manifest.json"} {
		belongs = append(belongs, "publish/exports/"+name)
	}
	for _, s := range snapshots {
		if s.Path != "" {
			belongs = append(belongs, s.Path, "var/released/"+s.ID+".duckdb")
		}
	}
	found := make(map[string]bool)
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		rel = filepath.ToSlash(rel)
		segment, inLake := strings.CutPrefix(rel, "var/lake/")
		found[segment] = inLake
		given := strings.HasPrefix(rel, "data/") || strings.HasPrefix(rel, "parameters/") || strings.HasPrefix(rel, "queries/")
		// SQLite's log is removed when the last process closes the ledger.
		// What is served is named after the hash of its content; its package removes
		// what its index does not have.
		ours := strings.HasPrefix(rel, "var/ledger.db-") || strings.HasPrefix(rel, "var/released/served/")
		if !given && !ours && !(inLake && known[segment]) && !slices.Contains(belongs, rel) {
			t.Errorf("left behind: %s", rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for path := range known {
		if !found[path] {
			t.Errorf("the lake has lost %s", path)
		}
	}
}
