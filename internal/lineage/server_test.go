package lineage_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/lineage"
	"dubbelkrona/internal/secret"
)

const secretValue = "s3cret-token"

// server records the events that it gets.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
	bodies   [][]byte
}

func newServer(t *testing.T) *server {
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.requests, s.bodies = append(s.requests, r), append(s.bodies, body)
		w.WriteHeader(http.StatusCreated) // as Marquez, the reference server, responds
	}))
	t.Cleanup(s.Close)
	return s
}

// events returns the events that were sent, decoded.
func (s *server) events(t *testing.T) (events []map[string]any) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, body := range s.bodies {
		var event map[string]any
		if err := json.Unmarshal(body, &event); err != nil {
			t.Fatal(err)
		}
		events = append(events, event)
	}
	return events
}

// logBuffer takes log lines from several goroutines.
type logBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logBuffer) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.String()
}

func open(t *testing.T, address string, web *fetch.Client, log io.Writer) *lineage.Emitter {
	t.Helper()
	emitter, err := lineage.Open(t.Context(), lineage.Options{URL: address, Token: secret.NewValue(secretValue), Project: "tierp",
		Version: "dubbelkrona (devel)", Web: web, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return emitter
}

// night returns a run in every state, with all fields set.
func night() []lineage.Run {
	begin := time.Date(2026, 11, 25, 1, 30, 0, 0, time.UTC)
	run := lineage.Run{ID: "20261125T013000.000Zabcd", Command: "ingest:avtal", State: dubbelkrona.RunStarted, Time: begin}
	done := run
	done.State, done.Time = dubbelkrona.RunDone, begin.Add(90*time.Second)
	done.Slot = begin.In(time.FixedZone("CET", 3600))
	done.Inputs = []lineage.Dataset{{Name: "source.avtal", Rows: new(int64(68021))}}
	done.Outputs = []lineage.Dataset{{Name: "lake.contract", Rows: new(int64(0))},
		{Name: "core.contract", Rows: new(int64(68020)), Version: run.ID, Columns: dubbelkrona.Tables()[0].Columns}}
	partial, failed, blocked, stopped, abandoned := run, run, run, run, run
	partial.State, partial.Reason = dubbelkrona.RunPartial, "2 object(s) or source(s) refused"
	failed.State, failed.Reason = dubbelkrona.RunFailed, "the disk is full"
	blocked.State, blocked.Reason = dubbelkrona.RunBlocked, "check contract_twice forbids publishing"
	stopped.State, stopped.Stopped = dubbelkrona.RunFailed, true
	abandoned.State = dubbelkrona.RunAbandoned
	return []lineage.Run{run, done, partial, failed, blocked, stopped, abandoned}
}

// transitions returns the expected events of night.
func transitions() []string {
	return []string{"START", "COMPLETE", "COMPLETE", "FAIL", "FAIL", "ABORT", "ABORT"}
}
