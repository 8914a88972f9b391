package postgres_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"dubbelkrona"
	"dubbelkrona/export/postgres"
	"dubbelkrona/internal/postgres/postgrestest"
)

func pool(t *testing.T, path string) *x509.CertPool {
	t.Helper()
	pem, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all := x509.NewCertPool()
	if !all.AppendCertsFromPEM(pem) {
		t.Fatal("no certificate")
	}
	return all
}

func (s server) open(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), fmt.Sprintf("host=127.0.0.1 port=%d user=dk password=%s dbname=postgres sslmode=disable", s.Port, postgrestest.Secret))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// readers checks that a reader never sees a part of a set, and that one in a transaction
// keeps its set without stopping the writer.
func (s server) readers(t *testing.T) {
	ctx := context.Background()
	s.write(t, "r", "S0")
	kept, err := s.open(t).BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead})
	if err != nil {
		t.Fatal(err)
	}
	see := func(q interface {
		QueryRow(context.Context, string, ...any) pgx.Row
	}) (seen string) {
		err := q.QueryRow(ctx, "SELECT string_agg(DISTINCT r.snapshot, ',') || ' ' || count(*) || ' ' || min(m.snapshot) FROM r.result AS r CROSS JOIN r.meta AS m").Scan(&seen)
		if err != nil {
			seen = err.Error()
		}
		return seen
	}
	first := see(kept)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 2 {
		conn := s.open(t)
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				seen := see(conn)
				var a, b string
				var n int
				if _, err := fmt.Sscan(seen, &a, &n, &b); err != nil || a != b || n != len(figures()) {
					t.Errorf("a reader sees %q", seen)
					return
				}
			}
		})
	}
	for i := 1; i <= 20; i++ {
		s.write(t, "r", fmt.Sprintf("S%d", i))
	}
	close(done)
	readers.Wait()
	if last := see(kept); last != first {
		t.Errorf("a transaction saw %q and then %q", first, last)
	}
	if err := kept.Rollback(ctx); err != nil {
		t.Fatal(err)
	}
	s.whole(t, "r", "S20")
}

// cut breaks the connection at every message of the writer, before the server gets it and
// after, when rows are replaced, and at every seventh when the tables are created anew.
func (s server) cut(t *testing.T) {
	wide := []postgres.Column{{Name: "extra", Type: "DATE", Comment: "Column of a test."}}
	for _, c := range []struct {
		name         string
		more         []postgres.Column
		step, atMost int
	}{{"replaced", nil, 1, 150}, {"created anew", wide, 7, 600}} {
		s.write(t, "cut", "S-before-"+c.name)
		messages := 0
		for done := false; !done; messages += c.step {
			if messages > c.atMost {
				t.Fatalf("%s: still not written after %d messages", c.name, messages)
			}
			for _, after := range []bool{false, true} {
				p := s.proxy(t, messages, after)
				settings := s.settings("cut")
				settings.Port = p.port
				written, err := target(t, settings).Write(context.Background(), "S-"+c.name, tables("S-"+c.name, results("S-"+c.name, figures()), c.more...))
				p.close()
				if err == nil {
					done = true
				} else if dubbelkrona.KindOf(err) != dubbelkrona.Transient || written {
					t.Errorf("%s: cut at message %d: written %t, %v", c.name, messages, written, err)
				}
				s.settle(t)
				s.whole(t, "cut", "S-before-"+c.name, "S-"+c.name)
			}
		}
		t.Logf("%s: the connection was cut at %d of %d messages, before and after it", c.name, messages/c.step, messages)
		if messages < 80 {
			t.Errorf("%s: only %d messages", c.name, messages)
		}
		s.whole(t, "cut", "S-"+c.name)
	}
}

// settle waits until the server has ended the writers whose connections are lost.
func (s server) settle(t *testing.T) {
	t.Helper()
	const gone = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'dubbelkrona'"
	for range 500 {
		var n int
		if err := s.Admin.QueryRow(context.Background(), gone).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		s.Exec(t, "SELECT pg_sleep(0.01)")
	}
	t.Fatal("a writer whose connection is lost is still there")
}

