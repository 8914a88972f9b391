package notify

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// memory is a store and a channel in memory.
type memory struct {
	data []byte
	sent []Message
	fail error
}

func (m *memory) LoadAlarms(context.Context) ([]byte, error) { return m.data, nil }

func (m *memory) SaveAlarms(ctx context.Context, data []byte) error {
	m.data = data
	return ctx.Err()
}

func (m *memory) Name() string { return "memory" }

func (m *memory) Send(ctx context.Context, message Message) error {
	if err := cmp.Or(m.fail, ctx.Err()); err != nil {
		return err
	}
	m.sent = append(m.sent, message)
	return nil
}

// night is a center with a clock that the test moves.
type night struct {
	*memory
	now time.Time
	*Center
}

func begin(t *testing.T) *night {
	n := &night{memory: &memory{}, now: time.Date(2026, 11, 25, 2, 30, 0, 0, time.UTC)}
	n.restart(t)
	return n
}

// restart makes a new center, as a restarted process does.
func (n *night) restart(t *testing.T) {
	t.Helper()
	c, err := New(t.Context(), Options{Project: "tierp", Language: "en", Channels: []Channel{n.memory}, Digest: 15 * time.Minute, Store: n.memory,
		Now: func() time.Time { return n.now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	n.Center = c
}

// after moves the clock and ticks minute by minute.
func (n *night) after(d time.Duration) {
	for range int(d / time.Minute) {
		n.now = n.now.Add(time.Minute)
		n.Tick(context.Background())
	}
}

func (n *night) texts(t *testing.T, want ...string) {
	t.Helper()
	if len(n.sent) != len(want) {
		t.Fatalf("%d messages were sent, want %d: %+v", len(n.sent), len(want), n.sent)
	}
	for i, text := range want {
		if !strings.Contains(n.sent[i].Text, text) {
			t.Errorf("message %d lacks %q:\n%s", i, text, n.sent[i].Text)
		}
	}
}

func TestDigest(t *testing.T) {
	ctx := context.Background()
	n := begin(t)
	n.Raise(ctx, Failed, "ingest:a", "503")
	n.after(5 * time.Minute)
	n.Raise(ctx, Failed, "ingest:b", "404")
	n.Raise(ctx, Failed, "ingest:a", "503 again")
	n.texts(t)
	n.after(15 * time.Minute)
	n.texts(t, "2 things to look at")
	if text := n.sent[0].Text; !strings.Contains(text, "failed: ingest:a, since 2026-11-25 02:30 UTC\n  503") || strings.Count(text, "ingest:a") != 1 {
		t.Error(text)
	}
	n.after(5 * time.Hour)
	n.texts(t, "2 things")
	n.Clear(ctx, Failed, "ingest:a")
	n.after(20 * time.Minute)
	n.texts(t, "2 things", "all is well again\n\n* solved – failed: ingest:a")
}

// An alarm that begins and ends within one digest is not sent.
func TestFlapping(t *testing.T) {
	ctx := context.Background()
	n := begin(t)
	for range 5 {
		n.Raise(ctx, Stale, "kolada", "")
		n.after(2 * time.Minute)
		n.Clear(ctx, Stale, "kolada")
		n.after(time.Minute)
	}
	n.after(time.Hour)
	n.texts(t)
}

func TestReminder(t *testing.T) {
	n := begin(t)
	n.Raise(context.Background(), Blocked, "", "check control_identity")
	n.after(72 * time.Hour)
	n.texts(t, "publishing stopped by checks", "still – publishing", "still – publishing")
}

// A restart at any minute neither repeats nor loses a message.
func TestRestart(t *testing.T) {
	ctx := context.Background()
	n := begin(t)
	n.Raise(ctx, Failed, "publish", "disk full")
	for range 40 {
		n.restart(t)
		n.after(time.Minute)
	}
	n.restart(t)
	n.Raise(ctx, Failed, "publish", "disk full")
	n.after(time.Hour)
	n.texts(t, "publish")
	n.restart(t)
	n.Clear(ctx, Failed, "publish")
	n.restart(t)
	n.after(time.Hour)
	n.texts(t, "publish", "solved")
}

func TestChannelThatFails(t *testing.T) {
	ctx := context.Background()
	n := begin(t)
	n.fail = errors.New("down")
	n.Raise(ctx, Failed, "a", "")
	n.after(time.Hour)
	n.texts(t)
	n.restart(t)
	n.fail = nil
	n.after(Retry + time.Minute)
	n.texts(t, "failed: a")
	// At most Most messages wait for a channel that keeps failing.
	n.fail = errors.New("down")
	for i := range 3 * Most {
		n.Raise(ctx, Failed, strings.Repeat("x", i+1), "")
		n.after(20 * time.Minute)
	}
	if len(n.state.Owed["memory"].Messages) != Most || len(n.data) > 1<<20 {
		t.Errorf("%d messages wait, in %d bytes", len(n.state.Owed["memory"].Messages), len(n.data))
	}
}

// If the context is cancelled while a message is sent, the message is sent once
// after the next start.
func TestCancelledWhileSending(t *testing.T) {
	n := begin(t)
	n.Raise(t.Context(), Failed, "ingest:avtal", "503")
	n.now = n.now.Add(15 * time.Minute)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	var log strings.Builder
	n.options.Log = slog.New(slog.NewTextHandler(&log, nil))
	n.Tick(over)
	n.texts(t)
	if strings.Contains(log.String(), "could not be stored") {
		t.Error(log.String())
	}
	n.restart(t)
	n.after(30 * time.Minute)
	n.texts(t, "ingest:avtal")
}
