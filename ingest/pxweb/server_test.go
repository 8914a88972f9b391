package pxweb_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// axis is a dimension of the made-up table of the test server.
type axis struct {
	code   string
	values []string
	total  bool // may be left out
}

// px is a PxWeb server of both versions with one table, TAB1. The value of each cell
// is its number in the whole table.
type px struct {
	axes     []axis
	most     int // max cells of a response
	requests atomic.Int64
	data     atomic.Int64 // requests for cells
	largest  atomic.Int64 // cells of the largest response
	updated  string
	// bend changes a response before it is sent and reports whether it has sent one.
	bend func(w http.ResponseWriter, r *http.Request, answer map[string]any) bool
}

func table() *px {
	years := make([]string, 20)
	for i := range years {
		years[i] = fmt.Sprint(2007 + i)
	}
	return &px{most: 50, updated: "2026-02-03T08:00:00Z", axes: []axis{
		{"Region", []string{"00", "01", "0114", "0360", "2182"}, true},
		{"Kon", []string{"1", "2", "1+2"}, true},
		{"ContentsCode", []string{"A1", "A2"}, false},
		{"Tid", years, false},
	}}
}

func (p *px) start(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return server.URL
}

// ServeHTTP implements http.Handler.
func (p *px) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.requests.Add(1)
	var answer map[string]any
	switch {
	case r.URL.Path == "/v2/config":
		answer = map[string]any{"maxDataCells": p.most, "maxCallsPerTimeWindow": 1_000_000, "timeWindow": 1}
	case r.URL.RawQuery == "config":
		answer = map[string]any{"maxCells": p.most, "maxCalls": 1_000_000, "timeWindow": 1}
	case strings.HasPrefix(r.URL.Path, "/v2/tables/TAB1") && strings.HasSuffix(r.URL.Path, "/metadata"):
		answer = p.dataset(p.axes)
		answer["value"] = []int{}
	case r.URL.Path == "/v1/X/TAB1" && r.Method == http.MethodGet:
		answer = p.metadata1()
	case r.Method == http.MethodPost:
		answer = p.answer(w, r)
	default:
		http.NotFound(w, r)
		return
	}
	if answer == nil || p.bend != nil && p.bend(w, r, answer) {
		return
	}
	json.NewEncoder(w).Encode(answer)
}

func (p *px) metadata1() map[string]any {
	var all []any
	for _, a := range p.axes {
		all = append(all, map[string]any{"code": a.code, "text": a.code, "values": a.values, "valueTexts": a.values, "elimination": a.total})
	}
	return map[string]any{"title": "Tabell", "variables": all}
}

// answer responds to a request of either version.
func (p *px) answer(w http.ResponseWriter, r *http.Request) map[string]any {
	p.data.Add(1)
	var body struct {
		Selection []struct {
			Variable string   `json:"variableCode"`
			Values   []string `json:"valueCodes"`
		} `json:"selection"`
		Query []struct {
			Code      string `json:"code"`
			Selection struct {
				Filter string   `json:"filter"`
				Values []string `json:"values"`
			} `json:"selection"`
		} `json:"query"`
	}
	if json.NewDecoder(r.Body).Decode(&body) != nil {
		http.Error(w, "no question", http.StatusBadRequest)
		return nil
	}
	wanted := make(map[string][]string)
	for _, s := range body.Selection {
		wanted[s.Variable] = s.Values
	}
	for _, q := range body.Query {
		wanted[q.Code] = q.Selection.Values
	}
	var axes []axis
	cells := int64(1)
	for _, a := range p.axes {
		if values, ok := wanted[a.code]; ok {
			axes = append(axes, axis{a.code, values, a.total})
			cells *= int64(len(values))
		}
	}
	if cells > int64(p.most) {
		http.Error(w, "too many cells", http.StatusForbidden)
		return nil
	}
	p.largest.Store(max(p.largest.Load(), cells))
	return p.dataset(axes)
}

// dataset returns a JSON-stat document whose cells are their numbers in the whole
// table. The totals of a dimension that is left out are -1.
func (p *px) dataset(axes []axis) map[string]any {
	ids, sizes, dims := []string{}, []int{}, map[string]any{}
	cells := []int{0}
	for _, a := range p.axes {
		at := slices.IndexFunc(axes, func(b axis) bool { return b.code == a.code })
		if at < 0 {
			continue
		}
		values := axes[at].values
		index, label := map[string]int{}, map[string]string{}
		for i, v := range values {
			index[v], label[v] = i, "text "+v
		}
		dims[a.code] = map[string]any{"label": strings.ToLower(a.code), "category": map[string]any{"index": index, "label": label},
			"extension": map[string]any{"elimination": a.total}}
		ids, sizes = append(ids, a.code), append(sizes, len(values))
		var next []int
		for _, c := range cells {
			for _, v := range values {
				next = append(next, c*len(a.values)+slices.Index(a.values, v))
			}
		}
		cells = next
	}
	return map[string]any{"version": "2.0", "class": "dataset", "label": "Tabell", "source": "Provmyndigheten", "updated": p.updated,
		"id": ids, "size": sizes, "dimension": dims, "value": cells, "role": map[string]any{"time": []string{"Tid"}, "metric": []string{"ContentsCode"}},
		"extension": map[string]any{"px": map[string]any{"tableid": "TAB1"}}}
}
