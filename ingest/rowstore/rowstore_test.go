package rowstore_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/rowstore"
)

// Whatever the sizes of the pages, the rows are those of the table, in order.
func TestPagesAreJoined(t *testing.T) {
	for _, c := range []struct {
		rows, pageRows, limit, pages int
	}{
		{1, 10, 500, 1},
		{9, 10, 500, 1},
		{10, 10, 500, 1}, // next leads to an empty page
		{11, 10, 500, 2},
		{1000, 250, 500, 4},
		{1001, 0, 500, 3},
		{450, 1000, 500, 5}, // more than the server allows: it uses 100
		{45, 500, 10, 5},
	} {
		t.Run(fmt.Sprintf("%d rows by %d", c.rows, c.pageRows), func(t *testing.T) {
			s := newServer(t, numbered(c.rows)...)
			s.limit = c.limit
			tab, err := one(t, s, c.pageRows, nil)
			if err != nil || len(tab.Rows) != c.rows {
				t.Fatalf("%d rows, %v; want %d", len(tab.Rows), err, c.rows)
			}
			for i, row := range tab.Rows {
				if row.Cells["nr"] != strconv.Itoa(i) || row.Cells["belopp"] != fmt.Sprintf("%d,50", i) {
					t.Fatalf("row %d is %v", i, row.Cells)
				}
			}
			pages := slices.DeleteFunc(s.asked(), func(r string) bool { return strings.HasSuffix(r, "/info") })
			if len(pages) != c.pages {
				t.Errorf("requested %d pages, want %d: %q", len(pages), c.pages, pages)
			}
		})
	}
}

// Reading an unchanged table again results in the same hash, although each response
// states how long it took.
func TestTheSameRowsAreTheSameObject(t *testing.T) {
	s := newServer(t, numbered(25)...)
	var sums []string
	for _, pageRows := range []int{10, 7} {
		src := source(t, rowstore.Settings{Datasets: []rowstore.Dataset{{URL: s.dataset(), Title: "Leverantörsreskontra", Period: "2022-06"}}, PageRows: pageRows}, web(nil))
		objects, err := ingesttest.Objects(src, nil)
		if err != nil || len(objects) != 1 || objects[0].Label != "Leverantörsreskontra 2022-06" {
			t.Fatalf("objects %v, %v", objects, err)
		}
		origin, err := src.Inspect(t.Context(), objects[0])
		if err != nil {
			t.Fatal(err)
		}
		sums = append(sums, origin.SHA256)
	}
	if sums[0] != sums[1] {
		t.Errorf("the same rows have the fingerprints %q", sums)
	}
}

