package study_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"dubbelkrona/metrics/effect"
	"dubbelkrona/metrics/effect/study"
)

// Each value of a row is found by the name of its column, whatever the order in which a
// definition names them; an unknown outcome is not a number, and its months are unknown.
func TestReader(t *testing.T) {
	s := study.Study{Design: effect.Change, Baseline: []string{"age"}, History: []string{"work_24", "work_12"}, HistoryMonths: []int{12, 12},
		HeldOut: []string{"earlier"}, Blocks: 2, Base: "base", Before: []string{"work_24"}, SecondPool: "other",
		Outcomes: []study.Outcome{{Name: "work", Unit: "share", Known: "months"}, {Name: "wage", Unit: "SEK", Known: "months"}}}
	values := map[string]any{"person": "a", "scope": "2182", "start_month": time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC), "treated": false, "starts_later": true,
		"supplier": nil, "region": "21", "source": "register", "due_1": true, "due_2": false, "other": true, "age": 44.0, "work_24": 0.25, "work_12": 0.5,
		"earlier": 0.125, "base": 0.375, "work_1": 0.75, "work_2": nil, "wage_1": 1000.0, "wage_2": 2000.0, "months_1": 1.0, "months_2": nil}
	var cells []any
	for _, c := range s.Columns() {
		value, there := values[c.Name]
		if !there {
			t.Fatalf("column %s is not wanted", c.Name)
		}
		cells = append(cells, value)
	}
	if len(cells) != len(values) {
		t.Errorf("%d columns, want %d, each once", len(cells), len(values))
	}
	r := s.Reader().Row(cells)
	same := func(name string, got, want []float64) {
		if !slices.EqualFunc(got, want, func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }) {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	same("baseline", r.X, []float64{44})
	same("history", r.H, []float64{0.25, 0.5})
	same("held out", r.HeldOut, []float64{0.125})
	same("before and base", append(r.Before, r.Base), []float64{0.25, 0.375})
	same("outcomes", r.Y, []float64{0.75, math.NaN(), 1000, 2000})
	same("known", r.Known, []float64{1, 0, 1, 0})
	if r.Person != "a" || r.Group != 2022*12+2 || r.Treated || !r.StartsLater || !r.Second || r.Cluster != "" || r.Region != "21" || r.Source != "register" || !slices.Equal(r.Due, []bool{true, false}) {
		t.Errorf("row %+v", r)
	}
}
