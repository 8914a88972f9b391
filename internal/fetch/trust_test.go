package fetch_test

import (
	"context"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/fetch"
)

const secretValue = "s3cret-value"

// noSecret checks that an error shows neither the secret nor any other part of a
// query.
func noSecret(t *testing.T, err error) {
	t.Helper()
	if err != nil && strings.Contains(err.Error(), secretValue) {
		t.Errorf("an error shows a secret: %v", err)
	}
}

// recording starts a server that records the headers of its requests.
func recording(t *testing.T, h http.HandlerFunc) (*httptest.Server, func() []http.Header) {
	t.Helper()
	var mu sync.Mutex
	var all []http.Header
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		all = append(all, r.Header.Clone())
		mu.Unlock()
		h(w, r)
	}))
	t.Cleanup(srv.Close)
	return srv, func() []http.Header {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

func credentials() http.Header {
	return http.Header{"Authorization": {"Bearer " + secretValue}, "x-api-key": {secretValue}, "Cookie": {"session=" + secretValue}}
}

func carries(h http.Header) bool {
	for _, values := range h {
		if strings.Contains(strings.Join(values, " "), secretValue) {
			return true
		}
	}
	return false
}

func TestCredentialsStayWithTheirHost(t *testing.T) {
	ctx := context.Background()
	other, seen := recording(t, says(200, body))
	home, atHome := recording(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, other.URL+"/data", http.StatusFound)
		case "/here":
			http.Redirect(w, r, "/data", http.StatusFound)
		default:
			w.Write([]byte(body))
		}
	})
	c, _ := client(t)
	for path, back := range map[string]bool{"/away?key=" + secretValue: false, "/here": true} {
		resp, err := c.Download(ctx, fetch.Request{URL: home.URL + path, Credentials: credentials(), Header: http.Header{"Accept": {"text/csv"}}}, &memory{})
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(resp.URL, home.URL) != back {
			t.Errorf("%s led to %s", path, resp.URL)
		}
	}
	for _, h := range seen() {
		if carries(h) || h.Get("Accept") != "text/csv" || h.Get("Referer") != "" {
			t.Errorf("another host was sent %v", h)
		}
	}
	for i, h := range atHome() {
		if !carries(h) {
			t.Errorf("request %d at home was sent %v", i, h)
		}
	}
}

// If a redirect to another host leads back to the first host, the credentials are
// not sent again: the other host has chosen the address.
func TestCredentialsAreNotSentAfterRedirectsBack(t *testing.T) {
	var home *httptest.Server
	other, _ := recording(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, home.URL+"/delete-everything", http.StatusFound)
	})
	home, atHome := recording(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/away" {
			http.Redirect(w, r, other.URL, http.StatusFound)
		}
	})
	c, _ := client(t)
	if _, err := c.Download(context.Background(), fetch.Request{URL: home.URL + "/away", Credentials: credentials()}, &memory{}); err != nil {
		t.Fatal(err)
	}
	if all := atHome(); len(all) != 2 || !carries(all[0]) || carries(all[1]) {
		t.Errorf("home was sent %v; want credentials the first time only", all)
	}
}

func TestCredentialsNeedEncryption(t *testing.T) {
	c := fetch.New(fetch.Options{Dial: func(context.Context, string, string) (net.Conn, error) {
		t.Error("a connection was made")
		return nil, io.EOF
	}})
	_, err := c.Download(context.Background(), fetch.Request{URL: "http://data.example/x?key=" + secretValue, Credentials: credentials()}, &memory{})
	wantKind(t, err, dubbelkrona.Invalid)
	noSecret(t, err)
}

func TestRedirectLoop(t *testing.T) {
	c, _ := client(t)
	url, attempts := server(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/again?key="+secretValue, http.StatusFound)
	})
	_, _, err := get(t, c, url, fetch.Policy{})
	wantKind(t, err, dubbelkrona.Invalid)
	noSecret(t, err)
	if attempts() != 6 {
		t.Errorf("%d requests; want 6: five redirects are followed", attempts())
	}
}

func secure(t *testing.T, h http.HandlerFunc) (*httptest.Server, *x509.CertPool) {
	t.Helper()
	srv := httptest.NewUnstartedServer(h)
	srv.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that the client refuses
	srv.StartTLS()
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	return srv, roots
}

