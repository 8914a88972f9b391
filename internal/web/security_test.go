package web

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/api"
	"dubbelkrona/internal/token"
)

// sendRaw sends bytes and returns the status and the body of the answer; 0 if there is
// none.
func sendRaw(t *testing.T, url, request string) (status int, body string) {
	t.Helper()
	c := dial(t, url)
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	content, _ := io.ReadAll(resp.Body) // cut off is fine
	return resp.StatusCode, string(content)
}

func dial(t *testing.T, url string) net.Conn {
	t.Helper()
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// Other methods, bodies, long URLs and large headers are refused, and the answers below
// /api/ are problems as the description says.
func TestRequestsThatAreRefused(t *testing.T) {
	url := open(t, func(o *Options) { o.Files = published(t) })
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"} {
		if got := send(t, method, url+api.PathHeadline); got.status != 405 || got.header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %d %v", method, got.status, got.header)
		}
	}
	for name, tc := range map[string]struct {
		request string
		status  int
	}{
		"a body":            {"GET /api/v1/headline HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", 413},
		"a chunked body":    {"GET /api/v1/headline HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 413},
		"an endless body":   {"GET /api/v1/headline HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999999\r\n\r\n", 413},
		"two lengths":       {"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
		"a long URL":        {"GET /api/v1/headline?x=" + strings.Repeat("y", maxURL) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414},
		"a large header":    {"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("y", 2*maxHeader) + "\r\n\r\n", 431},
		"no host":           {"GET / HTTP/1.1\r\n\r\n", 400},
		"two hosts":         {"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", 400},
		"another's URL":     {"GET http://evil.example/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 421},
		"an address as URL": {"GET //evil.example/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 404},
		"no path":           {"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 405},
	} {
		if status, body := sendRaw(t, url, tc.request); status != tc.status {
			t.Errorf("%s: %d %.200s, want %d", name, status, body, tc.status)
		}
	}
	got := send(t, http.MethodGet, url+"/api/v1/metrics/none")
	var problem api.Problem
	if err := json.Unmarshal(got.body, &problem); err != nil || got.status != 404 || problem.Status != 404 || problem.Detail == "" || got.header.Get("Content-Type") != api.ProblemType {
		t.Errorf("%d %s", got.status, got.body)
	}
}

// Text of SQL or HTML in any place of a request is data that names nothing: it changes no
// answer and comes back in none.
func TestHostileTextInRequests(t *testing.T) {
	url := open(t, func(o *Options) { o.Files = published(t) })
	for _, text := range []string{"' OR 1=1 --", "1; DROP TABLE metric.result", "double_value' UNION SELECT * FROM core.placement --", "<script>alert(1)</script>", "{{.Snapshot}}", "${jndi:ldap://x}", "\r\nSet-Cookie: x=1", "%s%n"} {
		escaped := ""
		for _, b := range []byte(text) {
			escaped += fmt.Sprintf("%%%02X", b)
		}
		for _, path := range []string{"/api/v1/metrics/", "/api/v1/municipalities/", "/exports/", "/snapshot/", "/assets/", "/status/"} {
			got := send(t, http.MethodGet, url+path+escaped)
			if got.status != 404 || bytes.Contains(got.body, []byte(text)) || len(got.header.Values("Set-Cookie")) > 0 {
				t.Errorf("%s%s: %d %s", path, text, got.status, got.body)
			}
		}
		got := send(t, http.MethodGet, url+api.PathHeadline+"?metric="+escaped+"&"+escaped, "User-Agent", strings.NewReplacer("\r", "", "\n", "").Replace(text), "If-None-Match", "\""+strings.NewReplacer("\r", "", "\n", "").Replace(text)+"\"")
		if got.status != 200 || string(got.body) != headlineText {
			t.Errorf("a query of %s: %d", text, got.status)
		}
	}
}

// A client that sends its header slowly, or none, is disconnected; and others are
// answered meanwhile.
func TestSlowClientsAreDisconnected(t *testing.T) {
	url := open(t, func(o *Options) { o.Files, o.Limits.Header = published(t), 200*time.Millisecond })
	var slow []net.Conn
	for i := range 20 {
		c := dial(t, url)
		if _, err := io.WriteString(c, "GET /status HTTP/1.1\r\nHost: localhost\r\nX: "[:20+i]); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, c)
	}
	if got := send(t, http.MethodGet, url+api.PathHeadline); got.status != 200 {
		t.Errorf("another client: %d", got.status)
	}
	for _, c := range slow {
		if err := c.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
			t.Errorf("a slow client is not disconnected: %v", err)
		}
	}
}

// A client that takes nothing of its answer is disconnected, so that it does not hold
// one of the turns.
func TestAClientThatTakesNothingIsDisconnected(t *testing.T) {
	folder := t.TempDir()
	f, err := os.Create(filepath.Join(folder, snapshotID+".duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	const size = 64 << 20
	if err := f.Truncate(size); err != nil {
		t.Fatal(err)
	}
	f.Close()
	s, url := openServer(t, func(o *Options) {
		o.Files, o.Snapshots = published(t), folder
		o.Limits.Write, o.Limits.Rate, o.Limits.Downloads = 100*time.Millisecond, size*5, 1
	})
	c := dial(t, url)
	if _, err := io.WriteString(c, "GET /snapshot/"+snapshotID+".duckdb HTTP/1.1\r\nHost: localhost\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	s.downloads <- struct{}{} // until the turn of the client is over
	if got := send(t, http.MethodGet, url+"/snapshot/"+snapshotID+".duckdb"); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("beyond the number of downloads: %d", got.status)
	}
	<-s.downloads
	if got := send(t, http.MethodGet, url+"/snapshot/"+snapshotID+".duckdb", "Range", "bytes=0-9"); got.status != 206 {
		t.Errorf("afterwards: %d", got.status)
	}
}

// Beyond the number of requests that are answered at a time, others are refused at once.
func TestRequestsAtATime(t *testing.T) {
	s, url := openServer(t, func(o *Options) { o.Files, o.Limits.Requests = published(t), 2 })
	s.turns <- struct{}{}
	s.turns <- struct{}{}
	if got := send(t, http.MethodGet, url+api.PathHeadline); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Errorf("%d %v", got.status, got.header)
	}
	<-s.turns
	if got := send(t, http.MethodGet, url+api.PathHeadline); got.status != 200 {
		t.Errorf("%d", got.status)
	}
}

// A wrong token is refused on every path but /healthz, and too many of them are refused
// as such; a right one never is, as a bearer token and as a password.
func TestTokensOnEveryPath(t *testing.T) {
	url := open(t, func(o *Options) {
		o.Files = published(t)
		o.Tokens = func() ([]token.Entry, error) {
			return []token.Entry{token.NewEntry("excel", "dk_a"), token.NewEntry("grafana", "dk_b")}, nil
		}
	})
	for _, path := range []string{"/", "/status", "/assets/status.css", "/assets/report.css", "/snapshot", "/snapshot/x.duckdb", "/exports/metrics.csv", api.PathHeadline, api.PathDocument, "/metrics", "/readyz", "/nothing"} {
		if got := send(t, http.MethodGet, url+path); got.status != 401 || len(got.header.Values("WWW-Authenticate")) != 2 {
			t.Errorf("%s without a token: %d", path, got.status)
		}
	}
	right := [][]string{{"Authorization", "Bearer dk_b"}, {"Authorization", "bearer dk_a"}, {"Authorization", "Basic OmRrX2E="}, {"Authorization", "Basic bmFtbjpka19i"}}
	many := 0
	for range 40 {
		if got := send(t, http.MethodGet, url+api.PathHeadline, "Authorization", "Bearer dk_c"); got.status == 429 && got.header.Get("Retry-After") != "" {
			many++
		} else if got.status != 401 {
			t.Fatalf("a wrong token: %d", got.status)
		}
	}
	if many < 5 {
		t.Errorf("%d of 40 wrong tokens were too many", many)
	}
	for _, header := range right {
		if got := send(t, http.MethodGet, url+api.PathHeadline, header...); got.status != 200 || !strings.HasPrefix(got.header.Get("Cache-Control"), "private") {
			t.Errorf("%v: %d %v", header, got.status, got.header)
		}
	}
	if got := send(t, http.MethodGet, url+api.PathHeadline, "Authorization", "Bearer "); got.status != 401 && got.status != 429 {
		t.Errorf("an empty token: %d", got.status)
	}
}

// If the tokens cannot be read, nobody is let in.
func TestUnreadableTokensLetNobodyIn(t *testing.T) {
	broken := false
	url := open(t, func(o *Options) {
		o.Files = published(t)
		o.Tokens = func() ([]token.Entry, error) {
			if broken {
				return nil, os.ErrPermission
			}
			return []token.Entry{token.NewEntry("excel", "dk_a")}, nil
		}
	})
	broken = true
	if got := send(t, http.MethodGet, url+api.PathHeadline, "Authorization", "Bearer dk_a"); got.status != 503 {
		t.Errorf("%d", got.status)
	}
}

// lines is a log that a test reads line by line.
type lines chan string

func (l lines) Write(p []byte) (int, error) {
	l <- string(p)
	return len(p), nil
}

// next waits for the next line of the log and decodes it. A line may be written after
// its answer was sent.
func (l lines) next(t *testing.T) (text string, line map[string]any) {
	t.Helper()
	select {
	case text = <-l:
	case <-time.After(time.Minute):
		t.Fatal("nothing is logged")
	}
	if err := json.Unmarshal([]byte(text), &line); err != nil {
		t.Fatal(err)
	}
	return text, line
}

// What a proxy says of its client is believed only from a configured address, for the
// host name and for the log.
func TestForwardedHeaders(t *testing.T) {
	for name, tc := range map[string]struct {
		proxies []string
		header  []string
		status  int
		address string
	}{
		"no proxy is configured": {nil, []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-For", "203.0.113.9"}, 200, "127.0.0.1"},
		"another proxy":          {[]string{"10.0.0.0/8"}, []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-For", "203.0.113.9"}, 200, "127.0.0.1"},
		"a wrong host":           {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-Host", "evil.example", "X-Forwarded-For", "203.0.113.9"}, 421, "203.0.113.9"},
		"a host of ours":         {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-Host", "Varde.Tierp.se", "X-Forwarded-For", "203.0.113.9"}, 200, "203.0.113.9"},
		"the client's own value": {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-Host", "localhost, evil.example"}, 421, "127.0.0.1"},
		"the client's own line":  {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-Host", "localhost", "X-Forwarded-Host", "evil.example"}, 421, "127.0.0.1"},
		"two proxies":            {[]string{"127.0.0.1/32", "10.0.0.0/8"}, []string{"X-Forwarded-For", "192.0.2.1, 203.0.113.9, 10.1.1.1"}, 200, "203.0.113.9"},
		"a spoofed address":      {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-For", "127.0.0.1", "X-Forwarded-For", "203.0.113.9"}, 200, "203.0.113.9"},
		"no address":             {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-For", "203.0.113.9, unknown<x>"}, 200, "127.0.0.1"},
		"an address of IPv6":     {[]string{"127.0.0.1/32"}, []string{"X-Forwarded-For", "2001:db8::1", "X-Forwarded-Proto", "https"}, 200, "2001:db8::1"},
	} {
		log := make(lines, 10)
		url := open(t, func(o *Options) {
			o.Files, o.Hosts, o.Log = published(t), []string{"varde.tierp.se"}, slog.New(slog.NewJSONHandler(log, nil))
			for _, p := range tc.proxies {
				o.Proxies = append(o.Proxies, netip.MustParsePrefix(p))
			}
		})
		got := send(t, http.MethodGet, url+"/status", tc.header...)
		_, line := log.next(t)
		if got.status != tc.status || line["address"] != tc.address || (line["scheme"] == "https") != (name == "an address of IPv6") {
			t.Errorf("%s: %d, logged %v", name, got.status, line)
		}
	}
}

// A page whose name resolves to this machine can say that it was forwarded for localhost.
func TestForwardedHostDoesNotReplaceTheOther(t *testing.T) {
	url := open(t, func(o *Options) {
		o.Files, o.Proxies = published(t), []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/status", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = "evil.example"
	r.Header.Set("X-Forwarded-Host", "localhost")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("status %d", answer.StatusCode)
	}
}

// With a token and host names, other names are refused; with a token alone, any is
// answered.
func TestHostsWithAToken(t *testing.T) {
	for _, tc := range []struct {
		hosts []string
		host  string
		want  int
	}{{nil, "any.example", 200}, {[]string{"varde.tierp.se"}, "any.example", 421}, {[]string{"varde.tierp.se"}, "varde.tierp.se:8620", 200}, {[]string{"varde.tierp.se"}, "VARDE.tierp.se", 200}} {
		url := open(t, func(o *Options) { o.Tokens, o.Hosts = fixed("excel", "dk_a"), tc.hosts })
		if got := ask(t, url+"/status", tc.host, "Bearer dk_a"); got != tc.want {
			t.Errorf("%v %s: %d, want %d", tc.hosts, tc.host, got, tc.want)
		}
	}
}

// The access log has no value of a query, no token, no identity number and, if so
// configured, no address.
func TestAccessLog(t *testing.T) {
	log := make(lines, 10)
	url := open(t, func(o *Options) {
		o.Files, o.Tokens, o.Addresses, o.Log = published(t), fixed("excel", "dk_hemlig"), false, slog.New(slog.NewJSONHandler(log, nil))
	})
	send(t, http.MethodGet, url+api.PathHeadline+"?personnummer=hemligt-varde", "Authorization", "Bearer dk_hemlig", "User-Agent", "hemlig-agent")
	first, line := log.next(t)
	if line["path"] != api.PathHeadline || line["method"] != "GET" || line["status"] != 200.0 || line["bytes"] != float64(len(headlineText)) || line["token"] != "excel" || line["duration"] == nil || line["time"] == nil {
		t.Errorf("%v", line)
	}
	send(t, http.MethodGet, url+"/api/v1/19121212-1212%0Alevel=ERROR")
	second, _ := log.next(t)
	for _, secret := range []string{"hemlig", "1212-1212", "address", "127.0.0.1", "level=ERROR\n"} {
		if strings.Contains(first+second, secret) {
			t.Errorf("the log has %s:\n%s", secret, first+second)
		}
	}
}

// Every answer has the security headers, and no page has a script or a style within.
func TestSecurityHeaders(t *testing.T) {
	url := open(t, func(o *Options) { o.Files = published(t) })
	for _, path := range []string{"/", "/status", "/metrics", "/exports/metrics.csv", api.PathHeadline, "/nothing", "/healthz"} {
		got := send(t, http.MethodGet, url+path)
		policy := got.header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; script-src 'self'; style-src 'self';") || strings.Contains(policy, "unsafe") || got.header.Get("X-Content-Type-Options") != "nosniff" ||
			got.header.Get("Referrer-Policy") != "no-referrer" || got.header.Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: %v", path, got.header)
		}
	}
	page := send(t, http.MethodGet, url+"/status")
	for _, within := range []string{"<style", " style=", "<script", "onclick", "javascript:"} {
		if bytes.Contains(page.body, []byte(within)) {
			t.Errorf("the status page has %s", within)
		}
	}
}
