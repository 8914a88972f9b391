package pipeline_test

import (
	"bytes"
	"context"
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
	"dubbelkrona/internal/pipeline"
	"dubbelkrona/internal/trace"
)

// told runs a night with the real tracer and emitter, which tell one server.
func told(t *testing.T, root, server string) {
	t.Helper()
	// Nobody waits between attempts.
	web := fetch.New(fetch.Options{Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	log := slog.New(slog.DiscardHandler)
	tracer, err := trace.Open(t.Context(), trace.Options{Endpoint: server, Project: "tierp", Version: "test", Web: web, Now: time.Now, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	emitter, err := lineage.Open(t.Context(), lineage.Options{URL: server, Project: "tierp", Version: "test", Web: web, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	report, err := compiled(t, root, nil, func(o *pipeline.Options) { o.Span, o.Lineage = tracer.Span, emitter.Tell }).Run(t.Context())
	tracer.Close(t.Context())
	emitter.Close(t.Context())
	if err != nil || report.Run.State != dubbelkrona.RunPartial || report.Snapshot == "" {
		t.Errorf("%+v %v", report.Run, err)
	}
}

// Every byte that leaves the house, over the wire.
func TestWhatLeavesTheHouse(t *testing.T) {
	var mu sync.Mutex
	sent := make(map[string][]byte)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		sent[r.URL.Path] = append(sent[r.URL.Path], body...)
	}))
	defer server.Close()
	root := project(t)
	write(t, root, "data/"+private+".csv", "something;else\n"+cell+";1\n")
	told(t, root, server.URL)
	for path, wanted := range map[string][]string{
		"/v1/traces":      {"run", "source", "object", "build", "publish", "export", "avtal", "trasig", "partial", "invalid"},
		"/api/v1/lineage": {`"START"`, `"COMPLETE"`, "dubbelkrona:tierp", "source.avtal", "lake.contract", "core.contract"},
	} {
		for _, text := range wanted {
			if !bytes.Contains(sent[path], []byte(text)) {
				t.Errorf("%s was not told of %s", path, text)
			}
		}
		for _, text := range []string{private, cell, root, "data/", "A-1"} {
			if bytes.Contains(sent[path], []byte(text)) {
				t.Errorf("%s was told of %s", path, text)
			}
		}
	}
	if len(sent) != 2 {
		t.Errorf("sent to %d addresses", len(sent))
	}
}

// A night goes as it goes, though nobody is there to be told.
func TestANightThatNobodyIsToldOf(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	root := project(t)
	write(t, root, "data/"+private+".csv", "something;else\n"+cell+";1\n")
	told(t, root, server.URL)
}
