package main

import (
	"context"
	"database/sql"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/published"
)

// BenchmarkStatus runs status for a new project, and for one with 100,000 past runs,
// each with a delivery, an issue, a slot and a publication. It reports both times
// and their ratio. The limit is 100 ms.
func BenchmarkStatus(b *testing.B) {
	runs := rowsOf(b, 100_000)
	b.Setenv("XDG_CONFIG_HOME", b.TempDir())
	binary := benchBinary(b, "dubbelkrona")
	young, old := ledgerProject(b), ledgerProject(b)
	for _, root := range []string{young, old} {
		writeLedger(b, filepath.Join(root, "data", "ledger_1.csv"), 0, 10)
		measured(b, exec.Command(binary, "run", "--quiet", "--project", root))
	}
	pastRuns(b, old, runs)
	var short, long, reading time.Duration
	for b.Loop() {
		short += statusTakes(b, binary, young)
		long += statusTakes(b, binary, old)
		start := time.Now()
		readStatus(b, old)
		reading += time.Since(start)
	}
	b.ReportMetric(long.Seconds()/short.Seconds(), "x-young")
	b.ReportMetric(float64(long.Microseconds())/1e3/float64(b.N), "ms/status")
	b.ReportMetric(float64(reading.Microseconds())/1e3/float64(b.N), "ms/ledger")
}

// statusTakes returns the time that the command status takes.
func statusTakes(b *testing.B, binary, root string) time.Duration {
	b.Helper()
	start := time.Now()
	if out, err := exec.Command(binary, "status", "--project", root).Output(); err != nil || len(out) == 0 {
		b.Fatal(err)
	}
	return time.Since(start)
}

func readStatus(b *testing.B, root string) {
	b.Helper()
	configured, faults := config.Load(root)
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	if _, err := published.ReadStatus(context.Background(), configured, time.Now()); err != nil {
		b.Fatal(err)
	}
}

// pastRuns writes past runs into a project's ledger: each has read the one object
// again, so that all deliveries but the last are replaced.
func pastRuns(b *testing.B, root string, runs int) {
	b.Helper()
	db, err := sql.Open("sqlite", filepath.Join(root, "var", "ledger.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const past = `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1) `
	for _, insert := range []string{
		`INSERT INTO run (id, command, state, started, ended) ` + past + `SELECT 'past' || i, 'run', 'done', '2020-01-01T00:00:00.' || printf('%09d', i) || 'Z', '2020-01-01T00:00:01.' || printf('%09d', i) || 'Z' FROM n`,
		`INSERT INTO delivery (id, last, run, source, object, period, mode, sha256, mapping, rows, rejected, committed) ` + past +
			`SELECT 1000000 + i, 1000000 + i, 'past' || i, 'ledger', 'data/ledger_1.csv', '', 'replace-object', '', '', 1, 1, '2099-01-01T00:00:00.' || printf('%09d', i) || 'Z' FROM n`,
		`UPDATE delivery SET issues_replaced_by = id + 1 WHERE id > 1000000 AND id < 1000000 + ?1`,
		`INSERT INTO segment (id, delivery, "table", path, rows, bytes, sha256, replaced_by) ` + past +
			`SELECT 1000000 + i, 1000000 + i, 'spend', 'spend/' || i || '.parquet', 1, 1, '', CASE WHEN i < ?1 THEN 1000001 + i END FROM n`,
		`INSERT INTO issue_count (delivery, "table", rule, severity, count) ` + past + `SELECT 1000000 + i, 'spend', 'value', 'warn', 1 FROM n`,
		`INSERT INTO slot (job, local, kind, due, state, attempts, run, message) ` + past +
			`SELECT 'publish', printf('%09d', i), 'scheduled', '2020-01-01T00:00:00.' || printf('%09d', i) || 'Z', 'done', 1, 'past' || i, '' FROM n`,
		`INSERT INTO snapshot (id, run, built, through, definitions, path) ` + past + `SELECT 'past' || i, 'past' || i, '2020-01-01T00:00:00.' || printf('%09d', i) || 'Z', i, '', '' FROM n`,
		`INSERT INTO publication (snapshot, run, published) ` + past + `SELECT 'past' || i, 'past' || i, '2020-01-01T00:00:00.' || printf('%09d', i) || 'Z' FROM n`,
	} {
		if _, err := db.Exec(insert, runs); err != nil {
			b.Fatalf("%v: %s", err, insert)
		}
	}
}
