package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// A run is reported to the OpenTelemetry collector and the OpenLineage server that
// the configuration names, with their tokens, completely before the command ends.
func TestRunReportsToCollectors(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	told := make(map[string][]string) // bodies by path
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Header.Get("Authorization") != "Bearer hemligt" {
			t.Errorf("%v, authorization %q", err, r.Header.Get("Authorization"))
		}
		mu.Lock()
		defer mu.Unlock()
		told[r.URL.Path] = append(told[r.URL.Path], string(body))
	}))
	defer server.Close()
	root := project(t, "sedd", "  - {name: avtal, files: data/*.csv, profile: contract}\n"+
		"watch:\n  otlp: {url: "+server.URL+", token: {file: token}}\n  openlineage: {url: "+server.URL+", token: {file: token}}\n")
	if err := os.WriteFile(filepath.Join(root, "token"), []byte("hemligt"), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, root, "avtal.csv", "contract_id;municipality;title;value\nA-1;2182;Flytt;1000,00\n")
	inProcess(t, exitDone, "run", "--quiet", "--project", root)

	mu.Lock()
	defer mu.Unlock()
	var states []string
	for _, body := range told["/api/v1/lineage"] {
		var event struct {
			EventType string
			Job       struct{ Namespace, Name string }
		}
		if err := json.Unmarshal([]byte(body), &event); err != nil || event.Job.Namespace != "dubbelkrona:sedd" || event.Job.Name != "run" {
			t.Errorf("%v: %s", err, body)
		}
		states = append(states, event.EventType)
	}
	if got := strings.Join(states, " "); got != "START COMPLETE" {
		t.Errorf("lineage: %q", got)
	}
	traces := strings.Join(told["/v1/traces"], "")
	for _, part := range []string{"run", "source", "object", "build", "publish", "export"} {
		if !strings.Contains(traces, part) {
			t.Errorf("no span %s was sent", part)
		}
	}
}
