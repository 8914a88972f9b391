package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"dubbelkrona/internal/warehouse"
)

// A storm is a test in which the real program is killed at random moments,
// DUBBELKRONA_KILL_ROUNDS times, while deliveries arrive: in runs, while it packs the
// lake, and while it rotates the key. The published file can always be opened and is
// complete. In the end the content equals that of a project that took the same files
// without a kill, and no other file is left.
//
// DUBBELKRONA_KILL_SEED repeats a storm's deliveries and choices; the moments of the
// kills still vary.
func TestKillStorm(t *testing.T) {
	t.Parallel()
	rounds := howMany(t, "DUBBELKRONA_KILL_ROUNDS", 2)
	// Many rounds are divided between two storms, which run in parallel.
	storms := min(2, 1+rounds/20)
	for i := range storms {
		t.Run(fmt.Sprint("storm ", i), func(t *testing.T) {
			t.Parallel()
			killStorm(t, uint64(i), (rounds+i)/storms)
		})
	}
}

// killStorm runs one storm.
func killStorm(t *testing.T, stream uint64, rounds int) {
	start := time.Now()
	s := newStorm(t, stream)
	undisturbed := copyOf(t, s.root)
	key := filepath.Join(t.TempDir(), "next key")
	for done, rotated := true, false; s.kills < rounds || !rotated; {
		if !rotated && s.kills >= rounds/2 {
			s.rotate(key)
			rotated = true
		}
		if done || s.random.IntN(2) == 0 {
			s.deliver()
		}
		if s.random.IntN(3) == 0 {
			s.interrupt("gc")
		}
		done = s.interrupt("run")
	}
	mustRun(t, s.binary, 0, nil, "run", "--project", s.root)
	mustRun(t, s.binary, 0, nil, "gc", "--project", s.root)
	mustRun(t, s.binary, 0, nil, "verify", "--project", s.root)
	nothingLeftBehind(t, s.root)

	for n := range s.deliveries {
		stormFiles(t, undisturbed, n)
	}
	mustRun(t, s.binary, 0, nil, "run", "--project", undisturbed)
	mustRun(t, s.binary, 0, nil, "key", "rotate", "--new", key, "--project", undisturbed)
	if got, want := tables(t, s.binary, s.root), tables(t, s.binary, undisturbed); !reflect.DeepEqual(got, want) {
		t.Errorf("content differs from an undisturbed run's:\n%v\n%v", got, want)
	}
	t.Logf("%d kills, %d deliveries, %d openings meanwhile, in %v; killed after:\n%s", s.kills, s.deliveries, s.openings, time.Since(start).Round(time.Second), s.killPoints())
}

// The command forget is killed at random moments, with runs between: in the end the
// person is found nowhere.
func TestKillStormForget(t *testing.T) {
	t.Parallel()
	if os.Getenv("DUBBELKRONA_FORGET_ROUNDS") == "" {
		t.Skip("it takes half a minute; .ci/run runs it with DUBBELKRONA_FORGET_ROUNDS=1")
	}
	rounds := howMany(t, "DUBBELKRONA_FORGET_ROUNDS", 1)
	never := figures(t, peopleProject(t, gone))
	for i := range rounds {
		s := newStormIn(t, peopleProject(t, ""), uint64(i))
		s.usual["run"], s.usual["forget"] = time.Second, 3*time.Second
		s.passes["run"], s.passes["forget"] = 20, 60
		pseudonym, token := traces(t, s.root, gone)
		for done := false; !done; {
			if done = s.interruptWith(gone+"\n", "forget"); !done && s.random.IntN(2) == 0 {
				s.interrupt("run")
			}
		}
		if left := places(t, s.root, pseudonym, token); len(left) > 0 {
			t.Errorf("after %d kills the person is still in %v", s.kills, left)
		}
		sameFigures(t, fmt.Sprintf("after %d kills", s.kills), figures(t, s.root), never)
		mustRun(t, s.binary, 0, nil, "gc", "--project", s.root)
		mustRun(t, s.binary, 0, nil, "verify", "--project", s.root)
		nothingLeftBehind(t, s.root)
		t.Logf("%d kills; killed after:\n%s", s.kills, s.killPoints())
	}
}

