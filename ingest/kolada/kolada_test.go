package kolada_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"dubbelkrona"
	"dubbelkrona/ingest"
	"dubbelkrona/ingest/ingesttest"
	"dubbelkrona/ingest/kolada"
	"dubbelkrona/internal/fetch"
)

// small returns made-up content with everything that the API's responses can have.
func small() *api {
	return &api{
		kpis: []map[string]any{
			{"id": "N00001", "title": "Första", "description": "Det första.", "publication_date": "2026-02-01"},
			{"id": "U00001", "title": "Ett annat", "description": "Inte samma som N00001."},
		},
		municipalities: []map[string]any{{"id": "0000", "title": "Riket", "type": "L"}, {"id": "0360", "title": "Tierp", "type": "K"}},
		values: []flat{
			{KPI: "N00001", Municipality: "0360", Year: 2025, Gender: "T", Count: 1, Value: "12.50"},
			{KPI: "N00001", Municipality: "0360", Year: 2025, Gender: "K", Count: 1, Value: "1.25e1"},
			{KPI: "N00001", Municipality: "0360", Year: 2025, Gender: "M", Count: 0, Status: "Missing"},
			{KPI: "U00001", Municipality: "0000", Year: 2026, Gender: "T", Count: 1, Value: "3", Deleted: true},
			{KPI: "U00001", Unit: "V15E036000001", Year: 2026, Gender: "T", Count: 1, Value: "7"},
		},
		units: map[string][]string{"0360": {"V15E036000001"}},
	}
}

