package web

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/bundle"
	"dubbelkrona/internal/ledger"
	"dubbelkrona/internal/token"
)

var now = time.Date(2026, 11, 25, 3, 0, 0, 0, time.UTC)

func state() dubbelkrona.Status {
	return dubbelkrona.Status{Project: "tierp", Language: "sv", Snapshot: "20261125T013000", Published: now.Add(-90 * time.Minute),
		LastRun: dubbelkrona.Run{ID: "r1", Command: "publish", State: dubbelkrona.RunDone, Ended: now.Add(-time.Hour)},
		Jobs: []dubbelkrona.JobStatus{{Job: "ingest:reskontra", Next: now.Add(23 * time.Hour), Slots: map[dubbelkrona.SlotState]int64{dubbelkrona.SlotDone: 41, dubbelkrona.SlotMissed: 1},
			Last: dubbelkrona.Slot{Job: "ingest:reskontra", Local: "2026-11-25T02:30", State: dubbelkrona.SlotDone, Started: now.Add(-30 * time.Minute), Ended: now.Add(-29 * time.Minute)}}},
		Sources:     []dubbelkrona.SourceStatus{{Source: "reskontra", Succeeded: now.Add(-29 * time.Minute), Rows: 68021, Quarantined: 3}, {Source: "aldrig"}},
		LedgerBytes: 4096}
}

// fixed returns the tokens of one reader.
func fixed(name, value string) func() ([]token.Entry, error) {
	return func() ([]token.Entry, error) { return []token.Entry{token.NewEntry(name, value)}, nil }
}

func open(t *testing.T, change func(*Options)) (url string) {
	t.Helper()
	_, url = openServer(t, change)
	return url
}

func openServer(t *testing.T, change func(*Options)) (s *Server, url string) {
	t.Helper()
	o := Options{Listen: "127.0.0.1:0", Setting: "serve.listen", Addresses: true, Files: bundle.NewReader(filepath.Join(t.TempDir(), "served")), Snapshots: t.TempDir(), Version: "dubbelkrona 1", Read: func(context.Context) (dubbelkrona.Status, error) { return state(), nil }, Beat: func() time.Time { return now.Add(-20 * time.Second) },
		Late: 3 * time.Minute, Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if change != nil {
		change(&o)
	}
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, "http://" + s.Address.String()
}

func get(t *testing.T, url string, header ...string) (int, string, http.Header) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body), resp.Header
}

func TestMetricsAreTheState(t *testing.T) {
	url := open(t, nil)
	code, body, header := get(t, url+"/metrics", "Accept", "application/openmetrics-text; version=1.0.0")
	if code != 200 || !strings.HasPrefix(header.Get("Content-Type"), "application/openmetrics-text") || !strings.HasSuffix(body, "# EOF\n") {
		t.Fatalf("%d %s\n%s", code, header.Get("Content-Type"), body)
	}
	for _, line := range []string{
		`dubbelkrona_info{project="tierp",version="dubbelkrona 1"} 1.0`,
		`dubbelkrona_slots{job="ingest:reskontra",state="done"} 41.0`,
		`dubbelkrona_slots{job="ingest:reskontra",state="missed"} 1.0`,
		`dubbelkrona_job_last_duration_seconds{job="ingest:reskontra"} 60.0`,
		`dubbelkrona_job_last_success{job="ingest:reskontra"} 1.0`,
		`dubbelkrona_source_rows{source="reskontra"} 68021.0`,
		`dubbelkrona_source_quarantined_rows{source="reskontra"} 3.0`,
		`dubbelkrona_source_age_seconds{source="reskontra"} 1740.0`,
		`dubbelkrona_source_stale{source="aldrig"} 0.0`,
		`dubbelkrona_snapshot_age_seconds 5400.0`,
		`dubbelkrona_bytes{what="ledger"} 4096.0`,
		`dubbelkrona_scheduler_beat_age_seconds 20.0`,
	} {
		if !strings.Contains(body, line+"\n") {
			t.Errorf("no line %s in\n%s", line, body)
		}
	}
	if strings.Contains(body, `source_age_seconds{source="aldrig"}`) {
		t.Error("a source that was never read has an age")
	}
}

func TestHealthAndReadiness(t *testing.T) {
	for name, tc := range map[string]struct {
		path   string
		code   int
		change func(*Options)
	}{
		"well":              {"/healthz", 200, nil},
		"the loop is stuck": {"/healthz", 503, func(o *Options) { o.Beat = func() time.Time { return now.Add(-time.Hour) } }},
		"ready":             {"/readyz", 200, nil},
		"nothing published": {"/readyz", 503, func(o *Options) {
			o.Read = func(context.Context) (dubbelkrona.Status, error) { return dubbelkrona.Status{}, nil }
		}},
		"no ledger": {"/readyz", 503, func(o *Options) {
			o.Read = func(context.Context) (dubbelkrona.Status, error) {
				return dubbelkrona.Status{}, errors.New("secret path /var/x")
			}
		}},
	} {
		code, body, _ := get(t, open(t, tc.change)+tc.path)
		var a answer
		if err := json.Unmarshal([]byte(body), &a); err != nil || code != tc.code || a.OK != (code == 200) || (len(a.Reasons) == 0) != a.OK || strings.Contains(body, "/var/x") {
			t.Errorf("%s: %d %s", name, code, body)
		}
	}
}

