package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"dubbelkrona"
)

// The sizes are WAREHOUSE_BENCH_ROWS rows of the spend table, 20 columns as
// stored, in 100 segments:
//
//	WAREHOUSE_BENCH_ROWS=20000000 go test -run - -bench . -benchtime 1x ./internal/warehouse
const benchSegments = 100

func benchRows(b *testing.B) int {
	rows, err := strconv.Atoi(os.Getenv("WAREHOUSE_BENCH_ROWS"))
	if err != nil {
		rows = 20_000
	}
	return rows
}

// ledger writes segments of postings with DuckDB, which is the fastest way. They
// are numbered from first.
func ledger(b *testing.B, dir string, first, segments, rows int, mode dubbelkrona.LoadMode) (all []dubbelkrona.Segment) {
	b.Helper()
	db, err := open(b.Context(), filepath.Join(dir, "generator.duckdb"), dir, Limits{}, storageVersion)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for id := first; id < first+segments; id++ {
		path := fmt.Sprintf("s%d.parquet", id)
		_, err := db.Exec(b.Context(), fmt.Sprintf(`COPY (SELECT 'reskontra-%[1]d.csv' AS object,
			lpad((100 + hash(i) %% 290)::VARCHAR, 4, '0') AS municipality, '212000' || lpad((hash(i) %% 290)::VARCHAR, 4, '0') AS buyer_org_no,
			'Kommun ' || (hash(i) %% 290) AS buyer_name, 'Enhet ' || (hash(i + 1) %% 40) AS unit, 'V' || (i + %[1]d * 1000000) AS verification_no,
			'F' || (hash(i + 2) %% 10000000) AS invoice_no, (4000 + hash(i + 3) %% 3000)::VARCHAR AS account, 'Konto ' || (hash(i + 3) %% 3000) AS account_name,
			'55' || lpad((hash(i + 4) %% 20000)::VARCHAR, 8, '0') AS supplier_org_no, 'Leverantör ' || (hash(i + 4) %% 20000) AS supplier_name,
			NULL::VARCHAR AS supplier_ref, CASE WHEN hash(i + 5) %% 10 = 0 THEN 'A-' || (hash(i + 6) %% 5000) END AS contract_ref,
			DATE '2022-01-01' + (hash(i + 7) %% 365)::INT AS date, 'day' AS date_precision,
			((hash(i + 8) %% 10000000)::DECIMAL(18,2) / 100)::DECIMAL(18,2) AS amount,
			CASE WHEN hash(i + 9) %% 3 = 0 THEN 'Text om posten ' || (hash(i + 9) %% 100000) END AS text, i AS _row
			FROM range(%[2]d) AS r(i)) TO %[3]s (FORMAT parquet, COMPRESSION snappy)`, id, rows, Literal(filepath.Join(dir, path))))
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, dubbelkrona.Segment{ID: int64(id), Table: "spend", Source: "s", Object: path, Mode: mode,
			Path: path, Rows: int64(rows), SHA256: path})
	}
	return all
}

// BenchmarkBuildFromNothing loads, hashes, checkpoints and publishes.
func BenchmarkBuildFromNothing(b *testing.B) {
	rows, dir := benchRows(b), b.TempDir()
	segments := ledger(b, dir, 1, benchSegments, rows/benchSegments, dubbelkrona.Append)
	for i := 0; b.Loop(); i++ {
		publishBench(b, dir, "", strconv.Itoa(i), segments)
	}
	report(b, rows)
}

// BenchmarkNight adds one hundredth of the rows to an existing snapshot.
func BenchmarkNight(b *testing.B) {
	rows := benchRows(b)
	for _, mode := range []dubbelkrona.LoadMode{dubbelkrona.Append, dubbelkrona.ReplaceObject, dubbelkrona.Upsert} {
		b.Run(string(mode), func(b *testing.B) {
			dir := b.TempDir()
			segments := ledger(b, dir, 1, benchSegments, rows/benchSegments, mode)
			base := publishBench(b, dir, "", "base", segments)
			night := ledger(b, dir, benchSegments+1, 1, rows/benchSegments, mode)
			if mode == dubbelkrona.ReplaceObject {
				segments[benchSegments/2].ReplacedBy = night[0].ID
			}
			segments = append(segments, night...)
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				publishBench(b, dir, base, strconv.Itoa(i), segments)
			}
			report(b, rows)
		})
	}
}

func publishBench(b *testing.B, dir, base, id string, segments []dubbelkrona.Segment) string {
	b.Helper()
	ctx, clock := context.Background(), stopwatch{last: time.Now(), spent: map[string]time.Duration{}}
	p := Publication{ID: id, Dest: filepath.Join(dir, "impact.duckdb"), Release: everything, Snapshots: filepath.Join(dir, "snapshots"), Keep: 2, Fault: clock.step}
	built, err := Build(ctx, Spec{Base: base, Dir: filepath.Join(dir, "build"), Lake: dir, Segments: segments, Fault: clock.step}, noSteps)
	if err != nil {
		b.Fatal(err)
	}
	if (base == "") != (built.Fresh.EN != "") {
		b.Fatalf("base %q: fresh: %s", base, built.Fresh.EN)
	}
	if _, err := Publish(ctx, built, p); err != nil {
		b.Fatal(err)
	}
	clock.step("")
	info, err := os.Stat(p.KeptPath())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%s: %d MB, %v", id, info.Size()>>20, clock.spent)
	return p.KeptPath()
}

// stopwatch measures the time from each point to the next.
type stopwatch struct {
	last  time.Time
	point string
	spent map[string]time.Duration
}

func (s *stopwatch) step(point string) error {
	now := time.Now()
	s.spent[s.point] += now.Sub(s.last).Round(time.Millisecond)
	s.last, s.point = now, point
	return nil
}

// report adds the peak memory of the process so far.
func report(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err == nil {
		b.ReportMetric(float64(usage.Maxrss)/1024, "peak-MB")
	}
}
