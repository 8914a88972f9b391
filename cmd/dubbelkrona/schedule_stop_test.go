package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"dubbelkrona"
	"dubbelkrona/export"
	"dubbelkrona/internal/warehouse"
)

// hangingServer reports each request and responds when the test allows it.
func hangingServer(t *testing.T, body string) (url string, asked chan struct{}, answer chan struct{}) {
	t.Helper()
	asked, answer = make(chan struct{}, 100), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-answer:
			w.Header().Set("Content-Type", "text/csv")
			w.Write([]byte(body))
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/avtal.csv", asked, answer
}

func sampleOf(t *testing.T, project, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(project, "data", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A daemon that gets SIGTERM while it fetches stops at once, the ledger says so, and the
// next daemon does the rest.
func TestSIGTERMDuringAFetch(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *", parallel: 6`)
	url, asked, answer := hangingServer(t, sampleOf(t, project, "avtal.csv"))
	rewrite(t, project, "files: data/avtal*.csv", "place: {kind: http, url: "+url+"}")
	cameDue(t, project)
	d := startDaemon(t, binary, project, "2031-03-02T02:30:00Z")
	received(t, asked)
	for range 5 { // the other sources
		d.until("msg=ended job=ingest:", "state=done")
	}
	d.stop()
	wantSlots(t, binary, project, "ingest:avtal", "scheduled 2031-03-02T02:30 due 0")
	wantSlots(t, binary, project, "ingest:reskontra", "scheduled 2031-03-02T02:30 done 1")
	wantSlots(t, binary, project, "publish", "scheduled 2031-03-02T02:30 due 0")
	var runs []dubbelkrona.Run
	if err := json.Unmarshal(mustRun(t, binary, 0, nil, "runs", "--json", "--project", project), &runs); err != nil {
		t.Fatal(err)
	}
	states := make(map[string]string)
	for _, r := range runs {
		states[r.Command] = string(r.State)
		if r.Ended.IsZero() {
			t.Errorf("%s has no end", r.Command)
		}
	}
	if len(runs) != 6 || states["ingest:avtal"] != "failed" || states["ingest:reskontra"] != "done" {
		t.Errorf("%v", states)
	}

	close(answer)
	d = startDaemon(t, binary, project, "2031-03-02T02:40:00Z")
	d.until("msg=ended job=publish slot=2031-03-02T02:30 state=done")
	d.stop()
	wantSlots(t, binary, project, "ingest:avtal", "scheduled 2031-03-02T02:30 done 1")
	if status := statusOf(t, binary, project, "2031-03-02T03:00:00Z"); status.Snapshot == "" {
		t.Error("nothing is published")
	}
}

// A stop waits for work that cannot be interrupted; a second signal ends it at once.
func TestSecondSignalAborts(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *", grace: 10m`)
	point := warehouse.Points()[0]
	cameDue(t, project)
	d := startDaemon(t, binary, project, "2031-03-02T02:30:00Z", "DUBBELKRONA_HANG_AT="+point)
	d.until("hanging at " + point)
	d.signal(syscall.SIGTERM)
	d.until("stopping")
	d.signal(syscall.SIGTERM)
	d.ends(-1, syscall.SIGTERM)

	d = startDaemon(t, binary, project, "2031-03-02T02:40:00Z")
	d.until("msg=ended job=publish slot=2031-03-02T02:30 state=done")
	d.stop()
	wantSlots(t, binary, project, "publish", "scheduled 2031-03-02T02:30 done 2")
}

// Publishing may finish within the grace period; after that it is cancelled and is due
// again.
func TestGraceEnds(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *", grace: 1s`)
	cameDue(t, project)
	d := startDaemon(t, binary, project, "2031-03-02T02:30:00Z", "DUBBELKRONA_HANG_AT="+export.Points()[0])
	d.until("hanging at")
	d.stop()
	wantSlots(t, binary, project, "publish", "scheduled 2031-03-02T02:30 due 0")
}

func TestSIGHUPReloadsUnlessTheNewConfigurationIsFaulty(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *"`)
	d := startDaemon(t, binary, project, "2031-03-02T12:00:00Z")
	d.until("msg=scheduling")
	rewrite(t, project, `at: "30 2 * * *"`, `at: "61 2 * * *"`)
	d.signal(syscall.SIGHUP)
	if line := d.until("the previous one stays in use"); !strings.Contains(strings.Join(d.seen, "\n"), `dubbelkrona.yaml:`) {
		t.Errorf("no fault with its place before %s:\n%q", line, d.seen)
	}
	rewrite(t, project, `at: "61 2 * * *"`, `at: "* * * * *"`)
	d.signal(syscall.SIGHUP)
	d.until("msg=reloaded")
	d.stop()
	// The new configuration is in use: the next daemon runs the slot that came due
	// under it.
	d = startDaemon(t, binary, project, "2031-03-02T12:30:30Z")
	d.until("msg=ended job=publish slot=2031-03-02T12:30 state=done")
	d.stop()
	if first := slotsOf(t, binary, project, "publish")[0]; first != "scheduled 2031-03-02T12:01 missed 0" {
		t.Errorf("the first slot is %s", first)
	}
}
