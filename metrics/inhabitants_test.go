package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

const perHeader = `
-- metrics/m.sql --
/*
title: {sv: M, en: M}
unit: x
value: count(*)
by: [municipality, kind]
per: population
*/
SELECT municipality, 'a' AS kind FROM core.municipality
`

// What a metric is divided by is read strictly.
func TestFaultsOfPer(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"another word":     {"per: population", "per: inhabitants", "q/metrics/m.sql:6:6: per must be population: the value per 10,000 inhabitants"},
		"no municipality":  {"by: [municipality, kind]", "by: [kind]", "q/metrics/m.sql:6:6: per: population needs municipality among the columns of by"},
		"part of the name": {"by:", "parts: {per_10000: count(*)}\nby:", "q/metrics/m.sql:5:20: per: population adds the part per_10000: remove it, or per"},
	} {
		t.Run(name, func(t *testing.T) {
			_, faults := metrics.Load(own(strings.Replace(perHeader, c.old, c.new, 1)))
			expectFaults(t, faults, c.want)
		})
	}
}

// The figure per 10,000 inhabitants is in the table of parts, is made of the same persons
// as the value, and is given only for the total and for municipalities.
func TestPerInhabitantIsProtectedAsTheValue(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		m, err := c.Find(metrics.Metric, "participants")
		if err != nil {
			t.Fatal(err)
		}
		value, per := m.Figure.Contributors(""), m.Figure.Contributors("per_10000")
		if value == "" || per != value {
			t.Errorf("per_10000 is about %q, the value about %q", per, value)
		}
		own, faults := metrics.Load(builtIn(), own(perHeader))
		expectFaults(t, append(faults, own.Resolve(ctx, db, tables())...))
		load(t, db, "core.municipality", []byte("code,name,region_code\n2182,S,21\n"))
		evaluate(t, db, own)
		rows, err := db.Collect(ctx, `SELECT DISTINCT "grouping" FROM metric.result WHERE metric = 'm' AND part = 'per_10000' ORDER BY 1`)
		if got := fmt.Sprint(rows); err != nil || got != "[[] [municipality]]" {
			t.Errorf("groupings with the part: %s, %v", got, err)
		}
		rows, err = db.Collect(ctx, "SELECT metric, unit, title_en, expression, protect FROM metric.part WHERE part = 'per_10000' AND metric IN ('m', 'participants') ORDER BY 1")
		if got := fmt.Sprint(rows); err != nil || !strings.Contains(got, "[m x/10000 inhabitants Per 10,000 inhabitants CAST(count(*) AS DOUBLE) * 10000 / inhabitants none]") || !strings.HasSuffix(got, "count]]") {
			t.Errorf("parts: %s, %v", got, err)
		}
	})
}