func TestPage(t *testing.T) {
	url := open(t, func(o *Options) {
		o.Read = func(context.Context) (dubbelkrona.Status, error) {
			s := state()
			s.Sources[1] = dubbelkrona.SourceStatus{Source: "<script>", Stale: true, Message: "servern svarar 503"}
			return s, nil
		}
	})
	code, body, header := get(t, url+"/status")
	for _, want := range []string{`lang="sv"`, "Något behöver ses över", "68\u00a0021", "2026-11-25T02:30", "klart", "inte färsk", "servern svarar 503", "&lt;script&gt;"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	if code != 200 || strings.Contains(body, "<script") || !strings.Contains(header.Get("Content-Security-Policy"), "default-src 'none'") || header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v", code, header)
	}
	english := open(t, func(o *Options) {
		o.Read = func(context.Context) (dubbelkrona.Status, error) {
			s := state()
			s.Language = "en"
			return s, nil
		}
	})
	if _, body, _ := get(t, english+"/status"); !strings.Contains(body, "Everything is in order") {
		t.Error("the page is not in English")
	}
	if code, _, _ := get(t, url+"/elsewhere"); code != 404 {
		t.Errorf("another path: %d", code)
	}
}

func TestToken(t *testing.T) {
	url := open(t, func(o *Options) { o.Tokens = fixed("excel", "t0ken") })
	for header, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer t0ken2": 401, "t0ken": 401, "Bearer t0ken": 200} {
		if code, _, _ := get(t, url+"/metrics", "Authorization", header); code != want {
			t.Errorf("%q: %d, want %d", header, code, want)
		}
	}
	if code, _, _ := get(t, url+"/healthz"); code != 200 {
		t.Errorf("health needs a token: %d", code)
	}
	for _, listen := range []string{"0.0.0.0:0", ":0", "[::]:0", "192.0.2.1:80", "nonsense"} {
		if _, err := Open(t.Context(), Options{Listen: listen, Setting: "serve.listen", Log: slog.Default()}); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s without a token: %v", listen, err)
		}
	}
}

// Without a token, requests are refused unless their host name is a local one, so
// that a web page elsewhere cannot read the status by a name that resolves to this
// machine.
func TestOnlyLocalNamesWithoutToken(t *testing.T) {
	open, closed := open(t, nil), open(t, func(o *Options) { o.Tokens = fixed("excel", "t0ken") })
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:8610": 200, "127.0.0.1": 200, "127.0.0.1:8610": 200, "127.9.9.9": 200, "[::1]": 200, "[::1]:8610": 200,
		"evil.example": 421, "evil.example:8610": 421, "localhost.evil.example": 421, "192.0.2.7:8610": 421, "[2001:db8::1]:8610": 421, "127.0.0.1.evil.example": 421,
	} {
		for _, path := range []string{"/status", "/metrics", "/readyz", "/healthz"} {
			if got := ask(t, open+path, host, ""); got != want {
				t.Errorf("%s of %s: %d; want %d", path, host, got, want)
			}
		}
		if got := ask(t, closed+"/status", host, "Bearer t0ken"); got != 200 {
			t.Errorf("with the token, of %s: %d", host, got)
		}
	}
}

// ask returns the HTTP status of a request with the given host name.
func ask(t *testing.T, url, host, authorization string) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	r.Header.Set("Authorization", authorization)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}

// Many concurrent clients, of which half disconnect early, leave no more open files
// of the ledger than maxReaders readers need.
func TestManyClientsLeaveFewHandles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.db")
	held, err := ledger.Open(path, ledger.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	url := open(t, func(o *Options) {
		o.Read = func(ctx context.Context) (dubbelkrona.Status, error) {
			l, err := ledger.OpenReadOnly(path)
			if err != nil {
				return dubbelkrona.Status{}, err
			}
			_, err = l.Runs.Latest(ctx, 10)
			return state(), errors.Join(err, l.Close())
		}
	})
	before := handles(t, path)
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 200}}
	var clients sync.WaitGroup
	for i := range 200 {
		clients.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), time.Duration(1+i%2*10_000)*time.Millisecond)
			defer cancel()
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+[]string{"/status", "/readyz", "/metrics"}[i%3], nil)
			if err != nil {
				t.Error(err)
				return
			}
			if resp, err := client.Do(r); err == nil {
				resp.Body.Close()
			}
		})
	}
	clients.Wait()
	client.CloseIdleConnections()
	if after := handles(t, path); after > before+3*maxReaders {
		t.Errorf("%d open files of the ledger; before the requests there were %d", after, before)
	}
}

// handles counts the open files of this process whose paths begin with path.
func handles(t *testing.T, path string) (n int) {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Skip("this system does not list open files")
	}
	for _, e := range entries {
		if target, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && strings.HasPrefix(target, path) {
			n++
		}
	}
	return n
}
