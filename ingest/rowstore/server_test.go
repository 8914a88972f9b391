package rowstore_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	jsonformat "dubbelkrona/ingest/json"
	"dubbelkrona/ingest/rowstore"
	"dubbelkrona/internal/fetch"
)

// server serves pages, counts and its address as RowStore does, with the faults that
// a test sets.
type server struct {
	*httptest.Server
	rows   []map[string]string
	noInfo bool
	status int // of info
	limit  int // max rows of a page

	// before is called with each request and may respond to it instead; change may
	// change a response.
	before func(w http.ResponseWriter, r *http.Request) (answered bool)
	change func(r *http.Request, answer map[string]any)

	mu       sync.Mutex
	requests []string
}

func newServer(t *testing.T, rows ...map[string]string) *server {
	s := &server{rows: rows, status: 3, limit: 500}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

func (s *server) dataset() string { return s.URL + "/rowstore/dataset/4c5-a" }

// asked returns the requests so far.
func (s *server) asked() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.requests...)
}

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, strings.TrimPrefix(r.URL.String(), "/rowstore/dataset/"))
	s.mu.Unlock()
	if r.Header.Get("Accept") == "" {
		http.Redirect(w, r, r.URL.Path+"/html", http.StatusSeeOther)
		return
	}
	if s.before != nil && s.before(w, r) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if strings.HasSuffix(r.URL.Path, "/info") {
		if s.noInfo {
			http.NotFound(w, r)
			return
		}
		answer := map[string]any{"status": s.status, "rowcount": len(s.rows), "created": "2022-01-02T03:04:05+0100"}
		if s.change != nil {
			s.change(r, answer)
		}
		json.NewEncoder(w).Encode(answer)
		return
	}
	json.NewEncoder(w).Encode(s.page(r))
}

// page behaves as RowStore does: a page after the end has the count 0, and a page that
// just reaches the end still names a next page.
func (s *server) page(r *http.Request) map[string]any {
	limit, offset := 100, 0
	if n, err := strconv.Atoi(r.URL.Query().Get("_limit")); err == nil && n > 0 && n <= s.limit {
		limit = n
	}
	limit = min(limit, s.limit)
	if n, err := strconv.Atoi(r.URL.Query().Get("_offset")); err == nil {
		offset = n
	}
	rows, count := []map[string]string{}, 0
	if offset < len(s.rows) {
		rows, count = s.rows[offset:min(offset+limit, len(s.rows))], len(s.rows)
	}
	answer := map[string]any{"results": rows, "limit": limit, "offset": offset, "resultCount": count, "queryTime": time.Now().UnixNano()}
	if count >= limit+offset {
		answer["next"] = fmt.Sprintf("http://wrong.invalid%s/json?_offset=%d&_limit=%d", strings.TrimSuffix(r.URL.Path, "/json"), offset+limit, limit)
	}
	if s.change != nil {
		s.change(r, answer)
	}
	return answer
}

// numbered returns n rows with their numbers.
func numbered(n int) []map[string]string {
	rows := make([]map[string]string, n)
	for i := range rows {
		rows[i] = map[string]string{"nr": strconv.Itoa(i), "belopp": fmt.Sprintf("%d,50", i)}
	}
	return rows
}

// web returns a client whose waits end at once and are recorded in waited.
func web(waited *[]time.Duration) *fetch.Client {
	return fetch.New(fetch.Options{Now: ingesttest.Clock, Wait: func(ctx context.Context, d time.Duration) error {
		if waited != nil {
			*waited = append(*waited, d)
		}
		return ctx.Err()
	}})
}

// source reads datasets as the program does.
func source(t *testing.T, s rowstore.Settings, client *fetch.Client) ingest.Source {
	t.Helper()
	env := ingesttest.Env(t)
	env.Web = client
	place, err := rowstore.New(env, s)
	if err != nil {
		t.Fatal(err)
	}
	format, err := jsonformat.New(jsonformat.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return ingest.New("reskontra", ingest.Fetched(place, env), ingest.Always(format), env)
}

// one reads the only dataset of a server.
func one(t *testing.T, s *server, pageRows int, waited *[]time.Duration) (ingesttest.Table, error) {
	t.Helper()
	return ingesttest.Read(t, source(t, rowstore.Settings{Datasets: []rowstore.Dataset{{URL: s.dataset()}}, PageRows: pageRows}, web(waited)))
}
