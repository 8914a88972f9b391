package main

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dubbelkrona/internal/config"
	"dubbelkrona/internal/web"
)

// The daemon's own server is asked: while its loop comes round, when it has
// hung, and when it is gone.
func TestAsk(t *testing.T) {
	var beat atomic.Pointer[time.Time]
	now := time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)
	beat.Store(&now)
	server, err := web.Open(t.Context(), web.Options{Listen: "127.0.0.1:0", Beat: func() time.Time { return *beat.Load() }, Late: 5 * time.Minute,
		Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	address := server.Address.String()
	if err := ask(address, time.Minute); err != nil {
		t.Errorf("a daemon that is well: %v", err)
	}
	long := now.Add(-time.Hour)
	beat.Store(&long)
	if err := ask(address, time.Minute); err == nil || !strings.Contains(err.Error(), "503") || !strings.Contains(err.Error(), "1h0m0s") {
		t.Errorf("a daemon that has hung for an hour: %v", err)
	}
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	if err := ask(address, time.Minute); err == nil {
		t.Error("a daemon that does not exist is healthy")
	}
}

func TestSilence(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := ask(l.Addr().String(), 50*time.Millisecond); err == nil {
		t.Error("a daemon that does not respond is healthy")
	}
}

func TestDefaultIsTheDaemons(t *testing.T) {
	if defaultAddress != config.DefaultListen {
		t.Errorf("the health check requests %s, but the daemon listens at %s", defaultAddress, config.DefaultListen)
	}
}
