package report_test

import (
	"bytes"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/report"
)

// What ends soon is listed by area, the first end first, without areas in which nothing
// ends; peers have the median and the span of the municipality that is shown.
func TestAheadAndPeers(t *testing.T) {
	d := report.Data{Municipality: "2182", Names: map[string]string{"2182": "Söderhamn"}, Divisions: map[string]string{"Senare": "Later"}, Metrics: []report.Metric{
		{Name: "contracts_ending", Unit: "contracts"}, {Name: "peer_indicator", Unit: "as the indicator", Decimals: 2}}}
	add := func(r dubbelkrona.Result, value string) {
		r.Status, r.Municipality = "ok", "2182"
		if value != "" {
			r.Value = num(t, value)
		} else {
			r.Status = "unknown"
		}
		d.Rows = append(d.Rows, r)
	}
	for area, of := range map[string][3]string{"Senare": {"2", "400", "0"}, "Först": {"1", "12", "0"}, "Aldrig": {"0", "", "0"}, "Kanske": {"", "", "3"}} {
		r := dubbelkrona.Result{Metric: "contracts_ending", PeriodGrain: "all", Grouping: "municipality,service_area", Dimensions: dubbelkrona.Dimensions(`{"service_area":"` + area + `"}`), Unit: "contracts"}
		for i, part := range []string{"", "first_end", "unknown_end"} {
			r.Part = part
			add(r, of[i])
		}
	}
	r := dubbelkrona.Result{Metric: "peer_indicator", PeriodGrain: "year", Period: "2022", Grouping: "municipality,peer_group,indicator", Dimensions: `{"indicator":"N1","peer_group":"G1"}`, Low: num(t, "10"), High: num(t, "30")}
	add(r, "20.5")
	var page bytes.Buffer
	if err := report.File(&page, d); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	first, later, perhaps := strings.Index(text, ">Först<"), strings.Index(text, ">Senare<"), strings.Index(text, ">Kanske<")
	if first < 0 || later < first || perhaps < later || strings.Contains(text, ">Aldrig<") {
		t.Errorf("areas at %d, %d and %d", first, later, perhaps)
	}
	root := parse(t, text)
	for language, name := range map[string]string{"sv": "Senare", "en": "Later"} {
		for _, other := range []string{"Senare", "Later"} {
			if has := strings.Contains(root.byID(language+".ahead").words(), other); has != (other == name) {
				t.Errorf("%s: shows %q: %t", language, other, has)
			}
		}
	}
	for _, want := range []string{"Bredvid jämförbara kommuner", "20,50", "10,00 till 30,00"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
