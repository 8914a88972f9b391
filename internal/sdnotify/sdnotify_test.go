package sdnotify

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// manager opens the service manager's end of the socket.
func manager(t *testing.T, address string) *net.UnixConn {
	t.Helper()
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	t.Setenv("NOTIFY_SOCKET", address)
	return conn
}

// next returns the next message, which must have been sent already.
func next(t *testing.T, conn *net.UnixConn) string {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	message := make([]byte, 4096)
	n, err := conn.Read(message)
	if err != nil {
		t.Fatal(err)
	}
	return string(message[:n])
}

// The messages are those of sd_notify(3).
func TestMessages(t *testing.T) {
	for name, address := range map[string]string{
		"path":     filepath.Join(t.TempDir(), "notify"),
		"abstract": fmt.Sprintf("@dubbelkrona-test-%d", os.Getpid()),
	} {
		t.Run(name, func(t *testing.T) {
			conn := manager(t, address)
			for _, m := range []struct {
				send func() error
				want string
			}{
				{Ready, "READY=1"},
				{Watchdog, "WATCHDOG=1"},
				{func() error { return Status("ingest:reskontra\nREADY=1\n") }, "STATUS=ingest:reskontra READY=1"},
				{Stopping, "STOPPING=1"},
			} {
				if err := m.send(); err != nil {
					t.Fatal(err)
				}
				if got := next(t, conn); got != m.want {
					t.Errorf("%q, want %q", got, m.want)
				}
			}
		})
	}
}

// monotonic returns the clock that sd_notify(3) requires, in microseconds.
func monotonic(t *testing.T) int64 {
	t.Helper()
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_MONOTONIC, &now); err != nil {
		t.Fatal(err)
	}
	return now.Nano() / 1000
}

func TestReloadingCarriesItsTime(t *testing.T) {
	conn := manager(t, filepath.Join(t.TempDir(), "notify"))
	before := monotonic(t)
	if err := Reloading(); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(next(t, conn), "\n")
	if len(lines) < 2 || lines[0] != "RELOADING=1" {
		t.Fatalf("%q", lines)
	}
	text, _ := strings.CutPrefix(lines[1], "MONOTONIC_USEC=")
	if at, err := strconv.ParseInt(text, 10, 64); err != nil || at < before || at > monotonic(t) {
		t.Errorf("%q is not between %d and now: %v", lines[1], before, err)
	}
}

func TestWithoutSocketNothingIsSent(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	for _, send := range []func() error{Ready, Reloading, Stopping, Watchdog, func() error { return Status("idle") }} {
		if err := send(); err != nil {
			t.Error(err)
		}
	}
}

func TestMissingSocketIsAnError(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "nobody"))
	if err := Ready(); err == nil {
		t.Error("no error although the socket does not exist")
	}
}
