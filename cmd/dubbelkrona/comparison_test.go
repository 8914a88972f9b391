package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// gc removes the persons of the comparison group whom no effect uses and whose last
// outcome is older than the limit. Participants, those whom an effect uses and those
// with newer outcomes stay, and who was removed comes back when delivered again.
func TestUnneededComparisonPersonsLeave(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	defineDrawn(t, root, drawnEffect+"WHERE municipality = '2182'\n")
	var outcomes strings.Builder
	outcomes.WriteString("person;month\n2180-nej-3;2025-01-01\n")
	for i := range 10 {
		fmt.Fprintf(&outcomes, "2180-ja-%d;2015-01-01\n2180-nej-%[1]d;2015-01-01\n2182-nej-%[1]d;2015-01-01\n", i)
	}
	write(t, root, "utfall.csv", outcomes.String())
	inProcess(t, exitDone, "run", "--project", root)
	before := participants(t, root)
	inProcess(t, exitDone, "gc", "--project", root)
	if left := participants(t, root); left != before {
		t.Errorf("without a limit: %v, want %v", left, before)
	}
	config, err := os.ReadFile(filepath.Join(root, "dubbelkrona.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "dubbelkrona.yaml"), append(config, "retention: {comparison: 5y}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	has(t, inProcess(t, exitDone, "gc", "--project", root), "Gallrat: 9 personer i jämförelsegruppen")
	if left := participants(t, root); left != [3]int64{10, 1, 80} || before != [3]int64{10, 10, 80} {
		t.Errorf("participants of Gävle, others of Gävle and all of Söderhamn: %v before, %v after", before, left)
	}
	write(t, root, "deltagare.csv", drawnPersons()+"\n")
	inProcess(t, exitDone, "run", "--project", root)
	if back := participants(t, root); back != before {
		t.Errorf("delivered again: %v, want %v", back, before)
	}
}

// While an effect cannot be read, it is unknown whom it uses, so nobody is removed.
func TestNobodyLeavesWhileADefinitionHasAFault(t *testing.T) {
	t.Parallel()
	root := drawnProject(t)
	define(t, root, "effects/broken.sql", "/*\ntitle: {sv: a, en: a}\n*/\nSELECT 1\n")
	config, err := os.ReadFile(filepath.Join(root, "dubbelkrona.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "dubbelkrona.yaml"), append(config, "retention: {comparison: 1d}\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	has(t, inProcess(t, exitUsage, "gc", "--project", root), "whom no effect uses cannot be said", "queries/effects/broken.sql:2:1")
}

// participants counts the participants of Gävle, the others of Gävle and all of
// Söderhamn in the newest kept snapshot.
func participants(t *testing.T, root string) (counts [3]int64) {
	t.Helper()
	db := openKept(t, root)
	rows, err := db.Collect(t.Context(), `SELECT count(*) FILTER (municipality = '2180' AND treated), count(*) FILTER (municipality = '2180' AND NOT treated),
		count(*) FILTER (municipality = '2182') FROM core.participant`)
	if err != nil {
		t.Fatal(err)
	}
	for i := range counts {
		counts[i] = rows[0][i].(int64)
	}
	return counts
}
