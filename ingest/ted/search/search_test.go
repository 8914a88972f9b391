package search_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/ted/search"
	"dubbelkrona/internal/secret"
)

// threeDays returns days with five, no and four notices.
func threeDays() map[string][]string {
	return map[string][]string{"20260226": numbered(100, 5), "20260227": nil, "20260228": numbered(200, 4), "20260301": numbered(300, 9)}
}

// If reading is stopped between any two days and resumed with the cursor, no notice is
// lost or repeated.
func TestCursor(t *testing.T) {
	s := newServer(t, threeDays())
	ingesttest.RunCursor(t, ingesttest.CursorSubject{
		Make:     func(t *testing.T, env ingest.Env) ingest.Source { return source(t, env, s.settings(), nil) },
		Rows:     5 + 4,
		Requests: func() int { return len(s.asked()) },
		Empty: func(t *testing.T, env ingest.Env) ingest.Source {
			settings := s.settings()
			settings.From = "2026-03-01" // today has not ended
			return source(t, env, settings, nil)
		},
	})
}

// Each request has the token of the page before, until a page has no notices, since the
// last page has a token too.
func TestPages(t *testing.T) {
	s := newServer(t, threeDays())
	src := source(t, ingesttest.Env(t), s.settings(), nil)
	tab, err := ingesttest.Read(t, src)
	if err != nil {
		t.Fatal(err)
	}
	if len(tab.Rows) != 5 {
		t.Fatalf("%d rows; want 5", len(tab.Rows))
	}
	for i, row := range tab.Rows {
		if id := fmt.Sprintf("2026-%08d", 100+i); row.Cells["contract_id"] != id || row.Cells["signed"] != "2026-02-26+02:00" {
			t.Errorf("row %d is %v; want contract %s, signed on 2026-02-26+02:00", i+1, row.Cells, id)
		}
	}
	var tokens []string
	for _, r := range s.asked() {
		tokens = append(tokens, r.IterationNextToken)
		if r.Query != "(buyer-country = SWE) AND publication-date>=20260226 AND publication-date<=20260226 SORT BY publication-number ASC" || r.Limit != 2 || r.key != "" {
			t.Errorf("requested %+v", r)
		}
	}
	if want := []string{"", "token-1", "token-2", "token-3"}; !slices.Equal(tokens, want) {
		t.Errorf("tokens %q, want %q", tokens, want)
	}
}

// By default pages are as large as the API allows.
func TestDefaults(t *testing.T) {
	s := newServer(t, map[string][]string{"20260226": numbered(1, 251)})
	settings := s.settings()
	settings.PageSize = 0
	tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings, nil))
	if err != nil || len(tab.Rows) != 251 {
		t.Fatalf("%d rows, %v", len(tab.Rows), err)
	}
	if asked := s.asked(); len(asked) != 3 || asked[0].Limit != 250 || !slices.Contains(asked[0].Fields, "reserved-procurement-lot") {
		t.Errorf("%d requests, the first for %d notices", len(asked), asked[0].Limit)
	}
}

// Whatever the size of the pages, a day is the same object.
func TestTheSameNoticesAreTheSameObject(t *testing.T) {
	s := newServer(t, threeDays())
	var sums []string
	for _, size := range []int{1, 2, 3, 250} {
		settings := s.settings()
		settings.PageSize = size
		src := source(t, ingesttest.Env(t), settings, nil)
		objects, err := ingesttest.Objects(src, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := labels(objects); got != "2026-02-26 2026-02-27 2026-02-28" {
			t.Fatalf("objects %s", got)
		}
		origin, err := src.Inspect(t.Context(), objects[0])
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, origin.SHA256)
	}
	if len(slices.Compact(sums)) != 1 {
		t.Errorf("fingerprints %q", sums)
	}
}