// storm is a project whose commands are killed.
type storm struct {
	t            *testing.T
	binary, root string
	random       *rand.Rand
	usual        map[string]time.Duration // duration of each command, the last one measured
	passes       map[string]int           // number of points of the protocols that each command passes
	patience     float64                  // factor of both for the next command
	points       string                   // file to which commands append the points that they reach
	deliveries   int
	kills        int
	openings     int
	after        map[string]int // kills by command and the last point reached before
}

func newStorm(t *testing.T, stream uint64) *storm {
	t.Helper()
	s := newStormIn(t, lightProject(t, "storm", peopleSources+"publish: {threads: 1, keep: 2, persons: true}\n"), stream)
	s.deliver()
	s.measure("run")
	s.deliver()
	s.measure("run")
	s.measure("gc")
	s.usual["key"], s.passes["key"] = 2*s.usual["run"], 2*s.passes["run"]
	return s
}

func newStormIn(t *testing.T, root string, stream uint64) *storm {
	t.Helper()
	seed := uint64(howMany(t, "DUBBELKRONA_KILL_SEED", int(time.Now().UnixNano()&0xffffff)))
	t.Logf("DUBBELKRONA_KILL_SEED=%d", seed)
	return &storm{t: t, binary: programBinary(t), root: root, random: rand.New(rand.NewPCG(seed, stream)),
		patience: 1, usual: make(map[string]time.Duration), passes: make(map[string]int), points: filepath.Join(t.TempDir(), "points"), after: make(map[string]int)}
}

// howMany returns a whole number from the environment.
func howMany(t testing.TB, name string, standard int) int {
	t.Helper()
	n, err := strconv.Atoi(cmp.Or(os.Getenv(name), strconv.Itoa(standard)))
	if err != nil || n < 1 {
		t.Fatalf("%s=%s is not a whole number above 0", name, os.Getenv(name))
	}
	return n
}

func (s *storm) deliver() {
	stormFiles(s.t, s.root, s.deliveries)
	s.deliveries++
}

// stormFiles writes the files of the nth delivery: new ones, of which gc packs some
// after a few deliveries, and changed versions of earlier ones.
func stormFiles(t *testing.T, root string, n int) {
	t.Helper()
	if n%5 == 0 {
		for name, text := range peopleFiles("") {
			write(t, root, name, text+strings.Repeat("\n", n/5))
		}
	}
	write(t, root, "utfall.csv", strings.ReplaceAll(peopleFiles("")["utfall.csv"], "22000", strconv.Itoa(22000+n)))
	for i, name := range []string{fmt.Sprintf("reskontra_%03d_a.csv", n), fmt.Sprintf("reskontra_%03d_b.csv", n), fmt.Sprintf("reskontra_%03d_a.csv", n/2)} {
		write(t, root, name, fmt.Sprintf("verifikationsnummer;leverantor;konto_nr;konto_text;bokforingsdatum;nettobelopp;avtal\n"+
			"%d;Bolaget;4640;Köp;2026-06-%02d;%d,50;AVTAL 1\n", 10*n+i, 1+n%28, 1000+n))
	}
}

// measure runs a command without a kill and records its duration and points.
func (s *storm) measure(command string) {
	s.t.Helper()
	start := time.Now()
	mustRun(s.t, s.binary, 0, []string{"DUBBELKRONA_POINTS=" + s.points}, command, "--project", s.root)
	s.usual[command] = time.Since(start)
	s.passes[command] = len(s.passed())
}

// rotate rotates the key, and starts again after each kill until it is done.
func (s *storm) rotate(key string) {
	s.t.Helper()
	for !s.interrupt("key", "rotate", "--new", key) {
		continue
	}
	_, line, _ := strings.Cut(s.configuration(), "\nkey: ")
	line, _, _ = strings.Cut(line, "\n")
	rewrite(s.t, s.root, line, key)
}

func (s *storm) configuration() string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.root, "dubbelkrona.yaml"))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// interrupt runs a command and kills it at a random moment. It reports whether the
// command had already succeeded.
func (s *storm) interrupt(args ...string) (done bool) {
	s.t.Helper()
	return s.interruptWith("", args...)
}

