package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

const body = "a;b\n1;2\n3;4\n5;6\n"

// A truncated response is requested again, however it was truncated, until the
// body is complete.
func TestCutOff(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write([]byte(body))
	z.Close()
	for name, cut := range map[string]http.HandlerFunc{
		"in chunks":             breaks(7, body),
		"with a length":         breaks(7, body, "Content-Length", fmt.Sprint(len(body))),
		"before the first byte": raw(t, ""),
		"in the headers":        raw(t, "HTTP/1.1 200 OK\r\nContent-Le"),
		"in its compression":    says(200, packed.String()[:packed.Len()-9], "Content-Encoding", "gzip"),
		"no HTTP":               raw(t, "SSH-2.0-OpenSSH\r\n"),
	} {
		c, _ := client(t)
		url, attempts := server(t, cut, cut, says(200, body))
		if got, _, err := get(t, c, url, fetch.Policy{}); err != nil || got != body || attempts() != 3 {
			t.Errorf("%s: %q, %v after %d attempts; want all of it after 3", name, got, err, attempts())
		}
		url, _ = server(t, cut)
		_, _, err := get(t, c, url, fetch.Policy{Attempts: 2})
		wantKind(t, err, dubbelkrona.Transient)
	}
}

// A response of unknown length is refused, since nothing shows whether it is
// complete, unless the policy accepts it.
func TestUnknownLength(t *testing.T) {
	c, _ := client(t)
	url, attempts := server(t, raw(t, "HTTP/1.0 200 OK\r\n\r\n"+body))
	_, _, err := get(t, c, url, fetch.Policy{})
	wantKind(t, err, dubbelkrona.Invalid)
	if attempts() != 1 {
		t.Errorf("%d attempts; want 1", attempts())
	}
	if got, _, err := get(t, c, url, fetch.Policy{Unmeasured: true}); err != nil || got != body {
		t.Errorf("%q, %v; want the body if that is accepted", got, err)
	}
}

// flaky is a server of one file that breaks its responses at random positions.
type flaky struct {
	mu       sync.Mutex
	rnd      *rand.Rand
	content  []byte
	tag      string
	breaks   int // number of responses that it will still break
	sent     int
	resumed  int
	modify   bool // changes the file after the first break
	ignores  bool // sends the whole file when a range is requested
	wrong    bool // sends another range than the requested one
	untagged bool
}

func (f *flaky) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	first, content := 0, f.content
	tag := f.tag
	w.Header().Set("ETag", tag)
	w.Header().Set("Accept-Ranges", "bytes")
	if f.untagged {
		w.Header().Del("ETag")
	}
	if n, err := fmt.Sscanf(r.Header.Get("Range"), "bytes=%d-", &first); n == 1 && err == nil && r.Header.Get("If-Range") == tag && !f.ignores {
		f.resumed++
		stated := first
		if f.wrong {
			stated++
		}
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", stated, len(content)-1, len(content)))
		w.Header().Set("Content-Length", fmt.Sprint(len(content)-first))
		w.WriteHeader(http.StatusPartialContent)
	} else {
		first = 0
		w.Header().Set("Content-Length", fmt.Sprint(len(content)))
	}
	rest := content[first:]
	if f.breaks > 0 {
		f.breaks--
		n := f.rnd.IntN(len(rest))
		f.sent += n
		w.Write(rest[:n])
		http.NewResponseController(w).Flush()
		if f.modify {
			f.modify = false
			f.content, f.tag = bytes.ToUpper(f.content), `"v2"`
		}
		panic(http.ErrAbortHandler)
	}
	f.sent += len(rest)
	w.Write(rest)
}

func text(rnd *rand.Rand, n int) []byte {
	all := make([]byte, n)
	for i := range all {
		all[i] = byte('a' + rnd.IntN(26))
	}
	return all
}

func TestResumesAfterABreak(t *testing.T) {
	for seed := range uint64(20) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		f := &flaky{rnd: rnd, content: text(rnd, 2_000_000), tag: `"v1"`, breaks: 4}
		want := string(f.content)
		srv := httptest.NewServer(f)
		c, _ := client(t)
		got, resp, err := get(t, c, srv.URL, fetch.Policy{})
		srv.Close()
		if err != nil || got != want || resp.Status != 200 {
			t.Fatalf("seed %d: %d bytes, %v; want the %d of the file", seed, len(got), err, len(want))
		}
		if f.resumed == 0 {
			t.Errorf("seed %d: no request was resumed, %d bytes sent", seed, f.sent)
		}
	}
}

func TestStartsAgainIfItCannotResume(t *testing.T) {
	for name, f := range map[string]*flaky{
		"the file changed":        {tag: `"v1"`, modify: true},
		"ranges are ignored":      {tag: `"v1"`, ignores: true},
		"another range is sent":   {tag: `"v1"`, wrong: true},
		"the ETag is weak":        {tag: `W/"v1"`},
		"there is no ETag":        {tag: `"v1"`, untagged: true},
		"changed, ranges ignored": {tag: `"v1"`, modify: true, ignores: true},
	} {
		f.rnd = rand.New(rand.NewPCG(1, 4))
		f.content, f.breaks = text(f.rnd, 1_000_000), 2
		srv := httptest.NewServer(f)
		c, _ := client(t)
		got, _, err := get(t, c, srv.URL, fetch.Policy{})
		srv.Close()
		if err != nil || got != string(f.content) {
			t.Errorf("%s: %d bytes, %v; want the current file", name, len(got), err)
		}
	}
}

