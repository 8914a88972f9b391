package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/internal/config"
	"dubbelkrona/internal/published"
	"dubbelkrona/internal/serving"
	"dubbelkrona/internal/session"
	"dubbelkrona/internal/web"
)

// served is a project that is served, and what may and what may not be in its answers.
type served struct {
	t       *testing.T
	url     string
	root    string
	project *session.Project
	// released are the rows of the released part by cell, and hidden those of the whole
	// snapshot whose figure is not released.
	released, hidden map[dubbelkrona.Cell]dubbelkrona.Result
	// secrets are the numbers of hidden figures that are of no other figure, as text.
	secrets map[string]dubbelkrona.Cell
	asked   int
}

// serveDemo makes the example and serves it.
func serveDemo(t *testing.T) *served {
	t.Helper()
	root := filepath.Join(t.TempDir(), "demo")
	inProcess(t, exitDone, "demo", "--dir", root, "-q")
	c, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o, err := serving.Options(c, serving.Program{Version: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	o.Listen = "127.0.0.1:0"
	server, err := web.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	s := &served{t: t, url: "http://" + server.Address.String(), root: root, project: session.NewProject(c, session.Options{Now: time.Now}),
		released: make(map[dubbelkrona.Cell]dubbelkrona.Result), hidden: make(map[dubbelkrona.Cell]dubbelkrona.Result), secrets: make(map[string]dubbelkrona.Cell)}
	s.compare()
	return s
}

// each calls do for every result of a snapshot, which it closes.
func (s *served) each(open func(context.Context, *session.Project) (*published.Snapshot, error), do func(dubbelkrona.Result)) {
	s.t.Helper()
	snapshot, err := open(s.t.Context(), s.project)
	if err != nil {
		s.t.Fatal(err)
	}
	for r, err := range snapshot.Results(s.t.Context(), "") {
		if err != nil {
			s.t.Fatal(errors.Join(err, snapshot.Close()))
		}
		do(r)
	}
	if err := snapshot.Close(); err != nil {
		s.t.Fatal(err)
	}
}

// distinct matches a number that is of one figure alone, and not part of a longer one.
var distinct = regexp.MustCompile(`^-?[0-9]+\.[0-9]{5,}$`)

// compare finds what is hidden: what the whole snapshot has and the released part has not.
func (s *served) compare() {
	public := make(map[string]bool)
	s.each(published.OpenReleased, func(r dubbelkrona.Result) {
		s.released[r.Cell()] = r
		for _, n := range []dubbelkrona.Number{r.Value, r.Low, r.High} {
			public[strings.TrimPrefix(n.String(), "-")] = true
		}
	})
	s.each(published.OpenKept, func(r dubbelkrona.Result) {
		if shown, ok := s.released[r.Cell()]; ok && shown.Status != dubbelkrona.Suppressed {
			return
		}
		s.hidden[r.Cell()] = r
		for _, n := range []dubbelkrona.Number{r.Value, r.Low, r.High} {
			if text := strings.TrimPrefix(n.String(), "-"); distinct.MatchString(text) && !public[text] {
				s.secrets[text] = r.Cell()
			}
		}
	})
}

// get requests a path and returns the content of the answer, unpacked.
func (s *served) get(path string, header ...string) (status int, content []byte) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	var body io.Reader = resp.Body
	if resp.Header.Get("Content-Encoding") == "gzip" {
		if body, err = gzip.NewReader(resp.Body); err != nil {
			s.t.Fatal(err)
		}
	}
	if content, err = io.ReadAll(body); err != nil {
		s.t.Fatal(err)
	}
	s.asked++
	return resp.StatusCode, content
}

var decimalNumbers = regexp.MustCompile(`[0-9]+[.,][0-9]{5,}`)

// checkBytes checks that no number of a hidden figure is in an answer, in either way of
// writing decimals.
func (s *served) checkBytes(path string, content []byte) {
	s.t.Helper()
	for _, n := range decimalNumbers.FindAll(content, -1) {
		if cell, ok := s.secrets[strings.Replace(string(n), ",", ".", 1)]; ok {
			s.t.Errorf("%s has %s, a number of the hidden figure %+v", path, n, cell)
		}
	}
}

// checkFigures checks every object of a JSON answer that is a figure.
func (s *served) checkFigures(path string, value any) (figures int) {
	s.t.Helper()
	switch v := value.(type) {
	case []any:
		for _, one := range v {
			figures += s.checkFigures(path, one)
		}
	case map[string]any:
		if _, ok := v["period_grain"].(string); ok {
			s.checkFigure(path, v)
			return 1
		}
		for _, one := range v {
			figures += s.checkFigures(path, one)
		}
	}
	return figures
}

// checkFigure checks that a figure is the released row of its cell.
func (s *served) checkFigure(path string, v map[string]any) {
	s.t.Helper()
	text := func(name string) string { t, _ := v[name].(string); return t }
	dimensions, err := json.Marshal(v["dimensions"]) // keys in order, as in the snapshot
	if err != nil {
		s.t.Fatal(err)
	}
	cell := dubbelkrona.Cell{Metric: text("metric"), Part: text("part"), PeriodGrain: text("period_grain"), Period: text("period"), Grouping: text("grouping"),
		Municipality: text("municipality"), Dimensions: dubbelkrona.Dimensions(dimensions)}
	row, ok := s.released[cell]
	if !ok {
		cell.Dimensions = "" // of a cell without any
		row, ok = s.released[cell]
	}
	if !ok {
		s.t.Errorf("%s has a figure that is not released: %+v", path, cell)
		return
	}
	for name, want := range map[string]fmt.Stringer{"value": row.Value, "low": row.Low, "high": row.High, "persons": row.Persons} {
		got, _ := v[name].(json.Number)
		if string(got) != want.String() || row.Status == dubbelkrona.Suppressed && v[name] != nil {
			s.t.Errorf("%s: %s of %+v is %v, and %s is released", path, name, cell, v[name], want)
		}
	}
}

// description is what the test reads of the API's description.
type description struct {
	Paths map[string]struct {
		Get struct {
			Parameters []struct{ Name, In string } `json:"parameters"`
		} `json:"get"`
	} `json:"paths"`
}

// Of all requests that the description of the API allows, and of every page and export,
// no answer has a figure that is not released: figures are compared by their cells, and
// the numbers of the hidden ones are searched in the bytes.
func TestServedAnswersHaveNoHiddenFigure(t *testing.T) {
	t.Parallel()
	s := serveDemo(t)
	if len(s.hidden) < 100 || len(s.secrets) < 30 {
		t.Fatalf("only %d figures and %d numbers are hidden: the test shows nothing", len(s.hidden), len(s.secrets))
	}
	var d description
	status, content := s.get("/api/v1/openapi.json")
	if err := json.Unmarshal(content, &d); err != nil || status != 200 {
		t.Fatalf("%d %v", status, err)
	}
	values := map[string][]string{"metric": names(t, s, "/api/v1/metrics", "metrics", "name"), "code": names(t, s, "/api/v1/municipalities", "municipalities", "code")}
	figures, cells := 0, make(map[string]bool)
	for template, item := range d.Paths {
		paths := []string{template}
		for _, p := range item.Get.Parameters {
			if p.In != "path" || len(values[p.Name]) == 0 {
				t.Fatalf("%s: the test does not know the values of the parameter %s in %s", template, p.Name, p.In)
			}
			paths = nil
			for _, value := range values[p.Name] {
				paths = append(paths, strings.Replace(template, "{"+p.Name+"}", value, 1))
			}
		}
		for _, path := range paths {
			for _, header := range [][]string{nil, {"Accept-Encoding", "gzip"}} {
				status, content := s.get(path, header...)
				if status != 200 {
					t.Errorf("%s: %d", path, status)
					continue
				}
				s.checkBytes(path, content)
				decoder := json.NewDecoder(bytes.NewReader(content))
				decoder.UseNumber()
				var value any
				if err := decoder.Decode(&value); err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				figures += s.checkFigures(path, value)
			}
			cells[path] = true
		}
	}
	// Metrics that exist in the whole snapshot have no answer of their own if nothing of
	// them is released, and queries change nothing.
	for cell := range s.hidden {
		if path := "/api/v1/metrics/" + cell.Metric; !cells[path] {
			t.Errorf("there is no %s", path)
		}
	}
	for _, query := range []string{"?grouping=municipality,procedure", "?status=suppressed", "?where=1%3D1", "?persons=true"} {
		if status, content := s.get("/api/v1/metrics/double_value" + query); status == 200 {
			s.checkBytes(query, content)
		}
	}
	if len(s.released) < 1000 || figures < 2*len(s.released) {
		t.Errorf("%d figures were seen, of %d that are released", figures, len(s.released))
	}
	t.Logf("%d requests, %d figures in their answers, %d hidden figures and %d numbers of them searched", s.asked, figures, len(s.hidden), len(s.secrets))
}

// names returns the field of each object of a list in an answer.
func names(t *testing.T, s *served, path, list, field string) (all []string) {
	t.Helper()
	_, content := s.get(path)
	var answer map[string]json.RawMessage
	var objects []map[string]any
	if err := errors.Join(json.Unmarshal(content, &answer), json.Unmarshal(answer[list], &objects)); err != nil {
		t.Fatal(err)
	}
	for _, o := range objects {
		all = append(all, o[field].(string))
	}
	return all
}

// The pages and the exports have no number of a hidden figure; the exports are the files
// that were published, and the snapshot is the released copy. After the copy and the
// publication are gone nothing of them is answered.
func TestServedFilesAreThePublication(t *testing.T) {
	t.Parallel()
	s := serveDemo(t)
	for _, path := range []string{"/", "/status", "/assets/report.js", "/assets/report.css", "/assets/status.css", "/metrics", "/readyz"} {
		status, content := s.get(path)
		if status != 200 {
			t.Errorf("%s: %d", path, status)
		}
		s.checkBytes(path, content)
	}
	_, content := s.get("/api/v1/snapshot")
	var snapshot struct {
		Snapshot, File string
		Exports        []struct{ Path string }
	}
	if err := json.Unmarshal(content, &snapshot); err != nil || len(snapshot.Exports) < 3 {
		t.Fatalf("%v %s", err, content)
	}
	for _, e := range snapshot.Exports {
		status, content := s.get(e.Path)
		file, err := os.ReadFile(filepath.Join(s.root, "publish", filepath.FromSlash(e.Path)))
		if err != nil || status != 200 || !bytes.Equal(content, file) {
			t.Errorf("%s: %d, %v; it is not the published file", e.Path, status, err)
		}
		s.checkBytes(e.Path, content)
		if e.Path == "/exports/metrics.csv" {
			rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(content, []byte("\ufeff")))).ReadAll()
			if err != nil || len(rows) != len(s.released)+1 {
				t.Errorf("%d rows of %d released figures, %v", len(rows)-1, len(s.released), err)
			}
		}
	}
	status, content := s.get(snapshot.File)
	file, err := os.ReadFile(filepath.Join(s.root, "var", "released", snapshot.Snapshot+".duckdb"))
	if err != nil || status != 200 || !bytes.Equal(content, file) {
		t.Errorf("%s: %d, %v; it is not the released copy", snapshot.File, status, err)
	}
	for _, private := range []string{"/var/ledger.db", "/snapshots/" + snapshot.Snapshot + ".duckdb", "/snapshot/served", "/snapshot/index.json", "/publish/impact.duckdb", "/analyst.duckdb"} {
		if status, _ := s.get(private); status != 404 {
			t.Errorf("%s: %d", private, status)
		}
	}
	// forget and key rotate remove the folder of released copies before they build again.
	if err := os.RemoveAll(filepath.Join(s.root, "var", "released")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{snapshot.File: 404, "/snapshot": 503, "/api/v1/metrics/double_value": 503, "/exports/metrics.csv": 503, "/": 307, "/status": 200} {
		if status, _ := s.get(path); status != want {
			t.Errorf("%s after the publication was withdrawn: %d, want %d", path, status, want)
		}
	}
}

