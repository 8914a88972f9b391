package http_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/ingest"
	ingesthttp "dubbelkrona/ingest/http"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/internal/secret"
)

func paged(url, next string) ingesthttp.Settings {
	return ingesthttp.Settings{URL: url + "/rows", Attempts: 2, Paging: ingesthttp.Paging{Next: next, Items: "values", Total: "count"}}
}

func page(count, from, to int, next string) string {
	var rows []string
	for n := from; n <= to; n++ {
		rows = append(rows, fmt.Sprintf(`{"n":%d,"amount":%d.10}`, n, n))
	}
	return fmt.Sprintf(`{"count":%d,"values":[%s],"next":%s}`, count, strings.Join(rows, ","), next)
}

func TestPagesAreOneObject(t *testing.T) {
	for name, pages := range map[string][]string{
		"addresses":          {page(5, 1, 2, `"{base}/rows?page=1"`), page(5, 3, 4, `"{base}/rows?page=2"`), page(5, 5, 5, `null`)},
		"relative addresses": {page(5, 1, 2, `"?page=1"`), page(5, 3, 4, `"/rows?page=2"`), page(5, 5, 5, `""`)},
		"an empty last page": {page(5, 1, 5, `"?page=1"`), page(5, 6, 5, `false`)},
		"one page":           {page(5, 1, 5, `null`)},
	} {
		tab, err := ingesttest.Read(t, must(t, paged(book(t, pages...).URL, "next")))
		if err != nil || len(tab.Rows) != 5 {
			t.Errorf("%s: %d rows, %v; want 5", name, len(tab.Rows), err)
			continue
		}
		for i, row := range tab.Rows {
			if want := fmt.Sprintf("%d.10", i+1); row.Cells["amount"] != want || row.At != int64(i+1) {
				t.Errorf("%s: row %d is %+v; want amount %s", name, i+1, row, want)
			}
		}
	}
	if tab, err := ingesttest.Read(t, must(t, paged(book(t, page(0, 1, 0, "null")).URL, "next"))); err != nil || len(tab.Rows) != 0 {
		t.Errorf("no rows: %d, %v", len(tab.Rows), err)
	}
}

func TestPagesByToken(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch token := r.URL.Query().Get("token"); token {
		case "":
			fmt.Fprint(w, `{"values":[{"n":1}],"meta":{"token":"a b&c"}}`)
		case "a b&c":
			fmt.Fprint(w, `{"values":[{"n":2}],"meta":{"token":7}}`)
		case "7":
			fmt.Fprint(w, `{"values":[{"n":3}],"meta":{}}`)
		}
	})
	s := paged(srv.URL, "meta.token")
	s.Paging.Param, s.Paging.Total = "token", ""
	if tab, err := ingesttest.Read(t, must(t, s)); err != nil || len(tab.Rows) != 3 {
		t.Errorf("%d rows, %v; want 3", len(tab.Rows), err)
	}
}

func TestPagesByLink(t *testing.T) {
	srv := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Get("page") {
		case "":
			w.Header().Add("Link", `<?page=0>; rel="prev first", <?page=1,5>; title="a, b"; rel="last next"`)
			fmt.Fprint(w, "\ufeff"+`[{"n":1},{"n":2}]`)
		default:
			w.Header().Add("Link", `<?page=1>;rel=prev`)
			fmt.Fprint(w, `[{"n":3}]`)
		}
	})
	s := ingesthttp.Settings{URL: srv.URL, Paging: ingesthttp.Paging{Next: "link"}}
	if tab, err := ingesttest.Read(t, must(t, s)); err != nil || len(tab.Rows) != 3 {
		t.Errorf("%d rows, %v; want 3", len(tab.Rows), err)
	}
}

