package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// opened attaches DuckDB files of a project by name, with DuckDB's plain driver.
func opened(t *testing.T, files map[string]string) *sql.DB {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	for name, path := range files {
		if _, err := db.Exec(fmt.Sprintf("ATTACH '%s' AS %s (READ_ONLY)", path, name)); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func one(t *testing.T, db *sql.DB, query string) (text string) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&text); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return text
}

// The released file has no row about a person, not even in a freed block, no column
// derived from persons and no result on 1–4 persons. The analyst's file has them, and
// everything else is the same in both.
func TestReleasedFileHoldsNoPersons(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	impact, analyst := filepath.Join(root, "publish", "impact.duckdb"), filepath.Join(root, "publish", "analyst.duckdb")
	db := opened(t, map[string]string{"released": impact, "whole": analyst})
	for query, want := range map[string]string{
		"SELECT count(*) FROM duckdb_columns() WHERE database_name = 'released' AND data_type LIKE '%BLOB%'":                                                                           "0",
		"SELECT count(*) FROM duckdb_tables() WHERE database_name = 'released' AND schema_name = 'core' AND table_name IN ('participant', 'placement', 'outcome')":                     "0",
		"SELECT string_agg(table_name, ' ' ORDER BY table_name) FROM duckdb_tables() WHERE database_name = 'released' AND table_name LIKE '%person%'":                                  "",
		"SELECT string_agg(column_name, ' ' ORDER BY column_index) FROM duckdb_columns() WHERE database_name = 'released' AND table_name = 'contract_value'":                           "contract_id municipality procedure service_area year spend cost service_value reference_assumed",
		"SELECT count(*) FROM released.metric.result WHERE persons BETWEEN 1 AND 4 OR status = 'suppressed' AND (value, low, high, persons) IS DISTINCT FROM (NULL, NULL, NULL, NULL)": "0",
		"SELECT count(*) > 0 FROM whole.core.outcome":                                                 "true",
		"SELECT count(*) > 50 FROM whole.metric.result WHERE persons BETWEEN 1 AND 4":                 "true",
		"SELECT count(*) FROM whole.metric.result WHERE status = 'suppressed'":                        "0",
		"SELECT (SELECT count(*) FROM whole.core.spend) - (SELECT count(*) FROM released.core.spend)": "0",
		"SELECT count(*) FROM released.meta.table_hash WHERE table_name = 'core.outcome'":             "0",
		// Every result that is not about persons is in the file, and every one is unchanged
		// unless it is suppressed.
		`SELECT count(*) FROM whole.metric.result AS w FULL JOIN released.metric.result AS r ON w.metric = r.metric AND w.part = r.part AND w.period_grain = r.period_grain AND w.period = r.period
		  AND w."grouping" = r."grouping" AND w.municipality IS NOT DISTINCT FROM r.municipality AND w.dimensions = r.dimensions
		  WHERE w.metric IS NULL OR w.persons IS NULL AND r.metric IS NULL AND w.metric NOT IN (SELECT metric FROM whole.disclosure.cell) OR r.status <> 'suppressed' AND (w.value, w.status) IS DISTINCT FROM (r.value, r.status)`: "0",
		`SELECT count(*) > 10 FROM released.metric.result WHERE status = 'suppressed'`:                                                               "true",
		"SELECT count(*) FROM duckdb_tables() WHERE database_name = 'released' AND schema_name = 'disclosure'":                                       "0",
		"SELECT count(*) FROM released.meta.segment WHERE row_count IS NOT NULL AND table_name IN ('participant', 'placement', 'outcome')":           "0",
		"SELECT count(*) FROM released.meta.check_result WHERE sample_sv <> '' AND name IN ('unknown_age', 'several_contracts', 'person_not_found')": "0",
	} {
		if got := one(t, db, "SELECT coalesce(CAST(("+query+") AS VARCHAR), '')"); got != want {
			t.Errorf("%s\ngives %q, want %q", query, got, want)
		}
	}
	for _, number := range []string{gone, stays} {
		pseudonym, _ := traces(t, root, number)
		for _, where := range places(t, root, pseudonym, pseudonym) {
			if strings.Contains(where, "impact.duckdb") {
				t.Errorf("the person is in %s", where)
			}
		}
		content, err := os.ReadFile(impact)
		if err != nil {
			t.Fatal(err)
		}
		raw, hexed := unhex(t, pseudonym), strings.ToUpper(pseudonym)
		if strings.Contains(string(content), raw) || strings.Contains(strings.ToUpper(string(content)), hexed) {
			t.Error("the pseudonym is in the bytes of impact.duckdb")
		}
		if whole, err := os.ReadFile(analyst); err != nil || !strings.Contains(string(whole), raw) {
			t.Errorf("the search does not find: %v", err)
		}
	}
	exported, err := os.ReadFile(filepath.Join(root, "publish", "exports", "metrics.csv"))
	if err != nil || !strings.Contains(string(exported), ",suppressed,") {
		t.Errorf("nothing is suppressed in the exports: %v", err)
	}
	if evaluated := inProcess(t, exitDone, "metrics", "evaluate", "participants", "--project", root); strings.Contains(evaluated, "..") {
		t.Errorf("evaluate suppresses:\n%s", evaluated)
	}
}

