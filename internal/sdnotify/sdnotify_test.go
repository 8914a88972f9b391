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

	"dubbelkrona"

	"golang.org/x/sys/unix"
)

// manager is the service manager's end of the socket.
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

// next is the next message, which has been sent already.
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

func open(t *testing.T) *Notifier {
	t.Helper()
	n, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The messages are those of sd_notify(3).
func TestMessages(t *testing.T) {
	for name, address := range map[string]string{
		"path":     filepath.Join(t.TempDir(), "notify"),
		"abstract": fmt.Sprintf("@dubbelkrona-test-%d", os.Getpid()),
	} {
		t.Run(name, func(t *testing.T) {
			conn := manager(t, address)
			n := open(t)
			for _, m := range []struct {
				send func() error
				want string
			}{
				{n.Ready, "READY=1"},
				{n.Watchdog, "WATCHDOG=1"},
				{func() error { return n.Status("ingest:reskontra\nREADY=1\n") }, "STATUS=ingest:reskontra READY=1"},
				{n.Stopping, "STOPPING=1"},
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

// monotonic is the clock that sd_notify(3) asks for, in microseconds.
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
	if err := open(t).Reloading(); err != nil {
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

func TestInterval(t *testing.T) {
	self := strconv.Itoa(os.Getpid())
	for name, tc := range map[string]struct {
		usec, pid string
		want      time.Duration
	}{
		"no watchdog":       {"", "", 0},
		"five minutes":      {"300000000", self, 150 * time.Second},
		"whoever it is":     {"3000000", "", 1500 * time.Millisecond},
		"another's process": {"300000000", "1", 0},
	} {
		t.Setenv("WATCHDOG_USEC", tc.usec)
		t.Setenv("WATCHDOG_PID", tc.pid)
		if got := open(t).Interval(); got != tc.want {
			t.Errorf("%s: %s, want %s", name, got, tc.want)
		}
	}
	for _, usec := range []string{"soon", "0", "-5"} {
		t.Setenv("WATCHDOG_USEC", usec)
		if _, err := Open(); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("WATCHDOG_USEC=%s: %v", usec, err)
		}
	}
}

func TestNobodyAsked(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", "")
	n := open(t)
	for _, send := range []func() error{n.Ready, n.Reloading, n.Stopping, n.Watchdog, func() error { return n.Status("idle") }} {
		if err := send(); err != nil {
			t.Error(err)
		}
	}
}

func TestManagerThatIsGone(t *testing.T) {
	t.Setenv("NOTIFY_SOCKET", filepath.Join(t.TempDir(), "nobody"))
	if err := open(t).Ready(); err == nil {
		t.Error("nobody was told, and no error says so")
	}
}