// The environment of a process that writes until it is killed.
const (
	killedPort = "DUBBELKRONA_TEST_KILLED_PORT"
	killedAt   = "DUBBELKRONA_TEST_KILLED_AT"
)

// TestMain writes instead of testing, in the process that is to be killed.
func TestMain(m *testing.M) {
	if os.Getenv(killedPort) == "" {
		os.Exit(m.Run())
	}
	var port, at int
	if _, err := fmt.Sscan(os.Getenv(killedPort)+" "+os.Getenv(killedAt), &port, &at); err != nil {
		panic(err)
	}
	settings := server{&postgrestest.Server{Port: port}}.settings("killed")
	to, err := postgres.New("demo", ".", nil, settings)
	if err != nil {
		panic(err)
	}
	rows := func(yield func([]any, error) bool) {
		n := 0
		for row, err := range many("S2", 300, 10, 40) {
			if n++; n == at {
				fmt.Println("midway")
				select {} // until it is killed
			}
			if !yield(row, err) {
				return
			}
		}
	}
	fmt.Println(to.Write(context.Background(), "S2", tables("S2", rows)))
}

// killed kills the writing process in the middle of its rows: the old set stays, and the
// next run writes.
func (s server) killed(t *testing.T) {
	s.write(t, "killed", "S1")
	for _, at := range []string{"1", "5000", "119000"} {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", killedPort, s.Port), killedAt+"="+at)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		line, _ := bufio.NewReader(out).ReadString('\n')
		if strings.TrimSpace(line) != "midway" {
			t.Fatalf("the writer says %q", line)
		}
		s.whole(t, "killed", "S1")
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		s.settle(t)
		s.whole(t, "killed", "S1")
	}
	s.write(t, "killed", "S2")
	s.whole(t, "killed", "S2")
}

// two lets writers write at once: each set is whole, and the last stays.
func (s server) two(t *testing.T) {
	var writers sync.WaitGroup
	for i := range 4 {
		writers.Go(func() {
			id := fmt.Sprintf("S%d", i)
			to := target(t, s.settings("two"))
			if _, err := to.Write(context.Background(), id, tables(id, results(id, figures()))); err != nil {
				t.Errorf("%s: %v", id, err)
			}
		})
	}
	writers.Wait()
	s.whole(t, "two", "S0", "S1", "S2", "S3")
}

// failing stops the rows in the middle, and cancels a writer.
func (s server) failing(t *testing.T) {
	s.write(t, "f", "S1")
	broken := errors.New("the snapshot is broken")
	rows := func(yield func([]any, error) bool) {
		for row := range results("S2", figures()) {
			if !yield(row, nil) {
				return
			}
		}
		yield(nil, broken)
	}
	if _, err := target(t, s.settings("f")).Write(context.Background(), "S2", tables("S2", rows)); !errors.Is(err, broken) {
		t.Errorf("the rows' error became %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	endless := func(yield func([]any, error) bool) {
		for row := range many("S2", 300, 10, 40) {
			if !yield(row, nil) {
				return
			}
			cancel()
		}
	}
	if _, err := target(t, s.settings("f")).Write(ctx, "S2", tables("S2", endless)); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled writer returns %v", err)
	}
	s.settle(t)
	s.whole(t, "f", "S1")
}

// BenchmarkWrite writes the figures of 300 municipalities, 10 years and 40 metrics.
func BenchmarkWrite(b *testing.B) {
	b.Setenv("DUBBELKRONA_TEST_DB", postgrestest.Secret)
	s := server{postgrestest.Start(b)}
	to := target(b, s.settings("bench"))
	n := 0
	for b.Loop() {
		n++
		id := fmt.Sprint("S", n)
		start := time.Now()
		if _, err := to.Write(context.Background(), id, tables(id, many(id, 300, 10, 40))); err != nil {
			b.Fatal(err)
		}
		b.Logf("%d × %d × %d rows: %v", 300, 10, 40, time.Since(start).Round(time.Millisecond))
	}
}
