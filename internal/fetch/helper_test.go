package fetch_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

// clock is a simulated clock. It advances only by waits, which end at once and
// are recorded.
type clock struct {
	mu    sync.Mutex
	at    time.Time
	waits []time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) wait(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	c.waits = append(c.waits, d)
	return ctx.Err()
}

func (c *clock) waited() (all time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range c.waits {
		all += d
	}
	return all
}

// client returns a client with its own simulated clock.
func client(t *testing.T) (*fetch.Client, *clock) {
	t.Helper()
	at := &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}
	c := fetch.New(fetch.Options{Now: at.now, Wait: at.wait})
	t.Cleanup(c.Close)
	return c, at
}

// server handles each attempt with the next handler (the last one is used for
// all further attempts) and counts the attempts.
func server(t *testing.T, handlers ...http.HandlerFunc) (url string, attempts func() int) {
	t.Helper()
	var mu sync.Mutex
	n := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		h := handlers[min(n, len(handlers)-1)]
		n++
		mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/data.csv", func() int {
		mu.Lock()
		defer mu.Unlock()
		return n
	}
}

// says responds with a status and a body.
func says(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		w.Write([]byte(body))
	}
}

// breaks sends the beginning of a body and then breaks the connection.
func breaks(after int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Write([]byte(body[:after]))
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// raw writes the given bytes as the response and closes the connection.
func raw(t *testing.T, response string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		conn.Write([]byte(response))
	}
}

func wantKind(t *testing.T, err error, kind dubbelkrona.Kind) {
	t.Helper()
	if err == nil || dubbelkrona.KindOf(err) != kind {
		t.Errorf("%s: %v; want an error that is %s", dubbelkrona.KindOf(err), err, kind)
	}
}

// get downloads with the given policy.
func get(t *testing.T, c *fetch.Client, url string, p fetch.Policy) (string, *fetch.Response, error) {
	t.Helper()
	var into memory
	resp, err := c.Download(context.Background(), fetch.Request{URL: url, Policy: p}, &into)
	return into.text, resp, err
}

// memory receives a body in memory.
type memory struct {
	text   string
	resets int
	fails  error
}

func (m *memory) Write(p []byte) (int, error) {
	if m.fails != nil {
		return 0, m.fails
	}
	m.text += string(p)
	return len(p), nil
}

func (m *memory) Reset() error {
	m.text = ""
	m.resets++
	return nil
}
