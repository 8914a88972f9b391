package http_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona/ingest"
	"dubbelkrona/ingest/csv"
	ingesthttp "dubbelkrona/ingest/http"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/json"
	"dubbelkrona/internal/fetch"
)

const secretValue = "s3cret-value"

const table = "a;b\n1;å\n2;x\n3;y\n"

// web is a client whose waits take no time.
func web() *fetch.Client {
	return fetch.New(fetch.Options{Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
}

// source returns a source with the format json if the settings have pages, otherwise
// csv.
func source(t testing.TB, env ingest.Env, s ingesthttp.Settings) (ingest.Source, error) {
	t.Helper()
	if env.Web == nil {
		env.Web = web()
	}
	place, err := ingesthttp.New(env, s)
	if err != nil {
		return nil, err
	}
	var format ingest.Format = &json.Format{}
	if s.Paging.Next == "" {
		if format, err = csv.New(csv.Settings{}); err != nil {
			t.Fatal(err)
		}
	}
	return ingest.New("test", ingest.Fetched(place, env), ingest.Always(format), env), nil
}

func must(t testing.TB, s ingesthttp.Settings) ingest.Source {
	t.Helper()
	src, err := source(t, ingesttest.Env(t), s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// served is a server that records its requests.
type served struct {
	*httptest.Server
	mu    sync.Mutex
	asked []*http.Request
}

func serve(t testing.TB, h http.HandlerFunc) *served {
	t.Helper()
	s := &served{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.Clone(context.Background()))
		s.mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *served) requests() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// book serves the pages of a JSON API: page n at ?page=n. In the pages, {base} is
// replaced by the server's address.
func book(t testing.TB, pages ...string) *served {
	t.Helper()
	var s *served
	s = serve(t, func(w http.ResponseWriter, r *http.Request) {
		n := 0
		if page := r.URL.Query().Get("page"); page != "" {
			n = int(page[0] - '0')
		}
		if n >= len(pages) {
			http.NotFound(w, r)
			return
		}
		w.Write([]byte(strings.ReplaceAll(pages[n], "{base}", s.URL)))
	})
	return s
}
