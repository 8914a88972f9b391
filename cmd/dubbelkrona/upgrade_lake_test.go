package main

import (
	"context"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/upkeep"
)

// flatSample returns a project whose lake has the layout of the former version: files
// directly in the folders of the tables, with a pack of two sources and segments that
// were replaced. want are the content hashes that it had published.
func flatSample(t *testing.T) (root string, want []string) {
	t.Helper()
	root = upgradeSample(t, "schema-9.tar.gz")
	text, err := os.ReadFile(filepath.Join(filepath.Dir(root), "hashes.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return root, ofTheProject(strings.Split(strings.TrimSpace(string(text)), "\n"))
}

// ofTheProject returns the hashes of the tables that have rows, without those that must
// differ: core.parameter also has the built-in rates of the version, and core.contract has
// more columns than then. Tables without rows may not have existed then.
func ofTheProject(hashes []string) []string {
	return slices.DeleteFunc(hashes, func(line string) bool {
		return strings.HasPrefix(line, "core.parameter ") || strings.HasPrefix(line, "core.contract ") || strings.Contains(line, " 0 ")
	})
}

var segmentPath = regexp.MustCompile(`^[a-z_]+/source=[a-z-]+/segment=\d+(-\d+)?/[0-9a-f]{32}\.parquet$`)

// lakeFiles returns the paths of all Parquet files of a lake, sorted.
func lakeFiles(t *testing.T, root string) (paths []string) {
	t.Helper()
	folder := filepath.Join(root, "var", "lake")
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".parquet" {
			rel, _ := filepath.Rel(folder, path)
			paths = append(paths, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return paths
}

// moved checks that every file of the lake is in the folder of its source and segment,
// and that there are no other files.
func moved(t *testing.T, root string) []string {
	t.Helper()
	paths := lakeFiles(t, root)
	for _, path := range paths {
		if !segmentPath.MatchString(path) {
			t.Errorf("%s has not been moved", path)
		}
	}
	nothingLeftBehind(t, root)
	return paths
}

// The first run moves the lake of the former version to the new layout: figures and
// contents do not change, and the next run changes nothing.
func TestUpgradeMovesTheLake(t *testing.T) {
	t.Parallel()
	root, want := flatSample(t)
	inProcess(t, exitDone, "run", "--project", root)
	if got := ofTheProject(hashes(t, root)); !slices.Equal(got, want) {
		t.Errorf("contents are %v, were %v", got, want)
	}
	before, err := os.ReadFile(filepath.Join(filepath.Dir(root), "before.csv"))
	if err != nil {
		t.Fatal(err)
	}
	after, err := os.ReadFile(filepath.Join(root, "publish", "exports", "metrics.csv"))
	if err != nil {
		t.Fatal(err)
	}
	former := countedFigures(t, string(before))
	figures := slices.DeleteFunc(countedFigures(t, string(after)), func(line string) bool {
		fields := strings.SplitN(line, ",", 3)
		part := fields[0] + "," + fields[1] + ","
		return !slices.ContainsFunc(former, func(f string) bool { return strings.HasPrefix(f, part) }) // of this version only
	})
	if !slices.Equal(figures, former) {
		t.Errorf("%d figures, %d before, or others", len(figures), len(former))
	}
	paths := moved(t, root)
	if one := "spend/source=reskontra/segment=7-12/"; !slices.ContainsFunc(paths, func(p string) bool { return strings.HasPrefix(p, one) }) {
		t.Errorf("the pack of two sources is not split: no %s in %v", one, paths)
	}
	if again := inProcess(t, exitDone, "run", "--project", root); !strings.Contains(again, "Läst: 0 objekt") {
		t.Errorf("the second run reads again:\n%s", again)
	}
	if got := lakeFiles(t, root); !slices.Equal(got, paths) {
		t.Errorf("the second run changes the lake: %v, was %v", got, paths)
	}
	inProcess(t, exitDone, "verify", "--project", root)
	// Replaced segments, packs and single files can all be rewritten.
	inProcess(t, exitDone, "gc", "--project", root)
	inProcess(t, exitDone, "rebuild", "--project", root)
	if got := ofTheProject(hashes(t, root)); !slices.Equal(got, want) {
		t.Errorf("after gc and rebuild contents are %v, were %v", got, want)
	}
	moved(t, root)
}

// countedFigures returns the figures of an export that are not about persons, with what
// the former version says of each: those about persons have other parts and groups, and
// some are suppressed, and the parts of the double value differ between versions.
func countedFigures(t *testing.T, export string) (lines []string) {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(export, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	shared := []string{"part", "period_grain", "period", "grouping", "municipality", "dimensions", "value", "low", "high", "persons", "unit", "grade", "status", "synthetic", "warnings"}
	for _, row := range rows[1:] {
		metric := row[slices.Index(rows[0], "metric")]
		if strings.HasPrefix(metric, "double_value") || slices.Contains([]string{"participants", "participants_by_sex", "exit_to_work_or_study", "work_at_exit", "study_at_exit", "cost_per_job", "income_gain"}, metric) {
			continue
		}
		line := metric
		for _, name := range shared {
			line += "," + row[slices.Index(rows[0], name)]
		}
		lines = append(lines, line)
	}
	if len(lines) < 100 {
		t.Fatalf("only %d figures are compared", len(lines))
	}
	return lines
}

// wholeLake checks that every file in the ledger exists unchanged, and reports whether
// the lake still has the former layout.
func wholeLake(t *testing.T, root string) (flat bool) {
	t.Helper()
	path := filepath.Join(root, "var", "ledger.db")
	l, err := ledger.OpenReadOnly(path)
	if err != nil {
		return true // the former layout: the move has not begun
	}
	defer l.Close()
	history, err := l.Segments.History(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	files, err := lake.Files(history)
	if err != nil || len(history) != 30 {
		t.Fatal(len(history), err)
	}
	opened, err := lake.Open(filepath.Join(root, "var", "lake"), lake.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := opened.Verify(f); err != nil {
			t.Error(err)
		}
	}
	if flat, err = l.Files.Flat(context.Background()); err != nil {
		t.Fatal(err)
	}
	return flat
}

// The move is interrupted at each of its steps, one after the other. After each the
// lake is complete, in the former or in the new layout; at the end it is the same as
// after a move without interruption.
func TestUpgradeMoveIsInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	root, want := flatSample(t)
	flat := lakeFiles(t, root)
	steps := 0
	for wholeLake(t, root) {
		steps++
		at := 0
		code, printed := given(t, "", func(string) error {
			if at++; at == steps {
				return errDisk
			}
			return nil
		}, "run", "--project", root)
		if code != exitFailed || !strings.Contains(printed, errDisk.Error()) {
			t.Fatalf("step %d: exit code %d\n%s", steps, code, printed)
		}
		if wholeLake(t, root) {
			for _, path := range flat {
				if !slices.Contains(lakeFiles(t, root), path) {
					t.Fatalf("step %d: %s is gone", steps, path)
				}
			}
		}
	}
	if steps < 60 { // 20 files, each made a folder, a name and a synced folder
		t.Errorf("only %d steps", steps)
	}
	inProcess(t, exitDone, "run", "--project", root)
	if got := ofTheProject(hashes(t, root)); !slices.Equal(got, want) {
		t.Errorf("contents are %v, were %v", got, want)
	}
	moved(t, root)
}

// A backup of the former version is restored in its layout, and then moved.
func TestUpgradeRestoresBackupOfFlatLake(t *testing.T) {
	t.Parallel()
	backup, want := flatSample(t)
	if err := os.Remove(filepath.Join(backup, "var", "lake", "ledger.mark")); err != nil {
		t.Fatal(err)
	}
	m := upkeep.Manifest{Project: "uppgradering", Generator: "dubbelkrona"}
	err := filepath.WalkDir(backup, func(path string, d fs.DirEntry, err error) error {
		rel, _ := filepath.Rel(backup, path)
		if err != nil || d.IsDir() || strings.HasPrefix(rel, "data") {
			return err
		}
		return m.Measure(backup, filepath.ToSlash(rel))
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Write(backup); err != nil {
		t.Fatal(err)
	}
	root := filepath.Join(t.TempDir(), "restored")
	inProcess(t, exitDone, "restore", backup, "--project", root)
	inProcess(t, exitDone, "rebuild", "--project", root)
	if got := ofTheProject(hashes(t, root)); !slices.Equal(got, want) {
		t.Errorf("contents are %v, were %v", got, want)
	}
	moved(t, root)
}
