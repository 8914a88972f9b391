package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"dubbelkrona/internal/filelock"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain runs the test binary as the program if it has the program's name, so that
// scripts run the real command line in separate processes.
func TestMain(m *testing.M) {
	testscript.Main(configHome{m}, map[string]func(){
		"dubbelkrona": func() {
			p := newProgram()
			p.fault = noting(os.Getenv("DUBBELKRONA_POINTS"), os.Getenv("DUBBELKRONA_KILL_AFTER"), faultAt(os.Getenv("DUBBELKRONA_KILL_AT"), os.Getenv("DUBBELKRONA_HANG_AT")))
			p.now = clockFrom(os.Getenv("DUBBELKRONA_NOW"))
			ctx, stop := interruptible()
			defer stop()
			os.Exit(p.run(ctx, os.Args[1:]))
		},
		"duckdb-alone": duckdbAlone,
		"analyst":      analyst,
	})
}

// configHome runs the tests with a temporary configuration folder, in which the keys of
// their projects are created.
type configHome struct{ *testing.M }

func (c configHome) Run() int {
	home, err := os.MkdirTemp("", "dubbelkrona-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(home)
	os.Setenv("XDG_CONFIG_HOME", home)
	// Runs wait for the disk much of the time, so more tests than there are processors
	// run in parallel, unless a flag of the command line says otherwise.
	if err := flag.Set("test.parallel", "4"); err != nil {
		panic(err)
	}
	return c.M.Run()
}

// faultAt kills the process at one point of the commit protocol, or makes it hang at
// another.
func faultAt(kill, hang string) func(string) error {
	return func(reached string) error {
		switch reached {
		case kill:
			if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
				return err
			}
			select {} // until the signal arrives
		case hang:
			fmt.Fprintln(os.Stderr, "hanging at", reached)
			select {}
		}
		return nil
	}
}

// clockFrom returns a clock that starts at the given time when it is first read, or the
// machine's clock if the text is empty.
func clockFrom(text string) func() time.Time {
	start, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Now
	}
	begin := sync.OnceValue(time.Now)
	return func() time.Time { return start.Add(time.Since(begin())) }
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Values[heldLock] = &holder{}
			env.Setenv("XDG_CONFIG_HOME", filepath.Join(env.WorkDir, "config"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exitcode": exitCodeIs,
			"lock":     lock,
			"unlock":   func(ts *testscript.TestScript, _ bool, _ []string) { ts.Value(heldLock).(*holder).release() },
		},
	})
}

// exitCodeIs runs a command line and compares its exit code, as in `exitcode 2
// dubbelkrona check`.
func exitCodeIs(ts *testscript.TestScript, _ bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: exitcode N command [args...]")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if exit, ok := err.(interface{ ExitCode() int }); ok {
		code = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, want %s", code, args[0])
	}
}

// holder holds a project's lock, as another run does.
type holder struct{ lock *filelock.Lock }

const heldLock = "held lock"

func (h *holder) release() {
	if h.lock != nil {
		h.lock.Release()
		h.lock = nil
	}
}

// lock takes a project's lock until unlock or the end of the script.
func lock(ts *testscript.TestScript, _ bool, args []string) {
	held, err := filelock.Acquire(ts.MkAbs(filepath.Join(args[0], "var", "lock")), "run", time.Now)
	ts.Check(err)
	h := ts.Value(heldLock).(*holder)
	h.lock = held
	ts.Defer(h.release)
}