// Incomplete responses are refused, and the next run requests the whole day again.
func TestIncompleteResponsesAreRefused(t *testing.T) {
	on := func(page int, change func(map[string]any)) func(int, map[string]any) {
		return func(n int, answer map[string]any) {
			if n == page {
				change(answer)
			}
		}
	}
	notices := func(a map[string]any) []map[string]any { return a["notices"].([]map[string]any) }
	transient, invalid := dubbelkrona.Transient, dubbelkrona.Invalid
	for name, c := range map[string]struct {
		change func(int, map[string]any)
		kind   dubbelkrona.Kind
		want   string
	}{
		"timed out at once":        {on(0, func(a map[string]any) { a["timedOut"] = true }), transient, "timed out"},
		"timed out later":          {on(1, func(a map[string]any) { a["timedOut"] = true; a["notices"] = []any{} }), transient, "timed out"},
		"total too high":           {func(_ int, a map[string]any) { a["totalNoticeCount"] = 6 }, transient, "ends after 5 of 6"},
		"total too low":            {func(_ int, a map[string]any) { a["totalNoticeCount"] = 4 }, transient, "more notices than the 4"},
		"total changes":            {on(1, func(a map[string]any) { a["totalNoticeCount"] = 6 }), transient, "had 5 notices and has 6 now"},
		"no total":                 {func(_ int, a map[string]any) { a["totalNoticeCount"] = nil }, invalid, "has no total number"},
		"total no number":          {func(_ int, a map[string]any) { a["totalNoticeCount"] = "Hemlig" }, transient, "totalNoticeCount is not a number"},
		"token repeats":            {on(1, func(a map[string]any) { a["iterationNextToken"] = "token-1" }), transient, "comes twice"},
		"token goes back":          {on(1, func(a map[string]any) { a["iterationNextToken"] = "token-0" }), transient, "comes twice"},
		"token ends early":         {on(1, func(a map[string]any) { a["iterationNextToken"] = nil }), transient, "ends after 4 of 5"},
		"empty page early":         {on(1, func(a map[string]any) { a["notices"] = []any{} }), transient, "ends after 2 of 5"},
		"a notice is missing":      {on(1, func(a map[string]any) { a["notices"] = notices(a)[:1] }), transient, "ends after 4 of 5"},
		"a notice comes twice":     {on(1, func(a map[string]any) { a["notices"] = append(notices(a)[:1], notices(a)[0]) }), transient, "comes twice"},
		"a notice without number":  {on(1, func(a map[string]any) { delete(notices(a)[0], "publication-number") }), invalid, "without publication-number"},
		"no notices":               {on(0, func(a map[string]any) { delete(a, "notices") }), invalid, "has no notices"},
		"notices of another type":  {on(0, func(a map[string]any) { a["notices"] = "Hemlig" }), invalid, "has no notices"},
		"a notice of another type": {on(0, func(a map[string]any) { a["notices"] = []string{"Hemlig"} }), invalid, "without publication-number"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, threeDays())
			s.change = c.change
			src := source(t, ingesttest.Env(t), s.settings(), nil)
			tab, err := ingesttest.Read(t, src)
			if dubbelkrona.KindOf(err) != c.kind || err == nil || !strings.Contains(err.Error(), c.want) || len(tab.Rows) > 0 {
				t.Fatalf("%d rows, %v; want none and a %s error that says %q", len(tab.Rows), err, c.kind, c.want)
			}
			ingesttest.NoSecret(t, err, "Hemlig")
			s.change = nil
			if tab, err := ingesttest.Read(t, src); err != nil || len(tab.Rows) != 5 {
				t.Errorf("requested again: %d rows, %v", len(tab.Rows), err)
			}
		})
	}
}