func TestIncompleteResponsesAreRefused(t *testing.T) {
	at := func(offset string, change func(map[string]any)) func(*http.Request, map[string]any) {
		return func(r *http.Request, answer map[string]any) {
			if r.URL.Query().Get("_offset") == offset {
				change(answer)
			}
		}
	}
	onInfo := func(times int, change func(map[string]any)) func(*http.Request, map[string]any) {
		return func(r *http.Request, answer map[string]any) {
			if strings.HasSuffix(r.URL.Path, "/info") {
				if times--; times <= 0 {
					change(answer)
				}
			}
		}
	}
	for name, c := range map[string]struct {
		change func(*http.Request, map[string]any)
		want   string
	}{
		"half a page":             {at("10", func(a map[string]any) { a["results"] = a["results"].([]map[string]string)[:5] }), "next does not continue after the 15 rows"},
		"half the last page":      {at("20", func(a map[string]any) { a["results"] = a["results"].([]map[string]string)[:2] }), "ends after 22 rows without a next page"},
		"an empty page":           {at("10", func(a map[string]any) { a["results"] = []string{} }), "ends after 10 of 25 rows"},
		"a count too high":        {at("0", func(a map[string]any) { a["resultCount"] = 26 }), "had 26 rows and has 25"},
		"a count too high in all": {func(_ *http.Request, a map[string]any) { a["resultCount"] = 26 }, "ends after 25 rows without a next page"},
		"a count too low":         {func(_ *http.Request, a map[string]any) { a["resultCount"] = 15 }, "more rows than the 15"},
		"a row came meanwhile":    {at("10", func(a map[string]any) { a["resultCount"] = 26 }), "had 25 rows and has 26"},
		"next in a circle":        {at("10", func(a map[string]any) { a["next"] = "?_offset=10&_limit=10" }), "repeats or skips rows"},
		"next without a place":    {at("10", func(a map[string]any) { a["next"] = "/rowstore" }), "does not continue after the 20"},
		"next is missing":         {at("0", func(a map[string]any) { delete(a, "next") }), "ends after 10 rows without a next page"},
		"another page":            {at("10", func(a map[string]any) { a["offset"] = 0 }), "begins at row 0 instead of the requested row 10"},
		"being filled":            {onInfo(1, func(a map[string]any) { a["status"] = 2 }), "loading the table, or failed to (status 2)"},
		"being filled at last":    {onInfo(2, func(a map[string]any) { a["status"] = 2 }), "loading the table, or failed to (status 2)"},
		"filled meanwhile":        {onInfo(2, func(a map[string]any) { a["rowcount"] = 24 }), "25 rows were read, but the server states 24"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t, numbered(25)...)
			s.change = c.change
			refused(t, s, dubbelkrona.Transient, c.want)
		})
	}
}

// refused checks that reading with ten rows a page returns an error and no row.
func refused(t *testing.T, s *server, kind dubbelkrona.Kind, want string) {
	t.Helper()
	tab, err := one(t, s, 10, nil)
	if dubbelkrona.KindOf(err) != kind || err == nil || !strings.Contains(err.Error(), want) || len(tab.Rows) > 0 {
		t.Errorf("%d rows, %v; want a %s error that says %q", len(tab.Rows), err, kind, want)
	}
}

// An empty table is refused as being loaded, unless the server says that it is
// available.
func TestEmptyTables(t *testing.T) {
	s := newServer(t)
	if tab, err := one(t, s, 10, nil); err != nil || len(tab.Rows) != 0 {
		t.Errorf("available and empty: %d rows, %v", len(tab.Rows), err)
	}
	s.noInfo = true
	refused(t, s, dubbelkrona.Transient, "does not report whether it is being loaded")
	s = newServer(t, numbered(3)...)
	s.noInfo = true
	if tab, err := one(t, s, 10, nil); err != nil || len(tab.Rows) != 3 {
		t.Errorf("a server that shows no info: %d rows, %v", len(tab.Rows), err)
	}
}

// Responses that are not RowStore's are refused.
func TestOtherResponsesAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		kind dubbelkrona.Kind
		want string
	}{
		"a web page":        {"\n<!DOCTYPE html><html><body>Underhåll</body></html>", dubbelkrona.Invalid, "a web page, not data"},
		"cut short":         {`{"results":[{"nr":"1"},{"n`, dubbelkrona.Transient, "is not JSON; it may be cut off"},
		"nothing":           {"", dubbelkrona.Transient, "is not JSON; it may be cut off"},
		"rows alone":        {`[{"nr":"1"}]`, dubbelkrona.Invalid, "no results with a resultCount"},
		"no count":          {`{"results":[]}`, dubbelkrona.Invalid, "no results with a resultCount"},
		"a negative count":  {`{"results":[],"resultCount":-1}`, dubbelkrona.Invalid, "no results with a resultCount"},
		"rows of something": {`{"results":[1],"resultCount":1}`, dubbelkrona.Invalid, "not an object"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			s.before = func(w http.ResponseWriter, r *http.Request) bool {
				if strings.HasSuffix(r.URL.Path, "/info") {
					return false
				}
				fmt.Fprint(w, c.body)
				return true
			}
			refused(t, s, c.kind, c.want)
		})
	}
	s := newServer(t)
	s.before = func(w http.ResponseWriter, r *http.Request) bool { http.NotFound(w, r); return true }
	refused(t, s, dubbelkrona.NotFound, "404")
}

