package examples_test

import (
	"fmt"
	"maps"
	"testing"

	"dubbelkrona/metrics"
)

// Table 7 of the report, one row per contract: eight are reserved, three direct and one
// is called a procurement and no more, which is read as an open one.
func TestFormsOfTheExample(t *testing.T) {
	inDemo(t, func(d *demo) {
		forms, err := d.catalogue.Find(metrics.Metric, "contracts_by_form")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range d.catalogue.Of(metrics.Model) {
			if forms.Reads("metric." + m.Name) {
				d.exec(fmt.Sprintf("CREATE OR REPLACE TABLE metric.%s AS\n%s", m.Name, m.SQL))
			}
		}
		got := make(map[string]float64)
		for _, row := range d.ask(`SELECT part, CAST(value AS DOUBLE) FROM (` + forms.Statement() + `) WHERE period_grain = 'all' AND coalesce("grouping", '') = ''`) {
			name, _ := row[0].(string)
			got[name] = number(row[1])
		}
		want := map[string]float64{"": 12, "reserved": 8, "direct": 3, "open": 1, "read_as_open": 1, "lov": 0, "unknown": 0}
		if !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}
