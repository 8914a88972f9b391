package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dubbelkrona/internal/api"
	"dubbelkrona/internal/bundle"
)

// fetched is an answer.
type fetched struct {
	status int
	header http.Header
	body   []byte
}

// plainClient follows no redirect and unpacks nothing.
var plainClient = &http.Client{Transport: &http.Transport{DisableCompression: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// send sends a request and reads its answer.
func send(t *testing.T, method, url string, header ...string) fetched {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	resp, err := plainClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return fetched{resp.StatusCode, resp.Header, body}
}

func tag(content string) string { return fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(content))) }

// A file of the publication is answered under its SHA-256, which a client can ask
// with; another publication has another.
func TestFilesAreAnsweredByTheirHash(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "served")
	if err := bundle.Write(t.Context(), folder, snapshotID, publication(exported)); err != nil {
		t.Fatal(err)
	}
	url := open(t, func(o *Options) { o.Files = bundle.NewReader(folder) })
	whole := send(t, http.MethodGet, url+"/exports/metrics.csv")
	if whole.status != 200 || string(whole.body) != exported || whole.header.Get("ETag") != tag(exported) || whole.header.Get("Content-Type") != "text/csv; charset=utf-8" || whole.header.Get("Cache-Control") != "no-cache" {
		t.Errorf("%d %v", whole.status, whole.header)
	}
	head := send(t, http.MethodHead, url+"/exports/metrics.csv")
	if head.status != 200 || len(head.body) != 0 || head.header.Get("Content-Length") != fmt.Sprint(len(exported)) || head.header.Get("ETag") != tag(exported) {
		t.Errorf("HEAD: %d %v", head.status, head.header)
	}
	part := exported[100:200]
	for name, tc := range map[string]struct {
		header []string
		status int
		body   string
	}{
		"the same":               {[]string{"If-None-Match", tag(exported)}, 304, ""},
		"one of several":         {[]string{"If-None-Match", `"x", ` + tag(exported)}, 304, ""},
		"another":                {[]string{"If-None-Match", `"x"`}, 200, exported},
		"a range":                {[]string{"Range", "bytes=100-199"}, 206, part},
		"the end":                {[]string{"Range", "bytes=-10"}, 206, exported[len(exported)-10:]},
		"a range of the same":    {[]string{"Range", "bytes=100-199", "If-Range", tag(exported)}, 206, part},
		"a range of another":     {[]string{"Range", "bytes=100-199", "If-Range", `"x"`}, 200, exported},
		"after the end":          {[]string{"Range", "bytes=99999999-"}, 416, ""},
		"another than was meant": {[]string{"If-Match", `"x"`}, 412, ""},
		"no range":               {[]string{"Range", "lines=1-2"}, 416, ""},
	} {
		got := send(t, http.MethodGet, url+"/exports/metrics.csv", tc.header...)
		if got.status != tc.status || tc.body != "" && string(got.body) != tc.body {
			t.Errorf("%s: %d, want %d; %d bytes", name, got.status, tc.status, len(got.body))
		}
	}
	if err := bundle.Write(t.Context(), folder, "20261126T013000.000Zab12", publication("nytt")); err != nil {
		t.Fatal(err)
	}
	if next := send(t, http.MethodGet, url+"/exports/metrics.csv", "If-None-Match", tag(exported)); next.status != 200 || string(next.body) != "nytt" || next.header.Get("ETag") != tag("nytt") {
		t.Errorf("after another publication: %d %s", next.status, next.body)
	}
}

// The API is answered compressed to those who accept that, under another ETag.
func TestCompressedAnswers(t *testing.T) {
	url := open(t, func(o *Options) { o.Files = published(t) })
	for accept, want := range map[string]string{"": "", "gzip": "gzip", "br, gzip;q=0.5": "gzip", "GZIP": "gzip", "gzip;q=0": "", "gzip; q=0.000": "", "identity": "", "br": "", "x-gzip": ""} {
		got := send(t, http.MethodGet, url+api.PathHeadline, "Accept-Encoding", accept)
		if got.status != 200 || got.header.Get("Content-Encoding") != want || got.header.Get("Vary") != "Accept-Encoding" || got.header.Get("Content-Type") != "application/json" || got.header.Get("ETag") != tag(string(got.body)) {
			t.Errorf("%q: %d %v", accept, got.status, got.header)
			continue
		}
		content := got.body
		if want == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(got.body))
			if err != nil {
				t.Fatal(err)
			}
			if content, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if string(content) != headlineText {
			t.Errorf("%q: another content", accept)
		}
	}
}

