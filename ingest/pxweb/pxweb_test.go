package pxweb_test

import (
	"context"
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
	"dubbelkrona/ingest/pxweb"
	"dubbelkrona/internal/fetch"
)

func env(t testing.TB) ingest.Env {
	e := ingesttest.Env(t)
	// A clock that only waiting advances; waits end at once.
	now := ingesttest.Clock()
	e.Web = fetch.New(fetch.Options{Now: func() time.Time { return now }, Wait: func(ctx context.Context, d time.Duration) error {
		now = now.Add(d)
		return ctx.Err()
	}})
	t.Cleanup(e.Web.Close)
	return e
}

func source(t testing.TB, e ingest.Env, s pxweb.Settings) ingest.Source {
	t.Helper()
	src, err := pxweb.New("scb", e, s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// settings select the whole made-up table.
func settings(api, endpoint string) pxweb.Settings {
	s := pxweb.Settings{API: api, Endpoint: endpoint + "/v2", Tables: []pxweb.Table{{ID: "TAB1"}}}
	if api == "v1" {
		s.Endpoint, s.Tables[0].ID = endpoint+"/v1", "X/TAB1"
	}
	s.Tables[0].Select = map[string][]string{"Region": {"*"}, "Kon": {"*"}, "ContentsCode": {"*"}, "Tid": {"*"}}
	return s
}

// values reads the first table and returns its cells as "Region Kon Contents Tid
// value", sorted.
func values(t testing.TB, src ingest.Source) ([]string, error) {
	t.Helper()
	tab, err := ingesttest.Read(t, src)
	var all []string
	for _, row := range tab.Rows {
		if c := row.Cells; c["record"] == "value" {
			all = append(all, fmt.Sprintf("%s %s %s %s %s", c["Region"], c["Kon"], c["ContentsCode"], c["Tid"], c["value"]))
		}
	}
	slices.Sort(all)
	return all, err
}

// A table that is read with many requests has the same rows as with one.
func TestSplitRequestsReturnAllRows(t *testing.T) {
	for _, api := range []string{"v2", "v1"} {
		var want []string
		for _, most := range []int{10_000, 250, 50, 7, 1} {
			p := table()
			p.most = most
			got, err := values(t, source(t, env(t), settings(api, p.start(t))))
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = got
			}
			if len(got) != 5*3*2*20 || !slices.Equal(got, want) {
				t.Errorf("%s, at most %d cells: %d rows, not those of one question", api, most, len(got))
			}
			if p.largest.Load() > int64(most) || most == 10_000 && p.data.Load() != 1 {
				t.Errorf("%s, at most %d cells: %d questions, the largest of %d cells", api, most, p.data.Load(), p.largest.Load())
			}
		}
		if !slices.Contains(want, "2182 2 A1 2026 "+strconv.Itoa(((4*3+1)*2+0)*20+19)) {
			t.Errorf("%s: the cell of Söderhamn's women in 2026 is another", api)
		}
	}
}

func TestSelections(t *testing.T) {
	p := table()
	p.most = 10_000
	s := settings("v2", p.start(t))
	s.Tables[0].Select = map[string][]string{"Region": {"2182", "00"}, "Tid": {"latest 2", "from 2024"}}
	tab, err := ingesttest.Read(t, source(t, env(t), s))
	if err != nil {
		t.Fatal(err)
	}
	// Two regions, both contents, 2024 to 2026; Kon has a total and is left out.
	// The definitions of the contents come first.
	if len(tab.Rows) != 2+2*2*3 {
		t.Fatalf("%d rows", len(tab.Rows))
	}
	last := tab.Rows[len(tab.Rows)-1].Cells
	for column, want := range map[string]string{"area": "2182", "scope": "municipality:2182", "period": "2026", "valid_from": "2026-01-01",
		"valid_to": "2026-12-31", "indicator": "TAB1 A2", "source": "Provmyndigheten, TAB1, Tabell (2026-02-03)"} {
		if last[column] != want {
			t.Errorf("%s is %q, want %q", column, last[column], want)
		}
	}
	for name, choose := range map[string]map[string][]string{
		"no such variable": {"Kommun": {"*"}}, "no such value": {"Region": {"9999"}}, "nothing": {"Tid": {"from 2099"}},
	} {
		s.Tables[0].Select = choose
		if _, err := values(t, source(t, env(t), s)); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The cells of a table that has not been updated are not requested.
func TestVersionIsTheTimeOfUpdate(t *testing.T) {
	p := table()
	s := settings("v2", p.start(t))
	version := func() string {
		objects, err := ingesttest.Objects(source(t, env(t), s), nil)
		if err != nil {
			t.Fatal(err)
		}
		return objects[0].Version
	}
	first := version()
	if first == "" || version() != first || p.data.Load() != 0 {
		t.Errorf("version %q, then %q, after %d questions for cells", first, version(), p.data.Load())
	}
	p.updated = "2026-03-01T08:00:00Z"
	if version() == first {
		t.Error("an update does not show")
	}
	p.updated = "2026-02-03T08:00:00Z"
	s.Tables[0].Select["Tid"] = []string{"latest 1"}
	if version() == first {
		t.Error("another selection does not show")
	}
}

func TestResumedAnywhere(t *testing.T) {
	p := table()
	endpoint := p.start(t)
	ingesttest.RunCursor(t, ingesttest.CursorSubject{
		Rows: 3 * (2 + 2*1), Sweeps: true,
		Make: func(t *testing.T, e ingest.Env) ingest.Source {
			e.Web = env(t).Web
			s := settings("v2", endpoint)
			s.Tables = nil
			for range 3 {
				// The made-up server has the same table under all names with this prefix.
				s.Tables = append(s.Tables, pxweb.Table{ID: "TAB1" + strings.Repeat("B", len(s.Tables)), Select: map[string][]string{"Tid": {"latest 1"}}})
			}
			return source(t, e, s)
		},
	})
}

func TestIncompleteResponsesAreRefused(t *testing.T) {
	type answer = map[string]any
	post := func(r *http.Request) bool { return r.Method == http.MethodPost }
	for name, tc := range map[string]struct {
		kind dubbelkrona.Kind
		bend func(w http.ResponseWriter, r *http.Request, a answer) bool
	}{
		"half an answer": {dubbelkrona.Transient, func(w http.ResponseWriter, r *http.Request, _ answer) bool {
			if post(r) {
				fmt.Fprint(w, `{"version":"2.0","class":"data`)
			}
			return post(r)
		}},
		"fewer values": {dubbelkrona.Transient, func(_ http.ResponseWriter, r *http.Request, a answer) bool {
			if v, ok := a["value"].([]int); ok && post(r) {
				a["value"] = v[1:]
			}
			return false
		}},
		"other years": {dubbelkrona.Transient, func(w http.ResponseWriter, r *http.Request, a answer) bool {
			if post(r) {
				index := a["dimension"].(answer)["Tid"].(answer)["category"].(answer)["index"].(map[string]int)
				for code, at := range index {
					delete(index, code)
					index["1"+code] = at
					break
				}
			}
			return false
		}},
		"always 429": {dubbelkrona.Transient, func(w http.ResponseWriter, _ *http.Request, _ answer) bool {
			w.Header().Set("Retry-After", "10")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		}},
		"no table": {dubbelkrona.NotFound, func(w http.ResponseWriter, r *http.Request, _ answer) bool {
			if strings.Contains(r.URL.Path, "metadata") {
				http.NotFound(w, r)
				return true
			}
			return false
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := table()
			p.bend = tc.bend
			rows, err := values(t, source(t, env(t), settings("v2", p.start(t))))
			if dubbelkrona.KindOf(err) != tc.kind || len(rows) > 0 {
				t.Errorf("%d rows, %v; want none and a %s error", len(rows), err, tc.kind)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	for name, s := range map[string]pxweb.Settings{
		"no table":    {},
		"version 3":   {API: "v3", Tables: []pxweb.Table{{ID: "T"}}},
		"a language":  {Language: "fi", Tables: []pxweb.Table{{ID: "T"}}},
		"upwards":     {Tables: []pxweb.Table{{ID: "../T"}}},
		"twice":       {Tables: []pxweb.Table{{ID: "T"}, {ID: "T"}}},
		"no values":   {Tables: []pxweb.Table{{ID: "T", Select: map[string][]string{"Tid": {}}}}},
		"latest none": {Tables: []pxweb.Table{{ID: "T", Select: map[string][]string{"Tid": {"latest 0"}}}}},
		"no address":  {Endpoint: "scb", Tables: []pxweb.Table{{ID: "T"}}},
	} {
		if _, err := pxweb.New("scb", ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}