func TestIncompletePagesAreRefused(t *testing.T) {
	elsewhere := book(t, page(4, 3, 4, "null"))
	t.Setenv("HTTP_TEST_SECRET", secretValue)
	var faults []ingesttest.Fault
	add := func(name string, kind dubbelkrona.Kind, says string, change func(*ingesthttp.Settings), pages ...string) {
		faults = append(faults, ingesttest.Fault{Name: name, Kind: kind, Says: says, Make: func(t *testing.T, env ingest.Env) (ingest.Source, error) {
			s := paged(book(t, pages...).URL, "next")
			s.Auth = ingesthttp.Auth{Bearer: secret.Ref{Env: "HTTP_TEST_SECRET"}}
			if change != nil {
				change(&s)
			}
			return source(t, env, s)
		}})
	}
	add("fewer than the total", dubbelkrona.Transient, "2 pages have 4 rows, but the server states 5", nil, page(5, 1, 2, `"?page=1"`), page(5, 3, 4, "null"))
	add("more than the total", dubbelkrona.Transient, "states 3", nil, page(3, 1, 2, `"?page=1"`), page(3, 3, 4, "null"))
	add("the total changes", dubbelkrona.Transient, "from 4 to 5", nil, page(4, 1, 2, `"?page=1"`), page(5, 3, 4, "null"))
	add("a circle", dubbelkrona.Invalid, "loop", nil, page(9, 1, 2, `"?page=1"`), page(9, 3, 4, `"?page=1"`))
	add("the same page for ever", dubbelkrona.Invalid, "same rows", nil, page(9, 1, 2, `"?page=1"`), page(9, 1, 2, `"?page=2"`), page(9, 1, 2, `"?page=3"`))
	add("too many pages", dubbelkrona.Invalid, "more than 1 pages", func(s *ingesthttp.Settings) { s.Paging.MaxPages = 1 }, page(4, 1, 2, `"?page=1"`), page(4, 3, 4, "null"))
	add("a page is missing", dubbelkrona.NotFound, "page 2", nil, page(4, 1, 2, `"?page=7&key=`+secretValue+`"`))
	add("another host", dubbelkrona.Invalid, "another host", nil, page(4, 1, 2, `"`+elsewhere.URL+`/x?key=`+secretValue+`"`))
	add("no address", dubbelkrona.Invalid, "address of the next page is not valid", nil, page(4, 1, 2, `"http://[%`+secretValue+`"`))
	add("a number as address", dubbelkrona.Invalid, "paging.next is not an address", nil, page(4, 1, 2, `12`))
	add("a message", dubbelkrona.Invalid, "no array", nil, `{"error":"`+secretValue+`"}`)
	add("no JSON", dubbelkrona.Invalid, "not JSON", nil, `{"values":[{"n":"`+secretValue+`"`)
	add("no total", dubbelkrona.Invalid, "no total", nil, `{"values":[]}`)
	add("a total that is none", dubbelkrona.Invalid, "not a number", nil, `{"values":[],"count":"`+secretValue+`"}`)
	ingesttest.RunFaults(t, []string{secretValue}, faults)
	if n := len(elsewhere.requests()); n > 0 {
		t.Errorf("the other host got %d requests", n)
	}
}

// Another host that is allowed gets the request without the credentials.
func TestNextPageOnAnAllowedHost(t *testing.T) {
	t.Setenv("HTTP_TEST_SECRET", secretValue)
	elsewhere := book(t, page(4, 3, 4, "null"))
	for _, auth := range []ingesthttp.Auth{{Bearer: secret.Ref{Env: "HTTP_TEST_SECRET"}}, {Query: "key", Value: secret.Ref{Env: "HTTP_TEST_SECRET"}}} {
		s := paged(book(t, page(4, 1, 2, `"`+elsewhere.URL+`/rows"`)).URL, "next")
		s.Auth, s.Paging.Hosts = auth, []string{"127.0.0.1"}
		if tab, err := ingesttest.Read(t, must(t, s)); err != nil || len(tab.Rows) != 4 {
			t.Errorf("%d rows, %v; want 4", len(tab.Rows), err)
		}
	}
	for _, r := range elsewhere.requests() {
		if r.Header.Get("Authorization") != "" || strings.Contains(r.URL.RawQuery, secretValue) {
			t.Errorf("the other host was sent credentials: %v", r.Header)
		}
	}
	if n := len(elsewhere.requests()); n != 2 {
		t.Errorf("the other host got %d requests; want 2", n)
	}
}

func FuzzPages(f *testing.F) {
	for _, seed := range []string{page(1, 1, 1, "null"), page(2, 1, 1, `"?page=1"`), `{"values":[1,[],{}],"count":3}`, `[`, `{"count":1e3,"values":[]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		srv := book(t, answer, answer)
		src := must(t, paged(srv.URL, "next"))
		if _, err := ingesttest.Read(t, src); err != nil && dubbelkrona.KindOf(err) == dubbelkrona.Internal {
			t.Error(err)
		}
	})
}
