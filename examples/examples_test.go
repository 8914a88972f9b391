// Package examples_test checks that the example projects are configured
// without a fault and that everything in them can be found.
package examples_test

import (
	"os"
	"path/filepath"
	"testing"

	"dubbelkrona/internal/config"
	"dubbelkrona/metrics"
	"dubbelkrona/transform"
)

func projects(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/" + config.FileName)
	if err != nil || len(files) < 2 {
		t.Fatalf("%d example projects found: %v", len(files), err)
	}
	folders := make([]string, len(files))
	for i, file := range files {
		folders[i] = filepath.Dir(file)
	}
	return folders
}

func TestConfiguration(t *testing.T) {
	for _, folder := range projects(t) {
		project, faults := config.Load(folder)
		for _, fault := range faults {
			t.Errorf("%s: %v", folder, fault)
		}
		if project == nil {
			continue
		}
		for _, source := range project.Sources {
			if _, faults := transform.Compile(source.Spec); len(faults) > 0 {
				t.Errorf("%s: source %s: %v", folder, source.Name, faults)
			}
			if files, err := filepath.Glob(filepath.Join(folder, source.Files)); err != nil || len(files) == 0 {
				t.Errorf("%s: source %s finds no file at %s (%v)", folder, source.Name, source.Files, err)
			}
		}
	}
}

// Every data file is read by exactly one source: none is forgotten, none is
// counted twice.
func TestEveryFileHasOneSource(t *testing.T) {
	for _, folder := range projects(t) {
		project, _ := config.Load(folder)
		readers := make(map[string]int)
		for _, source := range project.Sources {
			files, err := filepath.Glob(filepath.Join(folder, source.Files))
			if err != nil {
				t.Fatal(err)
			}
			for _, file := range files {
				readers[file]++
			}
		}
		for _, sub := range []string{"data", "parameters"} {
			entries, err := os.ReadDir(filepath.Join(folder, sub))
			if err != nil && !os.IsNotExist(err) {
				t.Fatal(err)
			}
			for _, e := range entries {
				if file := filepath.Join(folder, sub, e.Name()); readers[file] != 1 {
					t.Errorf("%s is read by %d sources", file, readers[file])
				}
			}
		}
	}
}

// Files named as made up are marked so, and no others.
func TestSyntheticSourcesAreMarked(t *testing.T) {
	project, _ := config.Load("skr2022")
	for _, source := range project.Sources {
		madeUp, _ := filepath.Match("*/*_syntetisk.csv", source.Files)
		if madeUp = madeUp || source.Name == "antaganden"; madeUp != source.Synthetic {
			t.Errorf("source %s of %s: synthetic is %v", source.Name, source.Files, source.Synthetic)
		}
	}
}

func TestDefinitionsOfTheProject(t *testing.T) {
	catalogue, faults := metrics.Load(metrics.Source{FS: os.DirFS("matsvinn/queries"), Prefix: "queries/"})
	for _, fault := range faults {
		t.Error(fault)
	}
	for _, kind := range []metrics.Kind{metrics.Model, metrics.Check, metrics.Metric} {
		if n := len(catalogue.Of(kind)); n != 1 {
			t.Errorf("%d %s, want 1", n, kind)
		}
	}
}
