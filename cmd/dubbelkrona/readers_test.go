package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Analysts open, query and close the published file, each in its own process with its
// own DuckDB, while it is published repeatedly. None fails to open it, and each sees
// one complete snapshot: the postings of a publication, with its id.
//
// DUBBELKRONA_READERS is the number of analysts, DUBBELKRONA_PUBLICATIONS that of
// publications.
func TestReadersUnderPublication(t *testing.T) {
	t.Parallel()
	readers, publications := howMany(t, "DUBBELKRONA_READERS", 3), howMany(t, "DUBBELKRONA_PUBLICATIONS", 2)
	root := lightProject(t, "readers", "  - {name: reskontra, files: data/reskontra*.csv, profile: leverantorsreskontra}\npublish: {threads: 1}\n")
	binary := programBinary(t)
	published := make(map[string]string) // by snapshot: its postings
	publish := func(n int) {
		write(t, root, fmt.Sprintf("reskontra_%d.csv", n), fmt.Sprintf("verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n"+
			"%d;Bolaget;4640;Köp;2026-06-03;1000,00;A\n%d;Bolaget;4640;Köp;2026-06-04;-0,50;A\n", n, n))
		mustRun(t, binary, 0, nil, "run", "--quiet", "--project", root)
		// Computed here and not queried: each file adds two postings of 999.50.
		published[statusOf(t, binary, root, "").Snapshot] = fmt.Sprintf("%d %s", 2*(n+1), strconv.FormatFloat(999.5*float64(n+1), 'f', 2, 64))
	}
	publish(0)
	analysts := startReaders(t, filepath.Join(root, "publish", "impact.duckdb"), readers)
	for n := range publications {
		publish(n + 1)
	}
	if len(published) != publications+1 {
		t.Fatalf("%d publications, want %d", len(published), publications+1)
	}
	looks, seen := 0, make(map[string]bool)
	for i, lines := range analysts.stop() {
		if len(lines) == 0 {
			t.Errorf("reader %d has seen nothing", i)
		}
		for _, line := range lines {
			snapshot, postings, _ := strings.Cut(line, " ")
			if want, ok := published[snapshot]; !ok || want != postings {
				t.Fatalf("reader %d saw %q; snapshot %s was published with %q", i, line, snapshot, want)
			}
			seen[snapshot] = true
		}
		looks += len(lines)
	}
	if len(seen) < 2 {
		t.Errorf("the readers saw %d snapshots: the test would prove nothing", len(seen))
	}
	t.Logf("%d readers looked %d times at %d of %d snapshots", readers, looks, len(seen), len(published))
}

// readers are running analysts.
type readers struct {
	t      *testing.T
	stdins []io.Closer // closing one ends its reader
	lines  [][]string
	errs   []error
	work   sync.WaitGroup
}

// startReaders starts analysts and waits until each has looked once.
func startReaders(t *testing.T, path string, count int) *readers {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "analyst")
	if err := os.Symlink(self, link); err != nil {
		t.Fatal(err)
	}
	c := &readers{t: t, lines: make([][]string, count), errs: make([]error, count)}
	var first sync.WaitGroup
	for i := range count {
		// The more readers, the less often each looks, to leave processor time for
		// publishing.
		cmd := exec.Command(link, path, (time.Duration(count) * 60 * time.Millisecond).String())
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		c.stdins = append(c.stdins, stdin)
		first.Add(1)
		c.work.Go(func() { c.errs[i] = c.follow(i, cmd, sync.OnceFunc(first.Done)) })
	}
	t.Cleanup(func() { c.release(); c.work.Wait() })
	first.Wait()
	return c
}

// follow runs one reader to its end and collects what it prints.
func (c *readers) follow(i int, cmd *exec.Cmd, looked func()) error {
	defer looked()
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	for scan := bufio.NewScanner(out); scan.Scan(); {
		c.lines[i] = append(c.lines[i], scan.Text())
		looked()
	}
	if err := cmd.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, complaint.String())
	}
	return nil
}

func (c *readers) release() {
	for _, stdin := range c.stdins {
		stdin.Close() // a second call returns an error, which does not matter
	}
}

// stop ends the readers and returns the lines that each has printed.
func (c *readers) stop() [][]string {
	c.t.Helper()
	c.release()
	c.work.Wait()
	for i, err := range c.errs {
		if err != nil {
			c.t.Errorf("reader %d: %v", i, err)
		}
	}
	return c.lines
}

// analyst opens, queries and closes FILE every EVERY with DuckDB's driver, as any tool
// does, until its standard input ends, and prints what it sees each time.
func analyst() {
	every, err := time.ParseDuration(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	ticks := time.NewTicker(every)
	defer ticks.Stop()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		io.Copy(io.Discard, os.Stdin)
	}()
	for {
		seen, err := lookAt(os.Args[1])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(seen)
		select {
		case <-gone:
			return
		case <-ticks.C:
		}
	}
}

// lookAt reads a snapshot's id and its postings twice, in separate statements, which
// must return the same.
func lookAt(path string) (seen string, err error) {
	db, err := sql.Open("duckdb", path+"?access_mode=READ_ONLY")
	if err != nil {
		return "", fmt.Errorf("open: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	for range 2 {
		var id, postings string
		if err := db.QueryRowContext(context.Background(), "SELECT id FROM meta.snapshot").Scan(&id); err != nil {
			return "", fmt.Errorf("snapshot: %w", err)
		}
		err := db.QueryRowContext(context.Background(), "SELECT count(*) || ' ' || sum(amount) FROM core.spend").Scan(&postings)
		if err != nil {
			return "", fmt.Errorf("postings: %w", err)
		}
		if now := id + " " + postings; seen == "" {
			seen = now
		} else if seen != now {
			return "", fmt.Errorf("first it was %s, then %s", seen, now)
		}
	}
	return seen, nil
}