func unhex(t *testing.T, text string) string {
	t.Helper()
	var raw []byte
	if _, err := fmt.Sscanf(text, "%x", &raw); err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// The analyst's file is written if the project asks for it and removed if it does
// not, also if nothing else has changed. Modes are those of the configuration.
func TestAnalystFileIsWrittenAndRemoved(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	analyst := filepath.Join(root, "publish", "analyst.duckdb")
	modes := func(file, folder os.FileMode) {
		t.Helper()
		for name, want := range map[string]os.FileMode{"impact.duckdb": file, "analyst.duckdb": file, "exports/metrics.csv": file, "exports/metrics.parquet": file, "": folder | os.ModeDir, "exports": folder | os.ModeDir} {
			info, err := os.Stat(filepath.Join(root, "publish", name))
			if err != nil || info.Mode() != want {
				t.Errorf("publish/%s: %v, want %v", name, info.Mode(), want)
			}
		}
	}
	if err := os.RemoveAll(filepath.Join(root, "publish")); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	modes(0o640, 0o750)
	if printed := inProcess(t, exitDone, "check", "--project", root); strings.Contains(printed, "Obs:") {
		t.Errorf("check says\n%s", printed)
	}
	rewrite(t, root, "publish: {persons: true, threads: 1}\n", "publish: {threads: 1}\n")
	if printed := inProcess(t, exitDone, "check", "--project", root); !strings.Contains(printed, "core.participant, core.placement, core.outcome") {
		t.Errorf("check says\n%s", printed)
	}
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	if _, err := os.Stat(analyst); err == nil {
		t.Error("turned off, the file is still there")
	}
	inProcess(t, exitDone, "verify", "--quiet", "--project", root)
	if err := os.RemoveAll(filepath.Join(root, "publish")); err != nil {
		t.Fatal(err)
	}
	rewrite(t, root, "publish: {threads: 1}\n", "publish: {persons: true, group_readable: false, threads: 1}\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	modes(0o600, 0o700)
	inProcess(t, exitDone, "verify", "--quiet", "--project", root)
}

// edit changes a DuckDB file with a client, as somebody might by hand.
func edit(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("duckdb", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CHECKPOINT"); err != nil {
		t.Fatal(err)
	}
}

// verify finds a manual change of any table in any of the files, and names file and
// table. Exports are made from the kept copy, and are refused if that was changed.
func TestVerifyFindsEveryEdit(t *testing.T) {
	t.Parallel()
	base := peopleProject(t, "")
	rewrite(t, base, "threads: 1", "threads: 3") // no figure depends on the number
	inProcess(t, exitDone, "verify", "--quiet", "--project", base)
	kept, err := filepath.Glob(filepath.Join(base, "var", "snapshots", "*.duckdb"))
	if err != nil || len(kept) == 0 {
		t.Fatal(kept, err)
	}
	newest := filepath.Join("var", "snapshots", filepath.Base(kept[len(kept)-1]))
	root := copyOf(t, base)
	edits := []struct{ file, statement, table string }{
		{"publish/impact.duckdb", "UPDATE core.spend SET amount = amount + 1", "core.spend"},
		{"publish/impact.duckdb", "DELETE FROM meta.check_result", "meta.check_result"},
		{"publish/impact.duckdb", "CREATE OR REPLACE VIEW metric.counterfactual_state AS SELECT 'none' AS state", "catalog"},
		{"publish/impact.duckdb", "DROP TABLE metric.part", "metric.part"},
		{"publish/analyst.duckdb", "UPDATE core.outcome SET wage = wage + 1", "core.outcome"},
		{"publish/analyst.duckdb", "UPDATE metric.definition SET unit = 'EUR'", "metric.definition"},
		{newest, "UPDATE metric.contract_person SET share = 2", "metric.contract_person"},
	}
	for _, e := range edits {
		edit(t, filepath.Join(root, e.file), e.statement)
	}
	lines := strings.Split(inProcess(t, exitFailed, "verify", "--project", root), "\n")
	for _, e := range edits {
		if !slices.ContainsFunc(lines, func(line string) bool {
			return strings.Contains(line, filepath.Base(e.file)) && strings.Contains(line, e.table)
		}) {
			t.Errorf("%s, %s: verify says\n%s", e.file, e.statement, strings.Join(lines, "\n"))
		}
	}
	released := filepath.Join("var", "released", filepath.Base(newest))
	for _, file := range []string{"publish/impact.duckdb", newest, released} {
		verifyFindsFigure(t, copyOf(t, base), file, file != "publish/impact.duckdb", file == released)
	}
}

// verifyFindsFigure edits a figure in a file: verify finds it, no export has it, and a
// rebuild restores the right one. Exports are made from the kept copy of what was
// released; if that was edited, the run fails.
func verifyFindsFigure(t *testing.T, root, file string, kept, exported bool) {
	t.Helper()
	edit(t, filepath.Join(root, file), "UPDATE metric.result SET value = value + 1 WHERE value IS NOT NULL")
	if printed := inProcess(t, exitFailed, "verify", "--project", root); !strings.Contains(printed, filepath.Base(file)) || !strings.Contains(printed, "metric.result") {
		t.Errorf("%s: verify says\n%s", file, printed)
	}
	figures := filepath.Join(root, "publish", "exports", "metrics.csv")
	before, err := os.ReadFile(figures)
	if err != nil {
		t.Fatal(err)
	}
	code := exitDone
	if exported {
		code = exitFailed
	}
	if printed := inProcess(t, code, "run", "--quiet", "--project", root); exported && !strings.Contains(printed, "metric.result") {
		t.Errorf("run says\n%s", printed)
	}
	if after, err := os.ReadFile(figures); err != nil || string(after) != string(before) {
		t.Errorf("%s: the edited figure was exported: %v", file, err)
	}
	inProcess(t, exitDone, "rebuild", "--quiet", "--project", root)
	if !kept {
		inProcess(t, exitDone, "verify", "--quiet", "--project", root)
	}
}

// The file of a format that is no longer configured is removed, since its figures
// would be old. Other files are kept.
func TestOldExportsAreRemoved(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	lighten(t, root)
	folder := filepath.Join(root, "publish", "exports")
	own := filepath.Join(folder, "diagram.parquet")
	if err := os.WriteFile(own, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	rewrite(t, root, "\nsources:", "\nexports: [csv]\nsources:")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)
	entries, err := os.ReadDir(folder)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if want := []string{"datapackage.json", "diagram.parquet", "manifest.json", "metrics.csv"}; err != nil || !slices.Equal(names, want) {
		t.Errorf("%v, want %v, %v", names, want, err)
	}
}

// An interrupted build cannot be published: publish says that there is no build, and
// the published files do not change.
func TestPublishAfterInterruptedBuild(t *testing.T) {
	t.Parallel()
	base := peopleProject(t, "")
	lighten(t, base)
	write(t, base, "jamforelse.csv", "person;treated;municipality\nSYN-1;nej;2182\nSYN-2;nej;2182\nSYN-3;nej;2182\n")
	for _, point := range []string{"warehouse.open", "warehouse.load", "warehouse.steps", "warehouse.checkpoint"} {
		root := copyOf(t, base)
		binary := programBinary(t)
		mustRun(t, binary, -1, []string{"DUBBELKRONA_KILL_AT=" + point}, "build", "--project", root)
		code, printed := exitOf(t, binary, nil, "publish", "--project", root)
		if code != exitFailed || !strings.Contains(printed, "no build is waiting to be published") {
			t.Errorf("after %s: exit code %d\n%s", point, code, printed)
		}
		db, err := warehouse.OpenReadOnly(context.Background(), publishedFile(root), warehouse.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.VerifyHashes(context.Background()); err != nil {
			t.Error(err)
		}
		db.Close()
	}
}

// Restoring a backup restores both published files unchanged. A backup of an earlier
// version, which has no released file, restores no published file.
func TestRestorePublishesWhatWasReleased(t *testing.T) {
	t.Parallel()
	root := peopleProject(t, "")
	backup := filepath.Join(t.TempDir(), "backup")
	inProcess(t, exitDone, "backup", backup, "--project", root)
	restored := filepath.Join(t.TempDir(), "folk")
	inProcess(t, exitDone, "restore", backup, "--project", restored)
	for _, name := range []string{"impact.duckdb", "analyst.duckdb"} {
		want, err := os.ReadFile(filepath.Join(root, "publish", name))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(restored, "publish", name)
		if got, err := os.ReadFile(path); err != nil || string(got) != string(want) {
			t.Errorf("%s is another file: %v", name, err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != 0o640 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	inProcess(t, exitDone, "verify", "--quiet", "--project", restored)

	manifest := filepath.Join(backup, "manifest.json")
	text, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	entry := regexp.MustCompile(`\{[^{}]*"publish/impact\.duckdb"[^{}]*\},?\s*`)
	if len(entry.FindAll(text, -1)) != 1 {
		t.Fatalf("the manifest has not the file once:\n%s", text)
	}
	if err := os.WriteFile(manifest, entry.ReplaceAll(text, nil), 0o600); err != nil {
		t.Fatal(err)
	}
	earlier := filepath.Join(t.TempDir(), "folk")
	inProcess(t, exitDone, "restore", backup, "--project", earlier)
	if _, err := os.Stat(filepath.Join(earlier, "publish")); err == nil {
		t.Error("a backup of an earlier version published something")
	}
}