// /snapshot leads to the file of the published snapshot, which a client can read in
// ranges; when it is no longer kept it is not answered.
func TestSnapshotInRanges(t *testing.T) {
	folder, content := t.TempDir(), bytes.Repeat([]byte("DUCK en krona "), 100_000)
	path := filepath.Join(folder, snapshotID+".duckdb")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	url := open(t, func(o *Options) { o.Files, o.Snapshots = published(t), folder })
	redirect := send(t, http.MethodGet, url+"/snapshot")
	if redirect.status != http.StatusTemporaryRedirect || redirect.header.Get("Location") != "/snapshot/"+snapshotID+".duckdb" || redirect.header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%d %v", redirect.status, redirect.header)
	}
	at := url + redirect.header.Get("Location")
	head := send(t, http.MethodHead, at)
	if head.status != 200 || head.header.Get("Content-Length") != fmt.Sprint(len(content)) || head.header.Get("Accept-Ranges") != "bytes" || !strings.Contains(head.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%d %v", head.status, head.header)
	}
	var assembled []byte
	for from := 0; from < len(content); from += 100_003 {
		got := send(t, http.MethodGet, at, "Range", fmt.Sprintf("bytes=%d-%d", from, from+100_002), "If-Range", head.header.Get("ETag"))
		if got.status != http.StatusPartialContent {
			t.Fatalf("bytes from %d: %d", from, got.status)
		}
		assembled = append(assembled, got.body...)
	}
	if !bytes.Equal(assembled, content) {
		t.Error("what was read in ranges is not the file")
	}
	if again := send(t, http.MethodGet, at, "If-None-Match", head.header.Get("ETag")); again.status != http.StatusNotModified {
		t.Errorf("the same file: %d", again.status)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if gone := send(t, http.MethodGet, at, "If-None-Match", head.header.Get("ETag")); gone.status != http.StatusNotFound {
		t.Errorf("a snapshot that is not kept: %d", gone.status)
	}
}

// Nothing outside of what is served can be reached, however the path is written.
func TestTraversal(t *testing.T) {
	folder := t.TempDir()
	snapshots := filepath.Join(folder, "released")
	if err := os.MkdirAll(filepath.Join(snapshots, "sub"), 0o700); err != nil {
		t.Fatal(err)
	}
	const secret = "the whole snapshot"
	for _, name := range []string{"whole.duckdb", "ledger.db", "released/sub/x.duckdb", "released/.hidden.duckdb", "released/x.duckdb.wal"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/dev/zero", filepath.Join(snapshots, "device.duckdb")); err != nil {
		t.Fatal(err)
	}
	url := open(t, func(o *Options) { o.Files, o.Snapshots = published(t), snapshots })
	up := []string{"..", "%2e%2e", "%2E.", ".%2e", "..%2f", "..%5c", "%252e%252e", "..%00", "..;", "%c0%ae%c0%ae", "..\\", "．．"}
	targets := []string{"whole.duckdb", "ledger.db", "sub/x.duckdb", "sub%2fx.duckdb", ".hidden.duckdb", "x.duckdb.wal", "device.duckdb", "x.duckdb%00", "X.duckdb/"}
	var paths []string
	for _, base := range []string{"/snapshot/", "/exports/", "/assets/", "/api/v1/metrics/", "/", "//", "/./"} {
		for _, target := range targets {
			paths = append(paths, base+target)
			for _, u := range up {
				paths = append(paths, base+u+"/"+target, base+u+"/"+u+"/"+target, base+u+target)
			}
		}
	}
	for _, path := range append(paths, "/snapshot/"+strings.Repeat("../", 20)+"etc/passwd", "/exports/metrics.csv/", "/exports//metrics.csv", "/EXPORTS/metrics.csv", "/exports/%6detrics.csv", "/exports/metrics.csv%00", "/status/", "/snapshot/") {
		status, body := sendRaw(t, url, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		if status != 404 && status != 400 && !(path == "/snapshot/device.duckdb" && status == 503) || strings.Contains(body, secret) {
			t.Errorf("%s: %d %.80s", path, status, body)
		}
	}
}
