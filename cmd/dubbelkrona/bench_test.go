package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	_ "github.com/marcboeker/go-duckdb/v2" // what BenchmarkLedger compares with
)

// rowsOf returns the size of a benchmark in rows: DUBBELKRONA_BENCH_ROWS, or a default
// with which it takes seconds.
func rowsOf(b *testing.B, standard int) int {
	text := os.Getenv("DUBBELKRONA_BENCH_ROWS")
	if text == "" {
		return standard
	}
	rows, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return rows
}

// BenchmarkLedger takes a supplier ledger of 15 columns from its file to the
// published snapshot and, in the same run, has DuckDB alone read the same file
// all text, cast it and write a table. It reports the ratio of the times and
// the peak memory of both. The full size is 2,000,000 rows, about 320 MB:
//
//	DUBBELKRONA_BENCH_ROWS=2000000 go test ./cmd/dubbelkrona -run '^$' -bench Ledger -benchtime 1x -timeout 30m
func BenchmarkLedger(b *testing.B) {
	rows := rowsOf(b, 100_000)
	b.Setenv("XDG_CONFIG_HOME", b.TempDir())
	binary := benchBinary(b, "dubbelkrona")
	alone := benchBinary(b, "duckdb-alone")
	file := filepath.Join(b.TempDir(), "ledger.csv")
	size := writeLedger(b, file, 0, rows)
	b.SetBytes(size)
	var ours, theirs time.Duration
	var oursRSS, theirsRSS int64
	for b.Loop() {
		project := ledgerProject(b)
		link(b, file, filepath.Join(project, "data", "ledger_2026.csv"))
		took, rss := measured(b, exec.Command(binary, "run", "--quiet", "--project", project))
		ours, oursRSS = ours+took, max(oursRSS, rss)
		took, rss = measured(b, exec.Command(alone, file, filepath.Join(b.TempDir(), "alone.duckdb")))
		theirs, theirsRSS = theirs+took, max(theirsRSS, rss)
	}
	b.ReportMetric(ours.Seconds()/theirs.Seconds(), "x-duckdb-alone")
	b.ReportMetric(ours.Seconds()/float64(b.N), "s/run")
	b.ReportMetric(theirs.Seconds()/float64(b.N), "s/duckdb-alone")
	b.ReportMetric(float64(oursRSS)/1e6, "MB-peak")
	b.ReportMetric(float64(theirsRSS)/1e6, "MB-peak-duckdb-alone")
	b.ReportMetric(float64(size)/1e6, "MB-file")
}

// BenchmarkNight builds a snapshot of many rows from scratch, then one with one per
// cent of new rows, and reports the ratio of both runs' times. The full size is
// 20,000,000 rows.
func BenchmarkNight(b *testing.B) {
	rows := rowsOf(b, 200_000)
	b.Setenv("XDG_CONFIG_HOME", b.TempDir())
	binary := benchBinary(b, "dubbelkrona")
	var first, night time.Duration
	var rss int64
	for b.Loop() {
		project := ledgerProject(b)
		const files = 10
		for i := range files {
			writeLedger(b, filepath.Join(project, "data", fmt.Sprintf("ledger_%d.csv", 2010+i)), i*rows/files, rows/files)
		}
		took, peak := measured(b, exec.Command(binary, "run", "--quiet", "--project", project))
		first, rss = first+took, max(rss, peak)
		writeLedger(b, filepath.Join(project, "data", "ledger_2026.csv"), rows, rows/100)
		took, peak = measured(b, exec.Command(binary, "run", "--quiet", "--project", project))
		night, rss = night+took, max(rss, peak)
	}
	b.ReportMetric(night.Seconds()/first.Seconds(), "night/first")
	b.ReportMetric(first.Seconds()/float64(b.N), "s/first")
	b.ReportMetric(night.Seconds()/float64(b.N), "s/night")
	b.ReportMetric(float64(rss)/1e6, "MB-peak")
}