func env(t testing.TB) ingest.Env {
	e := ingesttest.Env(t)
	e.Web = fetch.New(fetch.Options{Now: e.Now, Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	t.Cleanup(e.Web.Close)
	return e
}

func source(t testing.TB, e ingest.Env, s kolada.Settings) ingest.Source {
	t.Helper()
	if s.KPIs == nil {
		s.KPIs = []string{"N00001", "U00001"}
	}
	if s.Years == nil {
		s.Years = []string{"2025-2026"}
	}
	s.PerSecond = 1e6
	src, err := kolada.New("kolada", e, s)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// readAll reads every object and returns all rows as "column=cell …".
func readAll(t testing.TB, src ingest.Source) (rows []string, objects int, err error) {
	t.Helper()
	for obj, err := range src.Objects(t.Context(), nil) {
		if err != nil {
			return rows, objects, err
		}
		objects++
		origin, err := src.Inspect(t.Context(), obj)
		if err != nil {
			return rows, objects, err
		}
		var tab ingesttest.Table
		err = src.Read(t.Context(), obj, origin, func(b *dubbelkrona.RawBatch) error {
			tab.Add(b)
			return nil
		})
		if err != nil {
			return rows, objects, err
		}
		for _, row := range tab.Rows {
			var cells []string
			for _, c := range tab.Columns {
				if text, ok := row.Cells[c]; ok {
					cells = append(cells, c+"="+text)
				}
			}
			if row.Fault != "" {
				cells = append(cells, "fault="+row.Fault)
			}
			rows = append(rows, strings.Join(cells, " "))
		}
	}
	return rows, objects, nil
}

func TestRows(t *testing.T) {
	a := small()
	src := source(t, env(t), kolada.Settings{Endpoint: a.start(t), Municipalities: []string{"0000", "0360"}, Units: true})
	rows, objects, err := readAll(t, src)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"record=municipality code=0000 name=Riket type=L",
		"record=municipality code=0360 name=Tierp type=K region_code=03",
		"record=definition indicator=N00001 title=Första",
		"record=definition indicator=U00001 title=Ett annat",
		"record=value indicator=N00001 area=0360 period=2025 sex=T value=12.50 count=1",
		"record=value indicator=N00001 area=0360 period=2025 sex=K value=12.5 count=1",
		"record=value indicator=N00001 area=0360 period=2025 sex=M status=Missing count=0",
		"record=value indicator=U00001 area=0000 period=2026 sex=T status=deleted",
		"record=value indicator=U00001 area=V15E036000001 period=2026 sex=T value=7 count=1",
	}
	// municipality, definitions, two years of data, and of units each of two areas
	if objects != 2+2+4 || len(rows) != len(want) {
		t.Fatalf("%d objects, %d rows:\n%s", objects, len(rows), strings.Join(rows, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(rows[i], want[i]) {
			t.Errorf("row %d: %s\nwant %s…", i, rows[i], want[i])
		}
	}
}

func TestResumedAnywhere(t *testing.T) {
	a := small()
	endpoint := a.start(t)
	ingesttest.RunCursor(t, ingesttest.CursorSubject{
		Rows: 8, Sweeps: true,
		Make: func(t *testing.T, e ingest.Env) ingest.Source {
			e.Web = env(t).Web
			return source(t, e, kolada.Settings{Endpoint: endpoint})
		},
		Requests: func() int { return int(a.requests.Load()) },
	})
}

// The next day all objects are listed again, and so they are with other settings or
// after the last object.
func TestSweepsStartAgain(t *testing.T) {
	endpoint := small().start(t)
	e := env(t)
	labels := func(e ingest.Env, s kolada.Settings, cursor []byte) (all []string, cursors [][]byte) {
		objects, err := ingesttest.Objects(source(t, e, s), cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objects {
			all, cursors = append(all, o.Label), append(cursors, o.Cursor)
		}
		return all, cursors
	}
	s := kolada.Settings{Endpoint: endpoint}
	all, cursors := labels(e, s, nil)
	if rest, _ := labels(e, s, cursors[1]); len(rest) != len(all)-2 {
		t.Errorf("behind the second of %d objects: %q", len(all), rest)
	}
	if again, _ := labels(e, s, cursors[len(cursors)-1]); len(again) != len(all) {
		t.Errorf("behind the last: %q", again)
	}
	tomorrow := e
	tomorrow.Slot = ingesttest.Clock().AddDate(0, 0, 1)
	if anew, _ := labels(tomorrow, s, cursors[1]); len(anew) != len(all) {
		t.Errorf("the day after: %q", anew)
	}
	s.Years = []string{"2024-2026"}
	if anew, _ := labels(e, s, cursors[1]); len(anew) != len(all)+1 {
		t.Errorf("with other settings: %q", anew)
	}
}

func TestFollowsEveryPage(t *testing.T) {
	a := small()
	a.values = nil
	for i := range 12_001 {
		a.values = append(a.values, flat{KPI: "N00001", Municipality: fmt.Sprintf("%05d", i), Year: 2025, Gender: "T", Count: 1, Value: "1"})
	}
	src := source(t, env(t), kolada.Settings{Endpoint: a.start(t), KPIs: []string{"N00001"}, Years: []string{"2025"}})
	rows, _, err := readAll(t, src)
	if want := 2 + 1 + 12_001; err != nil || len(rows) != want {
		t.Errorf("%d rows, %v; want %d over three pages", len(rows), err, want)
	}
}

func TestGroups(t *testing.T) {
	a := small()
	a.groups = map[string][]string{"G2KPI1": {"N00001", "U00001"}, "G1": {"0360"}}
	src := source(t, env(t), kolada.Settings{Endpoint: a.start(t), KPIs: []string{}, KPIGroups: []string{"G2KPI1"}, MunicipalityGroups: []string{"G1"}})
	rows, _, err := readAll(t, src)
	if err != nil || len(rows) != 2+1+2+3 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	src = source(t, env(t), kolada.Settings{Endpoint: a.start(t), KPIs: []string{}, KPIGroups: []string{"G2KPI9"}})
	if _, _, err := readAll(t, src); dubbelkrona.KindOf(err) != dubbelkrona.NotFound || !strings.Contains(err.Error(), "G2KPI9") {
		t.Errorf("%v", err)
	}
}

func TestIncompleteResponsesAreRefused(t *testing.T) {
	type answer = map[string]any
	for name, tc := range map[string]struct {
		kind dubbelkrona.Kind
		bend func(w http.ResponseWriter, path string, page int, a answer) bool
	}{
		"half a page": {dubbelkrona.Transient, func(w http.ResponseWriter, _ string, _ int, _ answer) bool {
			fmt.Fprint(w, `{"values":[{"kpi":"N0`)
			return true
		}},
		"a page for people": {dubbelkrona.Transient, func(w http.ResponseWriter, _ string, _ int, _ answer) bool {
			fmt.Fprint(w, "<!doctype html>")
			return true
		}},
		"a wrong count": {dubbelkrona.Transient, func(_ http.ResponseWriter, _ string, _ int, a answer) bool {
			a["count"] = 999
			return false
		}},
		"no values": {dubbelkrona.Transient, func(_ http.ResponseWriter, _ string, _ int, a answer) bool {
			delete(a, "values")
			return false
		}},
		"version 2": {dubbelkrona.Invalid, func(_ http.ResponseWriter, _ string, _ int, a answer) bool {
			a["next_page"] = "http://api.kolada.se/v2/x?page=2"
			return false
		}},
		"a circle": {dubbelkrona.Transient, func(_ http.ResponseWriter, path string, _ int, a answer) bool {
			a["next_url"] = "/v3/" + path + "?per_page=5000"
			return false
		}},
		"another server": {dubbelkrona.Invalid, func(_ http.ResponseWriter, _ string, _ int, a answer) bool {
			a["next_url"] = "http://192.0.2.1/v3/kpi"
			return false
		}},
		"always 503": {dubbelkrona.Transient, func(w http.ResponseWriter, _ string, _ int, _ answer) bool {
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}},
		"gone": {dubbelkrona.NotFound, func(w http.ResponseWriter, _ string, _ int, _ answer) bool {
			w.WriteHeader(http.StatusNotFound)
			return true
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := small()
			a.bend = tc.bend
			rows, _, err := readAll(t, source(t, env(t), kolada.Settings{Endpoint: a.start(t)}))
			if dubbelkrona.KindOf(err) != tc.kind || len(rows) > 0 {
				t.Errorf("%d rows, %v; want none and a %s error", len(rows), err, tc.kind)
			}
		})
	}
}

func TestSettings(t *testing.T) {
	for name, s := range map[string]kolada.Settings{
		"no figure":    {},
		"a path":       {KPIs: []string{"../x"}},
		"a short year": {KPIs: []string{"N1"}, Years: []string{"25"}},
		"backwards":    {KPIs: []string{"N1"}, Years: []string{"2025-2020"}},
		"no address":   {KPIs: []string{"N1"}, Endpoint: "kolada"},
		"units of all": {KPIs: []string{"N1"}, Units: true},
		"units alone":  {MunicipalityGroups: []string{"G1"}, Units: true},
	} {
		if _, err := kolada.New("k", ingesttest.Env(t), s); dubbelkrona.KindOf(err) != dubbelkrona.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// skipWithout skips a test of the shared files if they do not exist.
func skipWithout(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the shared fixtures are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
}