// A resumed response that does not match the first part is not used, and the
// file is requested again.
func TestResumedResponseMustMatch(t *testing.T) {
	tag := []string{"ETag", `"v1"`, "Accept-Ranges", "bytes"}
	begins := breaks(8, body, append(tag, "Content-Length", fmt.Sprint(len(body)))...)
	half := says(206, body[8:12], append(tag, "Content-Range", fmt.Sprintf("bytes 8-11/%d", len(body)))...)
	other := says(206, body[8:], append([]string{"ETag", `"v2"`}, "Content-Range", fmt.Sprintf("bytes 8-%d/%d", len(body)-1, len(body)))...)
	longer := says(206, body[8:], append(tag, "Content-Range", fmt.Sprintf("bytes 8-%d/%d", len(body)-1, len(body)+5))...)
	shrunk := says(416, "", append(tag, "Content-Range", "bytes */3")...)
	for name, second := range map[string]http.HandlerFunc{"a part of the rest": half, "of another version": other, "of a longer file": longer, "of a shorter file": shrunk} {
		c, _ := client(t)
		url, attempts := server(t, begins, second, says(200, body))
		if got, _, err := get(t, c, url, fetch.Policy{}); err != nil || got != body || attempts() != 3 {
			t.Errorf("%s: %q, %v after %d attempts; want all of it after 3", name, got, err, attempts())
		}
	}
}

func TestTooLong(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"stated": says(200, body, "Content-Length", fmt.Sprint(len(body))),
		"not stated": func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				w.Write([]byte(body))
				http.NewResponseController(w).Flush()
			}
		},
	} {
		c, _ := client(t)
		url, attempts := server(t, h)
		_, _, err := get(t, c, url, fetch.Policy{MaxBytes: 10})
		wantKind(t, err, dubbelkrona.Invalid)
		if attempts() != 1 || !strings.Contains(err.Error(), "longer than 10 bytes") {
			t.Errorf("%s: %v after %d attempts", name, err, attempts())
		}
		if _, _, err := c.Bytes(context.Background(), fetch.Request{URL: url}, 10); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: Bytes: %v", name, err)
		}
	}
}

// silent sends two bytes and then nothing until the client disconnects.
func silent(w http.ResponseWriter, r *http.Request) {
	w.Write([]byte("a;"))
	http.NewResponseController(w).Flush()
	<-r.Context().Done()
}

func TestSilence(t *testing.T) {
	for name, h := range map[string]http.HandlerFunc{
		"in the body":        silent,
		"before the headers": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
	} {
		c, _ := client(t)
		url, attempts := server(t, h, says(200, body))
		if got, _, err := get(t, c, url, fetch.Policy{Silence: 20 * time.Millisecond}); err != nil || got != body || attempts() != 2 {
			t.Errorf("%s: %q, %v after %d attempts; want all of it after 2", name, got, err, attempts())
		}
		url, _ = server(t, h)
		_, _, err := get(t, c, url, fetch.Policy{Silence: 20 * time.Millisecond, Attempts: 1})
		wantKind(t, err, dubbelkrona.Transient)
		if !strings.Contains(err.Error(), "stopped responding") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A server that sends a byte every millisecond is not silent, but the total time
// is limited.
func TestTotalTimeIsLimited(t *testing.T) {
	c, _ := client(t)
	url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
		ticks := time.NewTicker(time.Millisecond)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				w.Write([]byte("x"))
				http.NewResponseController(w).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	_, _, err := get(t, c, url, fetch.Policy{Silence: time.Minute, Total: 50 * time.Millisecond, Attempts: 1})
	wantKind(t, err, dubbelkrona.Transient)
	if err != nil && !strings.Contains(err.Error(), "took too long") {
		t.Error(err)
	}
}

// A server that sends less than a kilobyte a minute is not tried again, since it
// would be as slow then.
func TestSlowResponseIsNotRetried(t *testing.T) {
	c, _ := client(t)
	url, attempts := server(t, func(w http.ResponseWriter, r *http.Request) {
		ticks := time.NewTicker(100 * time.Millisecond)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				w.Write([]byte("x"))
				http.NewResponseController(w).Flush()
			case <-r.Context().Done():
				return
			}
		}
	})
	// It sends 10 bytes a second; a kilobyte a minute is 17.
	_, _, err := get(t, c, url, fetch.Policy{Silence: 2 * time.Second, Attempts: 3})
	wantKind(t, err, dubbelkrona.Transient)
	if err == nil || attempts() != 1 || !strings.Contains(err.Error(), "less than a kilobyte") {
		t.Errorf("%v after %d attempts", err, attempts())
	}
}

func TestConditional(t *testing.T) {
	for header, value := range map[string]string{"ETag": `W/"abc"`, "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"} {
		c, _ := client(t)
		url, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set(header, value)
			if r.Header.Get("If-None-Match") == value || r.Header.Get("If-Modified-Since") == value {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			w.Write([]byte(body))
		})
		req := fetch.Request{URL: url}
		var into memory
		resp, err := c.Download(context.Background(), req, &into)
		if err != nil || into.text != body || resp.Version() == "" {
			t.Fatalf("%s: %q, %v", header, into.text, err)
		}
		req.Conditional(resp.Version())
		resp, err = c.Download(context.Background(), req, &into)
		if err != nil || resp.Status != http.StatusNotModified || into.text != "" {
			t.Errorf("%s: status %+v, %q, %v; want 304 and nothing", header, resp, into.text, err)
		}
		req = fetch.Request{URL: url}
		req.Conditional("")
		req.Conditional("a version of something else")
		if resp, err = c.Download(context.Background(), req, &into); err != nil || resp.Status != 200 {
			t.Errorf("%s: without a version: %v", header, err)
		}
	}
}
