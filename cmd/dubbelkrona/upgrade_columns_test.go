package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/lake"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/warehouse"
)

// secretWords are values of columns that the version before stored and this one does not.
var secretWords = []string{"EXNOT", "EXGONE", "Socialtjänsten", "16-24"}

// heldIn returns where in the lake and the snapshots of a project a removed value or
// column still is: "lake" or the name of a snapshot.
func heldIn(t *testing.T, root string) (found []string) {
	t.Helper()
	participant, _ := dubbelkrona.TableByName("participant")
	for _, rel := range lakeFiles(t, root) {
		path := filepath.Join(root, "var", "lake", filepath.FromSlash(rel))
		err := lake.Values(t.Context(), path, func(values []byte) {
			for _, word := range secretWords {
				if strings.Contains(string(values), word) {
					found = append(found, "lake")
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	snapshots, err := filepath.Glob(filepath.Join(root, "var", "snapshots", "*.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range snapshots {
		db, err := warehouse.OpenReadOnly(t.Context(), path, warehouse.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		query := "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'participant' AND column_name IN ('" + strings.Join(participant.Removed, "', '") + "')"
		if got := askOf(t, db, query); got != "[0]" {
			found = append(found, filepath.Base(path))
		}
		db.Close()
	}
	return found
}

// The first run of this version takes the columns that no figure reads out of the lake,
// packs and replaced segments included, warns about the mapping that names them, and
// publishes the same figures. The snapshot of the version before stays until gc.
func TestUpgradeRemovesColumns(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-13.tar.gz")
	if len(heldIn(t, root)) < 3 {
		t.Fatal("the sample does not have the columns")
	}
	has(t, inProcess(t, exitDone, "check", "--project", root),
		"dubbelkrona.yaml:35:21: table participant no longer stores column age_band", "column time_without_work", "column note", "remove it from the mapping")
	rewrite(t, root, "keep: 1", "keep: 7")
	before := lakeFiles(t, root)
	printed := inProcess(t, exitDone, "run", "--project", root)
	has(t, printed, "kolumner som inte längre lagras", "tables[0].columns.note", "tables[0].columns.referrer")
	if found := heldIn(t, root); len(found) != 1 || found[0] == "lake" {
		t.Errorf("the values are in %v", found)
	}
	if len(lakeFiles(t, root)) < len(before) {
		t.Errorf("%d files, were %d", len(lakeFiles(t, root)), len(before))
	}
	db := openKept(t, root)
	for query, want := range map[string]string{
		"SELECT count(*), count(birth_year), count(education), count(*) FILTER (WHERE treated) FROM core.participant": "[54 40 45 42]",
		"SELECT count(*) > 0 FROM meta.issue WHERE rule = 'columns.unstored' AND \"column\" = 'note'":                 "[true]",
		"SELECT count(*) FROM meta.issue WHERE detail LIKE '%EXNOT%'":                                                 "[0]",
	} {
		if got := askOf(t, db, query); got != want {
			t.Errorf("%s\ngives %s, want %s", query, got, want)
		}
	}
	inProcess(t, exitDone, "verify", "--project", root)
	inProcess(t, exitDone, "gc", "--project", root)
	inProcess(t, exitDone, "rebuild", "--project", root)
	inProcess(t, exitDone, "verify", "--project", root)
	if found := heldIn(t, root); len(found) > 0 {
		t.Errorf("after gc the values are in %v", found)
	}
	if again := inProcess(t, exitDone, "run", "--project", root); !strings.Contains(again, "Läst: 0 objekt") {
		t.Errorf("the next run reads again:\n%s", again)
	}
}

// Erasure and rotation, as the first command on a project of the version before, find and
// change all of its segments.
func TestUpgradeErasesAndRotatesOldSegments(t *testing.T) {
	t.Parallel()
	for name, first := range map[string]func(t *testing.T, root string){
		"forget": func(t *testing.T, root string) {
			code, printed := given(t, "EX-P01\n", nil, "forget", "--other-id", "--project", root)
			if code != exitDone || !strings.Contains(printed, "funnet i 0") {
				t.Fatalf("exit code %d\n%s", code, printed)
			}
		},
		"rotate": func(t *testing.T, root string) {
			inProcess(t, exitDone, "key", "rotate", "--new", filepath.Join(filepath.Dir(root), "next"), "--project", root)
			rewrite(t, root, "key: "+filepath.Join(filepath.Dir(root), "key"), "key: "+filepath.Join(filepath.Dir(root), "next"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := upgradeSample(t, "schema-13.tar.gz")
			first(t, root)
			if found := heldIn(t, root); len(found) > 0 {
				t.Errorf("the values are in %v", found)
			}
			inProcess(t, exitDone, "run", "--project", root)
			inProcess(t, exitDone, "verify", "--project", root)
			want := map[string]string{"forget": "[53]", "rotate": "[54]"}[name]
			if got := askOf(t, openKept(t, root), "SELECT count(DISTINCT person) FROM core.participant"); got != want {
				t.Errorf("%s persons, want %s", got, want)
			}
		})
	}
}

// The rewriting is interrupted at each of its steps: after each the lake is complete, with
// the columns or without them.
func TestUpgradeRemovalIsInterruptedAtEveryStep(t *testing.T) {
	t.Parallel()
	root := upgradeSample(t, "schema-13.tar.gz")
	steps := 0
	for slices.Contains(heldIn(t, root), "lake") {
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
		verifyLake(t, root)
	}
	if steps < 5 {
		t.Errorf("only %d steps", steps)
	}
	inProcess(t, exitDone, "run", "--project", root)
	inProcess(t, exitDone, "verify", "--project", root)
}

// verifyLake checks that every file in the ledger exists unchanged.
func verifyLake(t *testing.T, root string) {
	t.Helper()
	l, err := ledger.OpenReadOnly(filepath.Join(root, "var", "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	history, err := l.Segments.History(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	files, err := lake.Files(history)
	if err != nil {
		t.Fatal(err)
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
}
