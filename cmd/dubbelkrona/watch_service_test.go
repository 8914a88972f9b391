package main

import (
	"net"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// manager is a service manager, as far as a daemon can tell.
type manager struct {
	t    *testing.T
	conn *net.UnixConn
	path string
}

func startManager(t *testing.T) *manager {
	t.Helper()
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &manager{t, conn, path}
}

// until waits for a message that holds a text.
func (m *manager) until(text string) {
	m.t.Helper()
	if err := m.conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		m.t.Fatal(err)
	}
	var seen []string
	for buffer := make([]byte, 4096); ; {
		n, err := m.conn.Read(buffer)
		if err != nil {
			m.t.Fatalf("no %q after %q: %v", text, seen, err)
		}
		if seen = append(seen, string(buffer[:n])); strings.Contains(seen[len(seen)-1], text) {
			return
		}
	}
}

// The service manager is told when the daemon is there, that it goes on, that
// it rereads its configuration and that it ends.
func TestServiceManagerIsTold(t *testing.T) {
	t.Parallel()
	m := startManager(t)
	binary, project := scheduled(t, `at: "30 2 * * *"`)
	d := startDaemon(t, binary, project, "2031-03-02T12:00:00Z", "NOTIFY_SOCKET="+m.path, "WATCHDOG_USEC=300000000")
	m.until("READY=1")
	m.until("WATCHDOG=1")
	d.signal(syscall.SIGHUP)
	m.until("RELOADING=1")
	m.until("READY=1")
	d.signal(syscall.SIGTERM)
	m.until("STOPPING=1")
	d.ends(0, 0)
}