// Retry-After of a busy server is respected, a broken connection is retried, and all
// rows are read in the end.
func TestRetries(t *testing.T) {
	s := newServer(t, numbered(25)...)
	until := ingesttest.Clock().Add(42 * time.Second)
	faults := 0
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("_offset") != "10" || faults == 3 {
			return false
		}
		faults++
		switch faults {
		case 1: // as RowStore limits rates: with a date
			w.Header().Set("Retry-After", until.Format(http.TimeFormat))
			w.WriteHeader(http.StatusTooManyRequests)
		case 2: // its query took too long
			w.WriteHeader(http.StatusServiceUnavailable)
		case 3:
			cut(t, w)
		}
		return true
	}
	var waited []time.Duration
	tab, err := one(t, s, 10, &waited)
	if err != nil || len(tab.Rows) != 25 || faults != 3 {
		t.Fatalf("%d rows, %v, %d faults", len(tab.Rows), err, faults)
	}
	if !slices.Contains(waited, 42*time.Second) {
		t.Errorf("waited %v, and never the 42 seconds of Retry-After", waited)
	}
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Query().Get("_offset") != "20" {
			return false
		}
		cut(t, w)
		return true
	}
	refused(t, s, dubbelkrona.Transient, "the connection failed")
}

// cut begins a response and breaks the connection.
func cut(t *testing.T, w http.ResponseWriter) {
	conn, buffered, err := w.(http.Hijacker).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	fmt.Fprint(buffered, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"results\":[{\"nr\":\"10\"},")
	buffered.Flush()
	conn.Close()
}

func TestConditionsAreKept(t *testing.T) {
	s := newServer(t, numbered(25)...)
	src := source(t, rowstore.Settings{Datasets: []rowstore.Dataset{{URL: s.dataset() + "/json?forvaltning=Barn"}}, PageRows: 25}, web(nil))
	if _, err := ingesttest.Read(t, src); err != nil {
		t.Fatal(err)
	}
	if got, want := s.asked(), []string{"4c5-a/info", "4c5-a/json?_limit=25&_offset=0&forvaltning=Barn", "4c5-a/info"}; !slices.Equal(got, want) {
		t.Errorf("requested %q, want %q", got, want)
	}
}

func TestSettings(t *testing.T) {
	good := rowstore.Dataset{URL: "https://example.org/rowstore/dataset/a", Title: "Juni"}
	for name, c := range map[string]struct {
		settings rowstore.Settings
		want     string
	}{
		"nothing":          {rowstore.Settings{}, "at least one dataset"},
		"no address":       {rowstore.Settings{Datasets: []rowstore.Dataset{good, {URL: "rowstore/dataset/x"}}}, "datasets[1].url: an address must begin with"},
		"a password":       {rowstore.Settings{Datasets: []rowstore.Dataset{{URL: "https://a:hemlig@example.org/x"}}}, "must not contain user and password"},
		"one name for two": {rowstore.Settings{Datasets: []rowstore.Dataset{good, {URL: "https://example.org/b", Title: "Juni"}}}, "titles are the same"},
		"a catalogue's":    {rowstore.Settings{Catalogue: "file:///etc/passwd"}, "catalogue: an address must begin with"},
		"pages of less":    {rowstore.Settings{Datasets: []rowstore.Dataset{good}, PageRows: -1}, "above 0"},
	} {
		_, err := rowstore.New(ingest.Env{}, c.settings)
		if dubbelkrona.KindOf(err) != dubbelkrona.Invalid || err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hemlig") {
			t.Errorf("%s: %v; want an Invalid error that says %q", name, err, c.want)
		}
	}
}
