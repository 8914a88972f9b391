package report

import (
	"encoding/json"
	"slices"
	"strings"

	"dubbelkrona"
)

// The names of the metrics that have sections of their own.
const (
	doubleValue = "double_value"
	uncertainty = "double_value_uncertainty"
	ofContract  = "double_value_of_contract"
)

// group identifies a group of a metric in one period.
type group struct {
	metric, grain, period, grouping, municipality string
	dimensions                                    dubbelkrona.Dimensions
}

// cell is the rows of one group: the value and its parts, by the part's name.
type cell struct {
	group
	parts map[string]*dubbelkrona.Result
}

// value is the row of the metric's value, an empty one if there is none.
func (c *cell) value() *dubbelkrona.Result {
	if c != nil && c.parts[""] != nil {
		return c.parts[""]
	}
	return &dubbelkrona.Result{}
}

// dimension returns the value of a dimension, which is unknown if it is not told.
func (c *cell) dimension(name string) (value string, known bool) {
	if name == "municipality" {
		return c.municipality, c.municipality != ""
	}
	var values map[string]*string
	if json.Unmarshal([]byte(c.dimensions.String()), &values) != nil || values[name] == nil {
		return "", false
	}
	return *values[name], true
}

// cells are the groups of all metrics, in a fixed order.
type cells struct {
	all   []*cell
	byKey map[group]*cell
}

func index(rows []dubbelkrona.Result) cells {
	c := cells{byKey: make(map[group]*cell)}
	for _, r := range rows {
		if r.Status == dubbelkrona.Suppressed {
			// Nothing of it may reach the page, whatever the row has.
			r.Value, r.Low, r.High, r.Persons, r.Warnings = dubbelkrona.Number{}, dubbelkrona.Number{}, dubbelkrona.Number{}, dubbelkrona.Count{}, ""
			r.Gap, r.TargetStatus = dubbelkrona.Number{}, ""
		}
		key := group{r.Metric, r.PeriodGrain, r.Period, r.Grouping, r.Municipality, r.Dimensions}
		one := c.byKey[key]
		if one == nil {
			one = &cell{key, make(map[string]*dubbelkrona.Result)}
			c.byKey[key] = one
			c.all = append(c.all, one)
		}
		one.parts[r.Part] = &r
	}
	slices.SortStableFunc(c.all, func(a, b *cell) int {
		return slices.Compare(
			[]string{a.metric, a.grain, a.period, a.grouping, a.municipality, string(a.dimensions)},
			[]string{b.metric, b.grain, b.period, b.grouping, b.municipality, string(b.dimensions)})
	})
	return c
}

// total returns the group of a metric over all time, of one municipality or, for the
// empty code, of all; nil if there is none.
func (c cells) total(metric, municipality string) *cell {
	key := group{metric: metric, grain: "all", municipality: municipality, dimensions: "{}"}
	if municipality != "" {
		key.grouping = "municipality"
	}
	return c.byKey[key]
}

// of returns the groups of a metric with a grain and a grouping, in one municipality if
// a code is given.
func (c cells) of(metric, grain, grouping, municipality string) (some []*cell) {
	for _, one := range c.all {
		if one.metric == metric && one.grain == grain && one.grouping == grouping && (municipality == "" || one.municipality == municipality) {
			some = append(some, one)
		}
	}
	return some
}

// within adds the dimension of municipalities to a grouping, if one is given.
func within(grouping, municipality string) string {
	switch {
	case municipality == "":
		return grouping
	case grouping == "":
		return "municipality"
	}
	return strings.Join([]string{"municipality", grouping}, ",")
}
