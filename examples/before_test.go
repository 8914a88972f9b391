package examples_test

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	_ "modernc.org/sqlite" // reads ledgers without package ledger, whose version may differ
)

// A change of structure changes no figure. DUBBELKRONA_BINARY_BEFORE and
// DUBBELKRONA_BINARY are the program before and after it, which .ci/same-figures builds.
// Both run the demo and the second example, in separate folders with the same key. The
// test compares the plans of deliveries in the ledger, the kept snapshot, the published
// files and the exports.
func TestSameFiguresBefore(t *testing.T) {
	before, after := os.Getenv("DUBBELKRONA_BINARY_BEFORE"), os.Getenv("DUBBELKRONA_BINARY")
	if before == "" || after == "" {
		t.Skip("DUBBELKRONA_BINARY_BEFORE and DUBBELKRONA_BINARY name no programs to compare; .ci/same-figures builds them")
	}
	config := t.TempDir() // with the key of both
	for _, name := range []string{"skr2022", "matsvinn"} {
		t.Run(name, func(t *testing.T) {
			old, now := runExample(t, before, config, name), runExample(t, after, config, name)
			c := &comparison{t: t}
			c.ledgers(old, now)
			c.databases("snapshot", onlyFile(t, old, "var/snapshots/*.duckdb"), onlyFile(t, now, "var/snapshots/*.duckdb"))
			c.databases("published", filepath.Join(old, "publish", "impact.duckdb"), filepath.Join(now, "publish", "impact.duckdb"))
			c.exports(old, now)
			t.Logf("compared %d tables, %d rows, %d columns; %d figures suppressed in one of both", c.tables, c.rows, c.columns, c.suppressed)
			if c.tables < 30 || c.rows < 1000 {
				t.Error("that is too little: the comparison looks at the wrong place")
			}
		})
	}
}

// runExample runs an example with a program in a new folder.
func runExample(t *testing.T, program, config, name string) (root string) {
	t.Helper()
	root = filepath.Join(t.TempDir(), name)
	commands := [][]string{{"demo", "--dir", root}}
	if name != "skr2022" {
		if err := os.CopyFS(root, os.DirFS(name)); err != nil {
			t.Fatal(err)
		}
		commands = [][]string{{"run", "--project", root}}
		if _, err := os.Stat(filepath.Join(config, "dubbelkrona", name+".key")); err != nil {
			commands = append([][]string{{"key", "new", "--project", root}}, commands...)
		}
	}
	for _, args := range commands {
		cmd := exec.Command(program, args...)
		cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+config)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s %v: %v\n%s", program, args, err, out)
		}
	}
	return root
}

// onlyFile returns the only file of a project that matches a pattern.
func onlyFile(t *testing.T, root, pattern string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(root, pattern))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %q, %v; want one file", pattern, found, err)
	}
	return found[0]
}

// ledgers compares the deliveries in the ledgers, with the hashes of their plans
// (mapping).
func (c *comparison) ledgers(before, after string) {
	const query = `SELECT source, object, period, mode, sha256, format, mapping, rows, rejected FROM delivery`
	var both [2]table
	for i, root := range []string{before, after} {
		db, err := sql.Open("sqlite", filepath.Join(root, "var", "ledger.db"))
		if err != nil {
			c.t.Fatal(err)
		}
		both[i] = queried(c.t, db, query)
		db.Close()
	}
	c.compare("ledger delivery", both[0], both[1])
}

// databases compares two DuckDB files, table by table.
func (c *comparison) databases(what, before, after string) {
	db, err := sql.Open("duckdb", "")
	if err != nil {
		c.t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for name, path := range map[string]string{"before": before, "after": after} {
		if _, err := db.Exec("ATTACH '" + path + "' AS " + name + " (READ_ONLY)"); err != nil {
			c.t.Fatal(err)
		}
	}
	old, now := schemaOf(c.t, db, "before"), schemaOf(c.t, db, "after")
	for name, columns := range old {
		if now[name] == nil {
			c.t.Errorf("%s: %s is gone", what, name)
			continue
		}
		c.compare(what+" "+name, storedTable(c.t, db, "before."+name, columns), storedTable(c.t, db, "after."+name, now[name]))
	}
	for name := range now {
		if old[name] == nil {
			c.t.Logf("%s: %s is new, and compared with nothing", what, name)
		}
	}
}

// exports compares the exports of each format.
func (c *comparison) exports(before, after string) {
	for format, read := range map[string]func(*testing.T, string) table{"csv": csvTable, "json": jsonTable, "parquet": parquetTable} {
		name := filepath.Join("publish", "exports", "metrics."+format)
		if _, err := os.Stat(filepath.Join(before, name)); err != nil {
			continue // not one of the example's
		}
		c.compare(name, read(c.t, filepath.Join(before, name)), read(c.t, filepath.Join(after, name)))
	}
}