// A missing token after the last notice, and a total that later pages leave out, are
// accepted.
func TestOtherWaysToEnd(t *testing.T) {
	for name, change := range map[string]func(int, map[string]any){
		"token ends": func(page int, a map[string]any) {
			if page == 2 {
				a["iterationNextToken"] = nil
			}
		},
		"total on the first page alone": func(page int, a map[string]any) {
			if page > 0 {
				a["totalNoticeCount"] = nil
			}
		},
		"key that nobody knows": func(_ int, a map[string]any) { a["x"] = []any{map[string]any{"y": 1}} },
	} {
		s := newServer(t, threeDays())
		s.change = change
		if tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings(), nil)); err != nil || len(tab.Rows) != 5 {
			t.Errorf("%s: %d rows, %v", name, len(tab.Rows), err)
		}
	}
}

// Retry-After of a busy server is respected, and a broken connection is retried.
func TestRetries(t *testing.T) {
	busy := func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "17")
		http.Error(w, "slow down", http.StatusTooManyRequests)
	}
	cut := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "100000")
		io.WriteString(w, `{"notices":[{"publication-number":"1-2026"`)
	}
	broken := func(w http.ResponseWriter) {
		if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
			conn.Close()
		}
	}
	for name, answer := range map[string]func(http.ResponseWriter){"busy": busy, "cut": cut, "malformed": broken} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, threeDays())
			failed := false
			s.before = func(w http.ResponseWriter, asked request) bool {
				if failed || asked.IterationNextToken != "token-1" {
					return false
				}
				failed = true
				answer(w)
				return true
			}
			var waited []time.Duration
			tab, err := ingesttest.Read(t, source(t, ingesttest.Env(t), s.settings(), &waited))
			if err != nil || len(tab.Rows) != 5 || !failed {
				t.Fatalf("%d rows, %v", len(tab.Rows), err)
			}
			if name == "busy" && !slices.Contains(waited, 17*time.Second) {
				t.Errorf("waited %v, not for the 17 s of Retry-After", waited)
			}
		})
	}
}

// A permanent error is returned at once, without the server's text.
func TestRefusedByServer(t *testing.T) {
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, []byte("hemlig-nyckel\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	answering := func(answer func(http.ResponseWriter)) func(*testing.T, ingest.Env) (ingest.Source, error) {
		return func(t *testing.T, env ingest.Env) (ingest.Source, error) {
			s := newServer(t, threeDays())
			s.before = func(w http.ResponseWriter, _ request) bool { answer(w); return true }
			settings := s.settings()
			settings.APIKey = secret.Ref{File: key}
			return source(t, env, settings, nil), nil
		}
	}
	status := func(code int) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { http.Error(w, `{"message":"hemlig-cell"}`, code) }
	}
	text := func(text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { io.WriteString(w, text) }
	}
	ingesttest.RunFaults(t, []string{"hemlig-nyckel", "hemlig-cell"}, []ingesttest.Fault{
		{Name: "bad query", Make: answering(status(400)), Kind: dubbelkrona.Invalid, Says: "try query and fields"},
		{Name: "key refused", Make: answering(status(401)), Kind: dubbelkrona.Invalid, Says: "credentials"},
		{Name: "gone", Make: answering(status(404)), Kind: dubbelkrona.NotFound, Says: "404"},
		{Name: "down", Make: answering(status(503)), Kind: dubbelkrona.Transient, Says: "503"},
		{Name: "web page", Make: answering(text("<html>hemlig-cell</html>")), Kind: dubbelkrona.Invalid, Says: "web page"},
		{Name: "half an answer", Make: answering(text(`{"notices":[{"x":"hemlig-cell`)), Kind: dubbelkrona.Transient, Says: "cut off"},
		{Name: "more behind", Make: answering(text(`{"notices":[]}{"x":"hemlig-cell"}`)), Kind: dubbelkrona.Transient, Says: "content after the end"},
		{Name: "other JSON", Make: answering(text(`["hemlig-cell"]`)), Kind: dubbelkrona.Transient, Says: "malformed"},
	})
}