func TestCertificates(t *testing.T) {
	c, _ := client(t)
	srv, roots := secure(t, says(200, body))
	_, _, err := get(t, c, srv.URL, fetch.Policy{})
	wantKind(t, err, dubbelkrona.Invalid)
	if err != nil && !strings.Contains(err.Error(), "set ca") {
		t.Errorf("%v does not say what to do", err)
	}
	if got, _, err := get(t, c, srv.URL, fetch.Policy{Roots: roots}); err != nil || got != body {
		t.Errorf("with the authority named: %q, %v", got, err)
	}
	// The authority of one request is not trusted by others.
	_, _, err = get(t, c, srv.URL, fetch.Policy{})
	wantKind(t, err, dubbelkrona.Invalid)
	// A certificate of the right authority for another name is refused.
	elsewhere := fetch.New(fetch.Options{Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, srv.Listener.Addr().String())
	}})
	defer elsewhere.Close()
	_, _, err = get(t, elsewhere, "https://kommun.example/", fetch.Policy{Roots: roots})
	wantKind(t, err, dubbelkrona.Invalid)
}

func TestRedirectFromHTTPSToHTTPIsRefused(t *testing.T) {
	open, seen := recording(t, says(200, body))
	srv, roots := secure(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, open.URL+"/x?key="+secretValue, http.StatusMovedPermanently)
	})
	c, _ := client(t)
	_, _, err := get(t, c, srv.URL, fetch.Policy{Roots: roots})
	wantKind(t, err, dubbelkrona.Invalid)
	noSecret(t, err)
	if len(seen()) != 0 {
		t.Error("the HTTP address was requested")
	}
}

// No error shows the parts of an address that may be secret, or what a server sent.
func TestErrorsShowNoSecret(t *testing.T) {
	c, _ := client(t)
	refused := func() string {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		return "http://" + l.Addr().String()
	}()
	open, _ := server(t, says(200, body))
	for name, url := range map[string]string{
		"a user in the address": "https://user:" + secretValue + "@data.example/",
		"no address":            "https://data.example/%zz?" + secretValue,
		"no host":               "https:///?key=" + secretValue,
		"another scheme":        "ftp://data.example/?key=" + secretValue,
		"nothing listens":       refused + "/?key=" + secretValue,
		"no such name":          "http://name.invalid/?key=" + secretValue,
		"TLS to an HTTP server": strings.Replace(open, "http:", "https:", 1) + "?key=" + secretValue,
	} {
		_, _, err := get(t, c, url, fetch.Policy{Attempts: 1})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		noSecret(t, err)
		if text := fetch.Shown(url); strings.Contains(text, secretValue) {
			t.Errorf("%s: it is shown as %s", name, text)
		}
	}
	for name, h := range map[string]http.HandlerFunc{
		"refuses":                  says(403, secretValue),
		"fails":                    says(500, secretValue),
		"speaks nonsense":          raw(t, "person "+secretValue+"\r\n\r\n"),
		"sends a nonsense header":  raw(t, "HTTP/1.1 200 OK\r\n"+secretValue+"\r\n\r\n"),
		"sends a nonsense chunk":   raw(t, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+secretValue+"\r\n"),
		"sends a nonsense length":  raw(t, "HTTP/1.1 200 OK\r\nContent-Length: "+secretValue+"\r\n\r\n"),
		"redirects to nonsense":    raw(t, "HTTP/1.1 302 Found\r\nLocation: http://[%zz?key="+secretValue+"\r\nContent-Length: 0\r\n\r\n"),
		"redirects out of the web": raw(t, "HTTP/1.1 302 Found\r\nLocation: file:///"+secretValue+"\r\nContent-Length: 0\r\n\r\n"),
		"redirects to no one":      raw(t, "HTTP/1.1 302 Found\r\nLocation: "+refused+"/?key="+secretValue+"\r\nContent-Length: 0\r\n\r\n"),
	} {
		url, _ := server(t, h)
		_, _, err := get(t, c, url+"?key="+secretValue, fetch.Policy{Attempts: 1})
		if err == nil {
			t.Errorf("%s: no error", name)
		}
		noSecret(t, err)
	}
}

func TestDefaultWaitStopsWhenItsContextIsCancelled(t *testing.T) {
	c := fetch.New(fetch.Options{})
	defer c.Close()
	url, _ := server(t, says(503, ""))
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	if _, err := c.Download(ctx, fetch.Request{URL: url, Policy: fetch.Policy{Pause: time.Hour}}, &memory{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v; want the context's error", err)
	}
}