// duckdbAlone is what BenchmarkLedger compares with: FILE into a table of
// DATABASE, on as many threads as there are processors.
func duckdbAlone() {
	db, err := sql.Open("duckdb", os.Args[2])
	if err == nil {
		_, err = db.ExecContext(context.Background(), fmt.Sprintf(`CREATE TABLE ledger AS
SELECT kopare_id, kopare, verifikationsnummer, leverantor, leverantor_id, konto_nr, konto_text, CAST(bokforingsdatum AS DATE) AS datum,
       forvaltning, fakturanummer, CAST(nettobelopp AS DECIMAL(18, 2)) AS belopp, grund, avtal, kommun_id, s_kod_nr
  FROM read_csv('%s', delim = ';', header = true, all_varchar = true); CHECKPOINT`, os.Args[1]))
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func benchBinary(b *testing.B, name string) string {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), name)
	if err := os.Symlink(self, path); err != nil {
		b.Fatal(err)
	}
	return path
}

func ledgerProject(b *testing.B) string {
	b.Helper()
	project := filepath.Join(b.TempDir(), "p")
	p := &program{stdout: os.Stderr, stderr: os.Stderr, now: time.Now, quiet: true}
	if err := os.MkdirAll(filepath.Join(project, "data"), 0o700); err != nil {
		b.Fatal(err)
	}
	text := "project: bench\nsources:\n  - {name: ledger, files: data/ledger*.csv, profile: leverantorsreskontra}\n"
	if err := os.WriteFile(filepath.Join(project, "dubbelkrona.yaml"), []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	p.project = project
	configured, err := p.configuration()
	if err == nil {
		err = ensureKey(configured)
	}
	if err != nil {
		b.Fatal(err)
	}
	return project
}

func link(b *testing.B, from, to string) {
	b.Helper()
	if err := os.Link(from, to); err != nil {
		b.Fatal(err)
	}
}

// measured runs a command and returns its time and its peak resident memory.
func measured(b *testing.B, cmd *exec.Cmd) (time.Duration, int64) {
	b.Helper()
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(errors.Join(err, fmt.Errorf("%v", cmd.Args)))
	}
	return time.Since(start), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss * 1024
}

// writeLedger writes postings with the columns of the national specification, always
// the same for the same first and count.
func writeLedger(b *testing.B, path string, first, count int) int64 {
	b.Helper()
	file, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := bufio.NewWriterSize(file, 1<<20)
	fmt.Fprintln(w, "kopare_id;kopare;verifikationsnummer;leverantor;leverantor_id;konto_nr;konto_text;bokforingsdatum;forvaltning;fakturanummer;nettobelopp;grund;avtal;kommun_id;s_kod_nr")
	random := rand.New(rand.NewPCG(uint64(first), 7))
	units := []string{"Miljönämnden", "Fordonsförvaltningen", "Vård och omsorg", "Barn och utbildning"}
	for i := first; i < first+count; i++ {
		supplier := random.IntN(20_000)
		account := 4000 + random.IntN(400)
		fmt.Fprintf(w, "2120002395;SÖDERHAMNS KOMMUN;%d;Leverantör %d AB;%s;%d;Köp av tjänst %d;2026-%02d-%02d;%s;%d;%d.%02d;;A-%d;2182;%d\n",
			3_000_000+i, supplier, orgNo(supplier), account, account, 1+random.IntN(12), 1+random.IntN(28), units[random.IntN(len(units))],
			900_000_000+random.IntN(99_999_999), random.IntN(200_000)-5_000, random.IntN(100), random.IntN(500), 100+random.IntN(900))
	}
	if err := errors.Join(w.Flush(), file.Close()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

// orgNo returns an organisation number with the right check digit.
func orgNo(n int) string {
	body := fmt.Sprintf("556%06d", n)
	sum := 0
	for i, r := range body {
		d := int(r-'0') * (2 - i%2)
		sum += d/10 + d%10
	}
	return fmt.Sprintf("%s%d", body, (10-sum%10)%10)
}
