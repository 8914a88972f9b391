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

// runTraced runs once with the real tracer and emitter, which send to one server.
func runTraced(t *testing.T, root, server string) {
	t.Helper()
	// The client does not wait between attempts.
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

// The bytes of traces and lineage that are sent over the network have the expected
// names, and neither names of objects, paths nor cells.
func TestTelemetryIsNotPrivate(t *testing.T) {
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
	runTraced(t, root, server.URL)
	for path, wanted := range map[string][]string{
		"/v1/traces":      {"run", "source", "object", "build", "publish", "export", "avtal", "trasig", "partial", "invalid"},
		"/api/v1/lineage": {`"START"`, `"COMPLETE"`, "dubbelkrona:tierp", "source.avtal", "lake.contract", "core.contract"},
	} {
		for _, text := range wanted {
			if !bytes.Contains(sent[path], []byte(text)) {
				t.Errorf("%s did not get %s", path, text)
			}
		}
		for _, text := range []string{private, cell, root, "data/", "A-1"} {
			if bytes.Contains(sent[path], []byte(text)) {
				t.Errorf("%s got %s", path, text)
			}
		}
	}
	if len(sent) != 2 {
		t.Errorf("sent to %d addresses", len(sent))
	}
}

// A run is the same if the server for traces and lineage is down.
func TestRunWithoutTelemetryServer(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	root := project(t)
	write(t, root, "data/"+private+".csv", "something;else\n"+cell+";1\n")
	runTraced(t, root, server.URL)
}
