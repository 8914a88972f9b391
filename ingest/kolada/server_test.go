package kolada_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// flat is a value as in the shared fixtures: one row for each sex, unlike the API.
type flat struct {
	KPI          string      `json:"kpi"`
	Municipality string      `json:"municipality_id"`
	Year         int         `json:"year"`
	Gender       string      `json:"gender"`
	Status       string      `json:"status"`
	Count        int         `json:"count"`
	Value        json.Number `json:"value"`
	Unit         string      `json:"-"` // of a municipality
	Deleted      bool        `json:"-"`
}

// api is a server with Kolada's API for some content.
type api struct {
	values         []flat
	kpis           []map[string]any
	municipalities []map[string]any
	groups         map[string][]string // members of groups of either kind
	units          map[string][]string // by municipality
	pageRows       int
	requests       atomic.Int64
	// bend changes a response before it is sent; nil sends it unchanged.
	bend func(w http.ResponseWriter, path string, page int, answer map[string]any) bool
}

func (a *api) start(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	return server.URL + "/v3"
}

// ServeHTTP implements http.Handler.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.requests.Add(1)
	path := strings.TrimPrefix(r.URL.Path, "/v3/")
	parts := strings.Split(path, "/")
	for _, segment := range parts {
		if strings.Count(segment, ",") >= 25 {
			http.Error(w, "more than 25 ids", http.StatusBadRequest)
			return
		}
	}
	all := a.answer(parts, r)
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
	if size == 0 || size > 5000 {
		size = 5000
	}
	if a.pageRows > 0 {
		size = min(size, a.pageRows)
	}
	part := all[min(page*size, len(all)):min((page+1)*size, len(all))]
	answer := map[string]any{"values": part, "count": len(part), "next_url": nil}
	if part == nil {
		answer["values"] = []any{}
	}
	if (page+1)*size < len(all) {
		answer["next_url"] = fmt.Sprintf("http://%s%s?per_page=%d&page=%d&%s", r.Host, r.URL.Path, size, page+1, "municipality="+r.URL.Query().Get("municipality"))
	}
	if a.bend != nil && a.bend(w, path, page, answer) {
		return
	}
	json.NewEncoder(w).Encode(answer)
}

func (a *api) answer(parts []string, r *http.Request) (all []any) {
	has := func(segment, id string) bool { return slices.Contains(strings.Split(segment, ","), id) }
	switch parts[0] {
	case "municipality":
		for _, m := range a.municipalities {
			all = append(all, m)
		}
	case "kpi":
		for _, k := range a.kpis {
			if has(parts[1], k["id"].(string)) {
				all = append(all, k)
			}
		}
	case "kpi_groups", "municipality_groups":
		for id, members := range a.groups {
			if !has(parts[1], id) {
				continue
			}
			var list []any
			for _, m := range members {
				list = append(list, map[string]any{"member_id": m, "member_title": m})
			}
			all = append(all, map[string]any{"id": id, "title": id, "members": list})
		}
	case "ou":
		for _, u := range a.units[r.URL.Query().Get("municipality")] {
			all = append(all, map[string]any{"id": u, "municipality": r.URL.Query().Get("municipality"), "title": "Enhet"})
		}
	case "data":
		return a.data(parts, has)
	case "oudata":
		return a.unitData(parts, has)
	}
	return all
}

// data nests the flat rows as the API does: a row for each figure, area and year,
// which contains the sexes.
func (a *api) data(parts []string, has func(segment, id string) bool) []any {
	return a.nest(func(v flat) bool {
		return v.Unit == "" && has(parts[2], v.KPI) && has(parts[len(parts)-1], strconv.Itoa(v.Year)) && (len(parts) < 7 || has(parts[4], v.Municipality))
	})
}

func (a *api) unitData(parts []string, has func(segment, id string) bool) []any {
	return a.nest(func(v flat) bool {
		return v.Unit != "" && has(parts[2], v.KPI) && has(parts[4], v.Unit) && has(parts[6], strconv.Itoa(v.Year))
	})
}

func (a *api) nest(wanted func(flat) bool) (all []any) {
	at := make(map[string]map[string]any)
	for _, v := range a.values {
		if !wanted(v) {
			continue
		}
		key := fmt.Sprint(v.KPI, v.Municipality, v.Unit, v.Year)
		row := at[key]
		if row == nil {
			row = map[string]any{"kpi": v.KPI, "municipality": v.Municipality, "period": v.Year, "values": []any{}}
			if v.Unit != "" {
				delete(row, "municipality")
				row["ou"] = v.Unit
			}
			at[key] = row
			all = append(all, row)
		}
		observed := map[string]any{"gender": v.Gender, "status": v.Status, "count": v.Count, "value": nil, "isdeleted": v.Deleted}
		if v.Value != "" {
			observed["value"] = v.Value
		}
		row["values"] = append(row["values"].([]any), observed)
	}
	return all
}
