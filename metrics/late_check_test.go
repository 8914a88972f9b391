package metrics_test

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A check that reads the results is evaluated after the metrics; it concerns no metric and
// may not say that it does. A model or metric cannot read them. The metric has a row of its
// value in each of 4 groupings over all time and by year.
func TestChecksOfResults(t *testing.T) {
	source := func(folder, header string) metrics.Source {
		return metrics.Source{Prefix: "t/", FS: fstest.MapFS{folder + "/c.sql": &fstest.MapFile{Data: []byte("/*\ntitle: {sv: c, en: c}\n" + header + "*/\nSELECT metric, 'council' AS source FROM metric.result WHERE metric = 'measured' AND value = 4 AND part = ''\n")}}}
	}
	const check = "severity: warn\nmessage: {sv: \"{metric}\", en: \"{metric}\"}\n"
	measure := measured("('0360', 'a', 2024, 4, NULL, NULL, 'uppgiven')")
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		found := checked(t, evaluate(t, db, catalogue(t, db, measure, source("checks", check))), "c")
		if found.Offending != 8 || len(found.Concerns) != 0 {
			t.Errorf("%+v", found)
		}
		if n := told(t, db, "SELECT count(*) FROM metric.result WHERE warnings <> ''"); n != "0" {
			t.Errorf("%s figures are marked", n)
		}
		for want, bad := range map[string]metrics.Source{
			"cannot mark figures":                       source("checks", check+"concerns: [measured]\n"),
			"cannot be read by one, but for metric.res": source("models", ""),
		} {
			c, faults := metrics.Load(measure, bad)
			faults = append(faults, c.Resolve(ctx, db, tables())...)
			if len(faults) != 1 || !strings.Contains(faults[0].String(), want) {
				t.Errorf("the faults are %v, want %q", faults, want)
			}
		}
	})
}