func TestAPIKey(t *testing.T) {
	t.Setenv("TED_TEST_KEY", "nyckel")
	s := newServer(t, threeDays())
	settings := s.settings()
	settings.APIKey = secret.Ref{Env: "TED_TEST_KEY"}
	if _, err := ingesttest.Read(t, source(t, ingesttest.Env(t), settings, nil)); err != nil {
		t.Fatal(err)
	}
	for _, r := range s.asked() {
		if r.key != "Bearer nyckel" {
			t.Errorf("the key was sent as %q", r.key)
		}
	}
}

func TestSearchSettings(t *testing.T) {
	good := search.Settings{Query: "buyer-country = SWE", From: "2024-01-01"}
	for name, c := range map[string]struct {
		change func(*search.Settings)
		want   string
	}{
		"no query":       {func(s *search.Settings) { s.Query = " " }, "query"},
		"sorted":         {func(s *search.Settings) { s.Query += " sort  by buyer-name" }, "SORT BY"},
		"no day":         {func(s *search.Settings) { s.From = "" }, "from"},
		"no such day":    {func(s *search.Settings) { s.From = "2024-02-30" }, "from"},
		"page too large": {func(s *search.Settings) { s.PageSize = 251 }, "page_size"},
		"page negative":  {func(s *search.Settings) { s.PageSize = -1 }, "page_size"},
		"many fields":    {func(s *search.Settings) { s.PageSize, s.Fields = 250, slices.Repeat([]string{"x"}, 41) }, "page_size"},
		"no field":       {func(s *search.Settings) { s.Fields = []string{`x" OR`} }, "fields"},
		"no address":     {func(s *search.Settings) { s.Endpoint = "api.ted.europa.eu" }, "endpoint"},
		"no key":         {func(s *search.Settings) { s.APIKey = secret.Ref{Env: "TED_NO_SUCH_KEY"} }, "api_key"},
	} {
		settings := good
		c.change(&settings)
		if _, err := search.New("ted", ingesttest.Env(t), settings); dubbelkrona.KindOf(err) != dubbelkrona.Invalid || err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want an Invalid error about %s", name, err, c.want)
		}
	}
	if _, err := search.New("ted", ingesttest.Env(t), good); err != nil {
		t.Error(err)
	}
}

// Reading continues on the day after the cursor, but not before the first day. A cursor in
// the future is ignored, so all days are requested again.
func TestCursorAndFrom(t *testing.T) {
	s := newServer(t, threeDays())
	src := source(t, ingesttest.Env(t), s.settings(), nil)
	for cursor, want := range map[string]string{
		"":           "2026-02-26 2026-02-27 2026-02-28",
		"2026-02-26": "2026-02-27 2026-02-28",
		"2026-02-28": "",
		"2026-12-31": "2026-02-26 2026-02-27 2026-02-28",
		"2020-01-01": "2026-02-26 2026-02-27 2026-02-28",
	} {
		objects, err := ingesttest.Objects(src, []byte(cursor))
		if err != nil || labels(objects) != want {
			t.Errorf("behind %q come %q, %v; want %q", cursor, labels(objects), err, want)
		}
	}
	if _, err := ingesttest.Objects(src, []byte("x")); err == nil {
		t.Error("a cursor that is no day is taken")
	}
	if n := len(s.asked()); n > 0 {
		t.Errorf("%d requests for days that were not selected", n)
	}
}

// A cancelled context ends a search between pages.
func TestSearchEndsWithContext(t *testing.T) {
	s := newServer(t, threeDays())
	ctx, cancel := context.WithCancel(context.Background())
	s.change = func(page int, _ map[string]any) {
		if page == 1 {
			cancel()
		}
	}
	src := source(t, ingesttest.Env(t), s.settings(), nil)
	objects, err := ingesttest.Objects(src, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := src.Inspect(ctx, objects[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("Inspect: %v", err)
	}
	if n := len(s.asked()); n > 2 {
		t.Errorf("%d pages were requested", n)
	}
}
