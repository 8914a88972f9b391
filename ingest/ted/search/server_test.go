package search_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ted/search"
	"dubbelkrona/internal/fetch"
)

// server responds as the Search API does, with the faults that a test sets: the notices of
// a day in pages, each with a token, also the last page and the empty one after it.
type server struct {
	*httptest.Server
	days map[string][]string // publication numbers by day, as 20260831

	// before is called with each request and may respond to it instead; change may change
	// the response for a page, counted from 0.
	before func(w http.ResponseWriter, asked request) (answered bool)
	change func(page int, answer map[string]any)

	mu       sync.Mutex
	requests []request
}

// request is a request to the server.
type request struct {
	Query              string   `json:"query"`
	Fields             []string `json:"fields"`
	Limit              int      `json:"limit"`
	Scope              string   `json:"scope"`
	PaginationMode     string   `json:"paginationMode"`
	IterationNextToken string   `json:"iterationNextToken"`
	Page               *int     `json:"page"`
	key                string
}

func newServer(t *testing.T, days map[string][]string) *server {
	s := &server{days: days}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	t.Cleanup(s.Close)
	return s
}

// numbered returns the publication numbers of n notices.
func numbered(from, n int) (numbers []string) {
	for i := range n {
		numbers = append(numbers, fmt.Sprintf("%d-2026", from+i))
	}
	return numbers
}

func (s *server) asked() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

var askedDay = regexp.MustCompile(`^\(.+\) AND publication-date>=(\d{8}) AND publication-date<=(\d{8}) SORT BY publication-number ASC$`)

func (s *server) serve(w http.ResponseWriter, r *http.Request) {
	asked := request{key: r.Header.Get("Authorization")}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || r.Method != http.MethodPost || r.URL.Path != "/v3/notices/search" {
		http.Error(w, "bad request", http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	s.requests = append(s.requests, asked)
	s.mu.Unlock()
	if s.before != nil && s.before(w, asked) {
		return
	}
	day := askedDay.FindStringSubmatch(asked.Query)
	if day == nil || day[1] != day[2] || asked.PaginationMode != "ITERATION" || asked.Scope != "ALL" || asked.Page != nil ||
		asked.Limit < 1 || asked.Limit > 250 || asked.Limit*len(asked.Fields) > 10_000 {
		http.Error(w, `{"message":"Hemlig"}`, http.StatusBadRequest)
		return
	}
	page := 0
	if asked.IterationNextToken != "" {
		if _, err := fmt.Sscanf(asked.IterationNextToken, "token-%d", &page); err != nil {
			http.Error(w, "bad token", http.StatusBadRequest)
			return
		}
	}
	numbers := s.days[day[1]]
	first, last := min(page*asked.Limit, len(numbers)), min((page+1)*asked.Limit, len(numbers))
	notices := []map[string]any{}
	for _, number := range numbers[first:last] {
		notices = append(notices, map[string]any{
			"publication-number": number, "publication-date": day[1][:4] + "-" + day[1][4:6] + "-" + day[1][6:] + "+02:00", "notice-type": "cn-standard",
			"form-type": "competition", "title-proc": map[string]string{"swe": "Hemlig " + number}, "links": map[string]any{"xml": map[string]string{"MUL": "https://ted.europa.eu"}},
		})
	}
	answer := map[string]any{"notices": notices, "totalNoticeCount": len(numbers), "iterationNextToken": fmt.Sprintf("token-%d", page+1), "timedOut": false}
	if s.change != nil {
		s.change(page, answer)
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(answer)
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

// settings returns the settings of a search on the server; Clock is 2026-03-01.
func (s *server) settings() search.Settings {
	return search.Settings{Query: "buyer-country = SWE", From: "2026-02-26", PageSize: 2, Endpoint: s.URL + "/v3/notices/search"}
}

// source returns a source that reads from the server.
func source(t *testing.T, env ingest.Env, s search.Settings, waited *[]time.Duration) ingest.Source {
	t.Helper()
	env.Web = web(waited)
	src, err := search.New("ted", env, s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// labels joins the labels of objects.
func labels(objects []ingest.Object) string {
	var all []string
	for _, o := range objects {
		all = append(all, o.Label)
	}
	return strings.Join(all, " ")
}