// A token that was made on the command line opens what is served, from the next request
// on, and is refused as soon as its line is removed.
func TestTokensOfTheCommandLine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	root := projectIn(t, folder, "tokens", "")
	path := filepath.Join(folder, "tokens.txt")
	rewrite(t, root, "project: tokens\n", "project: tokens\nserve: {tokens: "+path+"}\n")
	token := strings.TrimSpace(inProcess(t, exitDone, "serve", "token", "excel", "--project", root))
	has(t, inProcess(t, exitUsage, "serve", "token", "excel", "--project", root), "has a token named excel")
	c, faults := config.Load(root)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	o, err := serving.Options(c, serving.Program{Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	o.Listen = "127.0.0.1:0"
	server, err := web.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	url := "http://" + server.Address.String() + "/status"
	second := strings.TrimSpace(inProcess(t, exitDone, "serve", "token", "grafana", "--project", root))
	for given, want := range map[string]int{token: 200, second: 200, "": 401, token + "x": 401} {
		if status, _ := get(t, url, given); status != want {
			t.Errorf("%q: %d, want %d", given, status, want)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), "\n")
	if err := os.WriteFile(path, []byte(rest), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _ := get(t, url, token); status != 401 {
		t.Errorf("a token that was withdrawn: %d", status)
	}
	if status, _ := get(t, url, second); status != 200 {
		t.Errorf("the other token: %d", status)
	}
}
