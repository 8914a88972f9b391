package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

func TestOnlyTransientErrorsAreRetried(t *testing.T) {
	for status, want := range map[int]struct {
		kind     dubbelkrona.Kind
		attempts int
	}{
		202: {dubbelkrona.Transient, 3}, 204: {dubbelkrona.Invalid, 1}, 206: {dubbelkrona.Transient, 3}, 304: {dubbelkrona.Invalid, 1},
		400: {dubbelkrona.Invalid, 1}, 401: {dubbelkrona.Invalid, 1}, 403: {dubbelkrona.Invalid, 1}, 404: {dubbelkrona.NotFound, 1},
		408: {dubbelkrona.Transient, 3}, 410: {dubbelkrona.NotFound, 1}, 418: {dubbelkrona.Invalid, 1}, 425: {dubbelkrona.Transient, 3},
		429: {dubbelkrona.Transient, 3}, 500: {dubbelkrona.Transient, 3}, 502: {dubbelkrona.Transient, 3}, 503: {dubbelkrona.Transient, 3}, 504: {dubbelkrona.Transient, 3},
	} {
		c, _ := client(t)
		url, attempts := server(t, says(status, ""))
		_, _, err := get(t, c, url, fetch.Policy{Attempts: 3})
		if dubbelkrona.KindOf(err) != want.kind || attempts() != want.attempts {
			t.Errorf("%d: %v after %d attempts; want %s after %d", status, err, attempts(), want.kind, want.attempts)
		}
	}
}

func TestRetryAfter(t *testing.T) {
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"7": 7 * time.Second,
		at.Add(90 * time.Second).Format(http.TimeFormat): 90 * time.Second,
	} {
		for _, status := range []int{429, 503} {
			c, clock := client(t)
			url, attempts := server(t, says(status, "", "Retry-After", value), says(200, "a;b\n"))
			got, _, err := get(t, c, url, fetch.Policy{})
			if err != nil || got != "a;b\n" || attempts() != 2 || clock.waited() != want {
				t.Errorf("%d, Retry-After: %s: %q, %v, %d attempts, waited %s; want %s", status, value, got, err, attempts(), clock.waited(), want)
			}
		}
	}
}

// If Retry-After is longer than the policy's patience, the request fails, and no
// other request is sent to that host before the time has passed.
func TestRetryAfterLongerThanPatience(t *testing.T) {
	for _, value := range []string{"3600", "99999999999999999999"} {
		c, clock := client(t)
		url, attempts := server(t, says(503, "", "Retry-After", value), says(200, "x"))
		for range 2 {
			_, _, err := get(t, c, url, fetch.Policy{Patience: 5 * time.Minute})
			wantKind(t, err, dubbelkrona.Transient)
		}
		if attempts() != 1 || clock.waited() != 0 {
			t.Errorf("%d attempts, waited %s; want one attempt and no wait", attempts(), clock.waited())
		}
	}
}

// Retry-After applies to all requests of the program to that host.
func TestRetryAfterAppliesToAllRequests(t *testing.T) {
	c, clock := client(t)
	url, _ := server(t, says(429, "", "Retry-After", "60"), says(200, "x"))
	other, _ := server(t, says(200, "y"))
	if _, _, err := get(t, c, url, fetch.Policy{Attempts: 1}); err == nil {
		t.Fatal("no error")
	}
	if _, _, err := get(t, c, other, fetch.Policy{}); err != nil || clock.waited() != 0 {
		t.Errorf("another host: %v, waited %s", err, clock.waited())
	}
	if _, _, err := get(t, c, url, fetch.Policy{}); err != nil || clock.waited() != time.Minute {
		t.Errorf("the same host: %v, waited %s; want 1m0s", err, clock.waited())
	}
}

// Each pause is about half as long again as the one before, with jitter.
func TestPausesGrowWithJitter(t *testing.T) {
	pauses := func() []time.Duration {
		c, clock := client(t)
		url, _ := server(t, says(500, ""))
		get(t, c, url, fetch.Policy{Attempts: 9, Pause: time.Second, PerSecond: 1000, Burst: 1000})
		return clock.waits
	}
	first, second := pauses(), pauses()
	if len(first) != 8 || len(second) != 8 {
		t.Fatalf("%d and %d pauses; want 8", len(first), len(second))
	}
	same := true
	for i, got := range first {
		mean := time.Duration(float64(time.Second) * pow(1.5, i))
		if mean = min(mean, time.Minute); got < mean/2 || got > mean*3/2 {
			t.Errorf("pause %d is %s; want about %s", i+1, got, mean)
		}
		same = same && got == second[i]
	}
	if same {
		t.Error("two clients paused for exactly the same times: there is no jitter")
	}
}

func pow(x float64, n int) float64 {
	y := 1.0
	for range n {
		y *= x
	}
	return y
}

func TestRateOfAHost(t *testing.T) {
	c, clock := client(t)
	url, _ := server(t, says(200, "x"))
	for range 11 {
		if _, _, err := get(t, c, url, fetch.Policy{PerSecond: 2, Burst: 1}); err != nil {
			t.Fatal(err)
		}
	}
	if got := clock.waited(); got < 4990*time.Millisecond || got > 5010*time.Millisecond {
		t.Errorf("11 requests at 2 a second waited %s; want 5s", got)
	}
	// A request with a faster rate still has to respect the slower rate of others.
	before := clock.waited()
	for range 4 {
		if _, _, err := get(t, c, url, fetch.Policy{PerSecond: 100, Burst: 50}); err != nil {
			t.Fatal(err)
		}
	}
	if got := clock.waited() - before; got < 1990*time.Millisecond {
		t.Errorf("4 requests with a faster rate waited %s; want 2s", got)
	}
}

func TestStopsWhenItsContextIsCancelled(t *testing.T) {
	c, _ := client(t)
	ctx, cancel := context.WithCancel(context.Background())
	url, attempts := server(t, func(http.ResponseWriter, *http.Request) { cancel(); panic(http.ErrAbortHandler) })
	var into memory
	if _, err := c.Download(ctx, fetch.Request{URL: url}, &into); !errors.Is(err, context.Canceled) || attempts() != 1 {
		t.Errorf("%v after %d attempts; want context.Canceled after 1", err, attempts())
	}
}

// An error of the receiver is returned and the request is not retried.
func TestReceiverFails(t *testing.T) {
	c, _ := client(t)
	url, attempts := server(t, says(200, "x"))
	full := dubbelkrona.Errorf(dubbelkrona.Transient, "the disk is full")
	_, err := c.Download(context.Background(), fetch.Request{URL: url}, &memory{fails: full})
	if !errors.Is(err, full) || attempts() != 1 || !strings.Contains(err.Error(), "the disk is full") {
		t.Errorf("%v after %d attempts; want the receiver's error after 1", err, attempts())
	}
}

// Tell accepts any status of success and ignores the body.
func TestTell(t *testing.T) {
	status, told := 204, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		told++
		w.WriteHeader(status)
	}))
	defer server.Close()
	c := fetch.New(fetch.Options{})
	for _, status = range []int{200, 202, 204} {
		if err := c.Tell(t.Context(), fetch.Request{Method: http.MethodPost, URL: server.URL, Body: []byte("{}")}); err != nil {
			t.Errorf("%d: %v", status, err)
		}
	}
	status = 400
	if err := c.Tell(t.Context(), fetch.Request{Method: http.MethodPost, URL: server.URL}); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || told != 4 {
		t.Errorf("%v after %d requests", err, told)
	}
}