func (s *storm) interruptWith(stdin string, args ...string) (done bool) {
	s.t.Helper()
	command := args[0]
	cmd := exec.Command(s.binary, append(args, "--project", s.root)...)
	cmd.Env = append(os.Environ(), "DUBBELKRONA_POINTS="+s.points)
	after := time.Duration(s.random.Float64() * s.patience * float64(s.usual[command]))
	if s.random.IntN(2) == 0 {
		// A command spends most of its time in a few places. So half of the kills come
		// shortly after a random point instead of at a random time.
		cmd.Env = append(cmd.Env, fmt.Sprintf("DUBBELKRONA_KILL_AFTER=%d %d", 1+int(s.random.Float64()*s.patience*float64(s.passes[command])), s.random.IntN(5000)))
		after = time.Minute
	}
	var printed bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &printed, &printed
	start := time.Now()
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	kill := time.AfterFunc(after, func() { cmd.Process.Kill() }) // does nothing if it has ended
	look := s.keepOpening()
	err := cmd.Wait()
	kill.Stop()
	look()
	passed := s.passed()
	var exit *exec.ExitError
	switch {
	case err == nil:
		s.usual[command], s.passes[command], s.patience = time.Since(start), len(passed), 1
	case errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL:
		s.kills++
		s.after[command+" "+append([]string{"start"}, passed...)[len(passed)]]++
		s.patience *= 1.2 // so that the command succeeds in the end
		s.wantComplete()
	default:
		s.t.Fatalf("%v: %v\n%s", args, err, printed.Bytes())
	}
	return err == nil
}

// keepOpening opens the published file repeatedly until stop is called.
func (s *storm) keepOpening() (stop func()) {
	var look sync.WaitGroup
	end := make(chan struct{})
	look.Go(func() {
		ticks := time.NewTicker(200 * time.Millisecond)
		defer ticks.Stop()
		for {
			if err := openPublished(s.root, nil); err != nil {
				s.t.Errorf("the published file does not open while the command runs: %v", err)
			}
			s.openings++
			select {
			case <-ticks.C:
			case <-end:
				return
			}
		}
	})
	return func() { close(end); look.Wait() }
}

// wantComplete checks that the published file opens and matches its hashes.
func (s *storm) wantComplete() {
	s.t.Helper()
	err := openPublished(s.root, func(db *warehouse.DB) error { return db.VerifyHashes(context.Background()) })
	if err != nil {
		s.t.Errorf("after the kill the published file is not complete: %v", err)
	}
}

// openPublished opens and closes the published file.
func openPublished(root string, look func(*warehouse.DB) error) error {
	db, err := warehouse.OpenReadOnly(context.Background(), filepath.Join(root, "publish", "impact.duckdb"), warehouse.Limits{Threads: 1})
	if err != nil {
		return err
	}
	if look != nil {
		err = look(db)
	}
	return errors.Join(err, db.Close())
}

// passed returns the points that the last command reached.
func (s *storm) passed() []string {
	text, err := os.ReadFile(s.points)
	if err == nil {
		err = os.Remove(s.points)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.t.Fatal(err)
	}
	return strings.Fields(string(text))
}

// killPoints lists the last points before the kills and their numbers.
func (s *storm) killPoints() string {
	var lines []string
	for where, n := range s.after {
		lines = append(lines, fmt.Sprintf("  %-32s %d", where, n))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// noting appends each point that a process reaches to a file. after has a number of
// points and a number of microseconds; the process is killed that long after it has
// passed so many points.
func noting(path, after string, fault func(string) error) func(string) error {
	if path == "" {
		return fault
	}
	var points, microseconds int64
	if after != "" {
		if _, err := fmt.Sscan(after, &points, &microseconds); err != nil {
			return func(string) error { return err }
		}
	}
	var passed atomic.Int64
	return func(reached string) error {
		if passed.Add(1) == points {
			time.AfterFunc(time.Duration(microseconds)*time.Microsecond, func() { syscall.Kill(os.Getpid(), syscall.SIGKILL) })
		}
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
		if err == nil {
			_, err = fmt.Fprintln(f, reached)
			err = errors.Join(err, f.Close())
		}
		return errors.Join(err, fault(reached))
	}
}

// exitOf runs the program and returns its exit code and output.
func exitOf(t *testing.T, binary string, env []string, args ...string) (code int, printed string) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = append(os.Environ(), env...)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}
