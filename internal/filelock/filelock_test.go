package filelock_test

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/filelock"
)

// holder is an environment variable with the path of a lock. A test binary that
// is started with it takes the lock and keeps it until its standard input ends.
const holder = "DUBBELKRONA_TEST_HOLD_LOCK"

func TestMain(m *testing.M) {
	if path := os.Getenv(holder); path != "" {
		os.Exit(hold(path))
	}
	os.Exit(m.Run())
}

func hold(path string) int {
	lock, err := filelock.Acquire(path, "run", time.Now)
	if err != nil {
		return 5
	}
	os.Stdout.WriteString("held\n")
	io.Copy(io.Discard, os.Stdin)
	if lock.Release() != nil {
		return 1
	}
	return 0
}

// startHolder starts another process and returns when that process has the lock.
func startHolder(t *testing.T, path string) (cmd *exec.Cmd, end io.Closer) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), holder+"="+path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other process said %q, %v", line, err)
	}
	return cmd, in
}

func TestLockIsHeldUntilItsProcessEnds(t *testing.T) {
	for name, end := range map[string]func(*exec.Cmd, io.Closer){
		"released": func(_ *exec.Cmd, in io.Closer) { in.Close() },
		"killed":   func(cmd *exec.Cmd, _ io.Closer) { cmd.Process.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "var", "lock")
			cmd, in := startHolder(t, path)
			_, err := filelock.Acquire(path, "build", time.Now)
			if dubbelkrona.KindOf(err) != dubbelkrona.Conflict {
				t.Fatalf("Acquire = %v, want Conflict", err)
			}
			end(cmd, in)
			cmd.Wait() // returns an error, since the process was killed
			lock, err := filelock.Acquire(path, "build", time.Now)
			if err != nil {
				t.Fatalf("after the end of its holder: %v", err)
			}
			if err := lock.Release(); err != nil {
				t.Error(err)
			}
			if err := lock.Release(); err != nil {
				t.Errorf("second Release: %v", err)
			}
		})
	}
}

func TestConflictSaysWhoAndSinceWhen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	start := time.Date(2026, 3, 1, 14, 3, 20, 0, time.UTC)
	lock, err := filelock.Acquire(path, "run", func() time.Time { return start })
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	host, _ := os.Hostname()
	for _, tc := range []struct {
		after time.Duration
		want  string
	}{
		{40 * time.Second, "on host " + host + " since 14:03, 40 s"},
		{12*time.Minute + 5*time.Second, "since 14:03, 12 min"},
		{26*time.Hour + 7*time.Minute, "since 2026-03-01 14:03, 26 h 7 min"},
		{-time.Hour, "since 14:03, 0 s"},
	} {
		_, err := filelock.Acquire(path, "build", func() time.Time { return start.Add(tc.after) })
		if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "run by pid ") {
			t.Errorf("after %v: %v, want %q", tc.after, err, tc.want)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("lock file %v, %v", info.Mode(), err)
	}
}

// The content of the file does not matter, such as what a killed owner left.
func TestContentOfTheFileIsNotALock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(path, []byte(`{"pid":1,"host":"h","command":"run","started":"2020-01-01T00:00:00Z"} and more`), 0o600); err != nil {
		t.Fatal(err)
	}
	lock, err := filelock.Acquire(path, "run", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Release()
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	_, err = filelock.Acquire(path, "run", time.Now)
	if dubbelkrona.KindOf(err) != dubbelkrona.Conflict || !strings.Contains(err.Error(), "just started") {
		t.Errorf("holder that has not said who it is: %v", err)
	}
}

func TestHolderDoesNotTakeTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "var", "lock")
	nobody := func() {
		t.Helper()
		if owner, found, err := filelock.Holder(path); err != nil || found {
			t.Fatalf("%+v %v %v, want nobody", owner, found, err)
		}
	}
	nobody()
	lock, err := filelock.Acquire(path, "schedule", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	owner, found, err := filelock.Holder(path)
	if err != nil || !found || owner.PID != os.Getpid() || owner.Command != "schedule" {
		t.Errorf("%+v %v %v", owner, found, err)
	}
	if err := lock.Release(); err != nil {
		t.Fatal(err)
	}
	nobody()
	if lock, err = filelock.Acquire(path, "schedule", time.Now); err != nil {
		t.Fatalf("looking has kept the lock: %v", err)
	}
	lock.Release()
}
