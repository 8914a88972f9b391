package lineage_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
	"dubbelkrona/internal/lineage"
)

// noWait returns a client that does not wait between attempts, and adds up how
// long it would have waited.
func noWait(waited *atomic.Int64) *fetch.Client {
	return fetch.New(fetch.Options{Wait: func(ctx context.Context, d time.Duration) error {
		waited.Add(int64(d))
		return ctx.Err()
	}})
}

func TestEventIsRetried(t *testing.T) {
	var asked, waited atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) < 3 {
			w.WriteHeader(http.StatusInternalServerError)
		}
	}))
	defer server.Close()
	var log logBuffer
	emitter := open(t, server.URL, noWait(&waited), &log)
	emitter.Tell(night()[0])
	emitter.Close(t.Context())
	if asked.Load() != 3 || waited.Load() == 0 || log.text() != "" {
		t.Errorf("%d requests\n%s", asked.Load(), log.text())
	}
}

func TestRefusedEventIsLoggedWithoutTheResponse(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "you said "+r.Header.Get("Authorization"), http.StatusForbidden)
	}))
	defer server.Close()
	var log logBuffer
	emitter := open(t, server.URL+"/?key="+secretValue, fetch.New(fetch.Options{}), &log)
	emitter.Tell(night()[0])
	emitter.Close(t.Context())
	emitter.Tell(night()[1]) // after Close: lost and logged
	emitter.Close(t.Context())
	text := log.text()
	if strings.Count(text, "is lost; the work goes on") != 2 || !strings.Contains(text, "answers 403") || !strings.Contains(text, "run=20261125T013000.000Zabcd event=START") ||
		strings.Contains(text, secretValue) || strings.Contains(text, "you said") {
		t.Error(text)
	}
}

func TestServerThatHangsDelaysNothing(t *testing.T) {
	asked := make(chan struct{}, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // needed to notice that the client has disconnected
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer server.Close()
	var log logBuffer
	emitter := open(t, server.URL, fetch.New(fetch.Options{}), &log)
	emitter.Tell(night()[0])
	<-asked
	for range 1000 { // more than the queue holds
		emitter.Tell(night()[1])
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	emitter.Close(ctx)
	// One was being sent and 256 waited; the others were logged as lost.
	text := log.text()
	if refused := strings.Count(text, "too many wait already"); refused != 1000-256 || !strings.Contains(text, "events=257") {
		t.Errorf("%d refused\n%s", refused, text[max(0, len(text)-300):])
	}
	if len(asked) > 0 {
		t.Errorf("%d more requests were sent", len(asked))
	}
}

func TestServerThatIsDownLosesTheEvent(t *testing.T) {
	server := httptest.NewServer(nil)
	address := server.URL
	server.Close()
	var waited atomic.Int64
	var log logBuffer
	emitter := open(t, address, noWait(&waited), &log)
	emitter.Tell(night()[0])
	emitter.Close(t.Context())
	if strings.Count(log.text(), "is lost") != 1 {
		t.Error(log.text())
	}
}

func TestRefusedAddresses(t *testing.T) {
	for _, address := range []string{"", "marquez:5000", "http://marquez.example.se", "https://" + secretValue + "@marquez.example.se"} {
		_, err := lineage.Open(t.Context(), lineage.Options{URL: address})
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || strings.Contains(fmt.Sprint(err), secretValue) {
			t.Errorf("%s: %v", address, err)
		}
	}
}
