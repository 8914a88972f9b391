package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/warehouse"

	"github.com/shopspring/decimal"
)

// Real files of publishers are read with the profiles and published.
func TestRealFilesWithTheProfiles(t *testing.T) {
	t.Parallel()
	const fixtures = "../../../shared/fixtures"
	if _, err := os.Stat(fixtures); err != nil {
		t.Skip("the publishers' files are not here: ", err)
	}
	root := project(t, "filer", `  - {name: uhm, files: data/number_of_procurements.xlsx, profile: uhm-upphandlingar}
  - {name: vgr, files: data/vgr_sample.csv, profile: leverantorsreskontra}
`)
	copyFile(t, filepath.Join(fixtures, "uhm/number_of_procurements.xlsx"), filepath.Join(root, "data/number_of_procurements.xlsx"))
	copyFile(t, filepath.Join(fixtures, "supplier_ledger_se/vgr_sample.csv"), filepath.Join(root, "data/vgr_sample.csv"))
	inProcess(t, exitDone, "run", "--project", root)

	for query, want := range map[string]string{
		"SELECT count(*), count(DISTINCT contract_id), count(*) FILTER (WHERE reserved) FROM core.contract":                       "[18421 18420 27]",
		"SELECT count(*), sum(amount), min(amount) FROM core.spend":                                                               "[4 5047504.73 -14250]",
		"SELECT count(*) FROM meta.issue WHERE severity = 'reject'":                                                               "[0]",
		"SELECT value FROM metric.result WHERE metric = 'reserved_contracts' AND part = '' AND \"grouping\" = '' AND period = ''": "[27]",
	} {
		if got := ask(t, root, query); got != want {
			t.Errorf("%s\ngives %s, want %s", query, got, want)
		}
	}
}

// An analyst has the published file open in another DuckDB while runs publish: neither
// waits, and the analyst continues to see one snapshot.
func TestAnalystHoldsTheFileOpenWhileRunsPublish(t *testing.T) {
	t.Parallel()
	binary, root := initialised(t)
	mustRun(t, binary, 0, nil, "run", "--project", root)
	db, err := warehouse.OpenReadOnly(context.Background(), filepath.Join(root, "publish/impact.duckdb"), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const query = "SELECT (SELECT id FROM meta.snapshot), count(*), sum(amount) FROM core.spend"
	before := askOf(t, db, query)
	deliver(t, root)
	mustRun(t, binary, 3, nil, "run", "--project", root)
	if during := askOf(t, db, query); during != before {
		t.Errorf("the open file changed: %s, before %s", during, before)
	}
	if after := ask(t, root, query); after == before {
		t.Errorf("nothing new was published: %s", after)
	}
}

// The second example has a metric, model and check of its own, without Go.
func TestExampleMatsvinn(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "p")
	if err := os.CopyFS(root, os.DirFS("../../examples/matsvinn")); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "key", "new", "--project", root)
	inProcess(t, exitDone, "run", "--project", root)
	const query = `SELECT round(value, 2), synthetic, warnings FROM metric.result
 WHERE metric = 'school_meal_waste' AND part = '' AND "grouping" = 'municipality' AND period_grain = 'all' AND municipality = `
	if got := ask(t, root, query+"'2182'"); got != "[41.31 true ]" {
		t.Errorf("Söderhamn: %s", got)
	}
	if got := ask(t, root, query+"'2480'"); !strings.Contains(got, "school_meal_waste_too_high") {
		t.Errorf("Umeå bears no warning: %s", got)
	}
	exported, err := os.ReadFile(filepath.Join(root, "publish/exports/metrics.csv"))
	if err != nil || !strings.Contains(string(exported), "school_meal_waste,") {
		t.Errorf("not in the exports: %v", err)
	}
	if listed := inProcess(t, exitDone, "metrics", "list", "--project", root); !strings.Contains(listed, "school_meal_waste") {
		t.Errorf("not listed:\n%s", listed)
	}
}

// project makes a project with the given sources, and a key.
func project(t *testing.T, name, sources string) string {
	t.Helper()
	return projectIn(t, t.TempDir(), name, sources)
}

// projectIn makes a project in a folder, and its key beside it.
func projectIn(t *testing.T, folder, name, sources string) string {
	t.Helper()
	root := filepath.Join(folder, name)
	if err := os.MkdirAll(filepath.Join(root, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := fmt.Sprintf("project: %s\nkey: %s\nsources:\n%s", name, filepath.Join(folder, "key"), sources)
	if !strings.Contains(text, "\npublish:") {
		text += "publish: {persons: true, threads: 1}\n" // tests run in parallel
	}
	if err := os.WriteFile(filepath.Join(root, "dubbelkrona.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	inProcess(t, exitDone, "key", "new", "--project", root)
	return root
}

// inProcess runs a command line in this process, checks its exit code and returns what
// it printed.
func inProcess(t *testing.T, code int, args ...string) string {
	t.Helper()
	var printed bytes.Buffer
	p := &program{stdin: strings.NewReader(""), stdout: &printed, stderr: &printed, now: time.Now}
	if got := p.run(context.Background(), args); got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s", args, got, code, printed.String())
	}
	return printed.String()
}

// publishedFile returns the published file of a project that has the most content.
func publishedFile(root string) string {
	whole := filepath.Join(root, "publish", "analyst.duckdb")
	if _, err := os.Stat(whole); err == nil {
		return whole
	}
	return filepath.Join(root, "publish", "impact.duckdb")
}

// ask runs a query on the published file.
func ask(t *testing.T, root, query string) string {
	t.Helper()
	db, err := warehouse.OpenReadOnly(context.Background(), publishedFile(root), warehouse.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	return askOf(t, db, query)
}

// askOf returns the only row of a query as text, decimals in their shortest form.
func askOf(t *testing.T, db *warehouse.DB, query string) string {
	t.Helper()
	rows, err := db.Collect(context.Background(), query)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%s: %d rows, %v", query, len(rows), err)
	}
	for i, v := range rows[0] {
		if d, ok := v.(decimal.Decimal); ok {
			rows[0][i] = decimal.RequireFromString(d.String()).String()
		}
	}
	return fmt.Sprint(rows[0])
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}
