package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"strings"
	"testing"
)

// A table of a RowStore is replaced completely or not at all: rows read while the
// server refills the table are never committed.
func TestTableOfARowStoreIsReplacedCompletely(t *testing.T) {
	t.Parallel()
	amounts := []string{"1234,50", "-0,50", "66"}
	stated := len(amounts)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/info") {
			http.NotFound(w, r)
			return
		}
		var rows []map[string]string
		for _, amount := range amounts {
			rows = append(rows, map[string]string{"\ufeffkopare_id": "212000-2080", "leverantor": "Alfa AB", "belopp": amount, "text": path.Base(r.URL.Path)})
		}
		json.NewEncoder(w).Encode(map[string]any{"results": rows, "offset": 0, "limit": 100, "resultCount": stated})
	}))
	defer server.Close()
	root := lightProject(t, "vasteras", fmt.Sprintf(`  - name: reskontra
    place:
      kind: rowstore
      per_second: 1000
      datasets:
        - {url: %q, title: Leverantörsreskontra juni 2022}
        - {url: %q, title: Leverantörsreskontra, period: 2022-07}
    load: replace-period
    profile: leverantorsreskontra
    period: {from: name, pattern: '(\p{L}+ \d{4}$|\d{4}-\d{2}$)'}
`, server.URL+"/rowstore/dataset/juni", server.URL+"/rowstore/dataset/juli"))
	const query = "SELECT date, count(*), sum(amount) FROM core.spend GROUP BY date ORDER BY date LIMIT 1"

	inProcess(t, exitDone, "run", "--project", root)
	first := ask(t, root, query)
	if want := "3 1300]"; !strings.HasSuffix(first, want) {
		t.Errorf("the postings are %s, want %s", first, want)
	}
	amounts, stated = []string{"5"}, 9 // it is being loaded
	printed := inProcess(t, exitPartial, "run", "--project", root)
	if !strings.Contains(printed, "ends after 1 rows") {
		t.Errorf("the incomplete table is not reported:\n%s", printed)
	}
	if got := ask(t, root, query); got != first {
		t.Errorf("the postings became %s, were %s", got, first)
	}
	amounts, stated = []string{"5", "7,25"}, 2
	inProcess(t, exitDone, "run", "--project", root)
	if got, want := ask(t, root, query), "2 12.25]"; !strings.HasSuffix(got, want) {
		t.Errorf("the postings are %s, want %s", got, want)
	}
	if got, want := ask(t, root, "SELECT count(*), count(DISTINCT object) FROM core.spend"), "[4 2]"; got != want {
		t.Errorf("of both months: %s, want %s", got, want)
	}
}
