package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/notify"
)

// address waits until a daemon listens, and returns its address.
func (d *daemonUnderTest) address() string {
	d.t.Helper()
	line := d.until("msg=listening")
	return "http://" + line[strings.LastIndex(line, "address=")+len("address="):]
}

// get requests a page of a daemon.
func get(t *testing.T, url, token string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Accept", "application/openmetrics-text")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// hook starts a server that receives messages.
func hook(t *testing.T) (url string, messages chan notify.Message) {
	t.Helper()
	messages = make(chan notify.Message, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m notify.Message
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusNoContent)
		messages <- m
	}))
	t.Cleanup(server.Close)
	return server.URL, messages
}

// received waits up to a minute for a value from a channel.
func received[T any](t *testing.T, from <-chan T) (something T) {
	t.Helper()
	select {
	case something = <-from:
	case <-time.After(time.Minute):
		t.Fatal("nothing was received for a minute")
	}
	return something
}

// A source fails in one night and succeeds in the next: both are shown over HTTP, and
// each is sent as a message once.
func TestDaemonIsWatched(t *testing.T) {
	t.Parallel()
	binary, project := scheduled(t, `at: "30 2 * * *", retries: 0`)
	url, messages := hook(t)
	rewrite(t, project, "schedule: {", "watch: {listen: 127.0.0.1:0, token: {file: token}, digest: 1s, log: {format: text}, notify: [{webhook: {url: \""+url+"\"}}]}\nschedule: {")
	if err := os.WriteFile(filepath.Join(project, "token"), []byte("hemligt"), 0o600); err != nil {
		t.Fatal(err)
	}
	data := sampleOf(t, project, "avtal.csv")
	write(t, project, "avtal.csv", "<html>nej</html>")

	cameDue(t, project)
	d := startDaemon(t, binary, project, "2031-03-02T02:30:00Z")
	at := d.address()
	if status, _ := get(t, at+"/healthz", ""); status != 200 {
		t.Errorf("health is %d", status)
	}
	if status, _ := get(t, at+"/metrics", "fel"); status != http.StatusUnauthorized {
		t.Errorf("somebody without the token gets %d", status)
	}
	if status, body := get(t, at+"/readyz", "hemligt"); status != 503 || !strings.Contains(body, "nothing is published yet") {
		t.Errorf("readiness is %d %s", status, body)
	}
	d.until("msg=ended job=publish slot=2031-03-02T02:30")
	m := received(t, messages)
	if len(m.News) != 1 || m.News[0].Kind != notify.Failed || m.News[0].Subject != "ingest:avtal" || m.News[0].Over || !strings.Contains(m.Text, "misslyckades: ingest:avtal") {
		t.Errorf("%+v", m)
	}
	if status, _ := get(t, at+"/readyz", "hemligt"); status != 200 {
		t.Errorf("readiness is %d", status)
	}
	_, metrics := get(t, at+"/metrics", "hemligt")
	for _, want := range []string{
		`dubbelkrona_slots{job="ingest:avtal",state="failed"} 1.0`, `dubbelkrona_slots{job="ingest:reskontra",state="done"} 1.0`,
		`dubbelkrona_job_last_success{job="ingest:avtal"} 0.0`, `dubbelkrona_source_stale{source="avtal"} 1.0`, `dubbelkrona_source_stale{source="reskontra"} 0.0`,
		`dubbelkrona_bytes{what="published"}`, "dubbelkrona_snapshot_age_seconds", "# EOF",
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("no %s in\n%s", want, metrics)
		}
	}
	rows := 0
	for scan := bufio.NewScanner(strings.NewReader(metrics)); scan.Scan(); {
		if strings.HasPrefix(scan.Text(), `dubbelkrona_source_rows{source="reskontra"}`) {
			rows++
		}
	}
	if rows != 1 {
		t.Errorf("rows of a source are reported %d times", rows)
	}
	if status, page := get(t, at+"/status", "hemligt"); status != 200 || !strings.Contains(page, "Något behöver ses över") || !strings.Contains(page, "ingest:avtal") {
		t.Errorf("%d %s", status, page)
	}
	d.stop()

	write(t, project, "avtal.csv", data)
	d = startDaemon(t, binary, project, "2031-03-03T02:30:00Z")
	d.until("msg=ended job=publish slot=2031-03-03T02:30 state=done")
	if m := received(t, messages); len(m.News) != 1 || !m.News[0].Over || m.News[0].Subject != "ingest:avtal" || !strings.Contains(m.Subject, "allt är bra igen") {
		t.Errorf("%+v", m)
	}
	d.stop()
	select {
	case m := <-messages:
		t.Errorf("one message too many: %+v", m)
	default:
	}
}
