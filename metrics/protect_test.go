package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// Everything that is wrong with what a header says about persons is a fault with its
// position.
func TestFaultsOfProtection(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"unknown word":              {"protect: count\nparts", "protect: counts\npersons: count(DISTINCT person)\nparts", "q/metrics/m.sql:5:10: protect must be count, sum, ratio or none"},
		"ratio without numerator":   {", numerator: \"count(DISTINCT CASE WHEN sex = 'K' THEN person END)\"", "", "q/metrics/m.sql:9:123: a ratio needs numerator"},
		"sum without contribution":  {"protect: none", "protect: sum", "q/metrics/m.sql:8:36: a sum needs contribution"},
		"contribution of a count":   {"protect: count}", "protect: count, contribution: sex}", "q/metrics/m.sql:7:103: contribution needs protect: sum"},
		"denominator of a count":    {"protect: count}", "protect: count, denominator: sex}", "q/metrics/m.sql:7:102: denominator needs protect: ratio"},
		"none with persons":         {"protect: none", "protect: none, persons: count(DISTINCT person)", "q/metrics/m.sql:8:51: a figure with protect: none is not about persons"},
		"sum without persons":       {"protect: count\nparts", "protect: sum\ncontribution: 1\nparts", "q/metrics/m.sql:5:10: a figure that is made of persons needs persons\nq/metrics/m.sql:10:123: a figure that is made of persons needs persons"},
		"persons is a number":       {"protect: count\nparts", "persons: count(person)\nparts", "q/metrics/m.sql:5:10: it must be count(DISTINCT …)"},
		"numerator is a number":     {"numerator: \"count(DISTINCT CASE WHEN sex = 'K' THEN person END)\"", "numerator: count(person)", "q/metrics/m.sql:9:141: it must be count(DISTINCT …)"},
		"count of rows":             {"protect: none", "protect: count", "q/metrics/m.sql:8:36: the value is not count(DISTINCT …): add numerator"},
		"numerator that is not SQL": {"numerator: \"count(DISTINCT CASE WHEN sex = 'K' THEN person END)\"", "numerator: count(DISTINCT person", "q/metrics/m.sql:9:141: expression:"},
		"numerator of no column":    {"numerator: \"count(DISTINCT CASE WHEN sex = 'K' THEN person END)\"", "numerator: count(DISTINCT pupil)", "q/metrics/m.sql:9:141: expression:"},
		"contribution of no column": {"protect: none", "protect: sum, contribution: wage", "q/metrics/m.sql:8:55: expression:"},
		"two statements":            {"protect: none", "protect: sum, contribution: \"1)); DROP TABLE core.participant; SELECT ((1\"", "q/metrics/m.sql:8:55: expression:"},
		"unknown grouping":          {"by:", "publish: [[], [sex, kind]]\nby:", "q/metrics/m.sql:11:21: \"kind\" is not among the dimensions and grains of the metric: municipality, sex, year"},
		"two grains":                {"by: [municipality, sex]\nperiod: {column: birth_year, grains: [year]}", "publish: [[year, month]]\nby: [municipality, sex]\nperiod: {column: birth_year, grains: [year, month]}", "q/metrics/m.sql:11:18: a grouping has at most one of year and month"},
		"grouping twice":            {"by:", "publish: [[sex, municipality], [municipality, sex]]\nby:", "q/metrics/m.sql:11:32: the grouping is listed twice"},
		"dimension twice":           {"by:", "publish: [[sex, sex]]\nby:", "q/metrics/m.sql:11:17: sex is listed twice"},
		"no figures over all time":  {"by: [municipality, sex]\nperiod: {column: birth_year, grains: [year]}", "publish: [[sex]]\nby: [municipality, sex]\nperiod: {column: birth_year, grains: [year], all: false}", "q/metrics/m.sql:11:11: there are no figures over all time: add year to the grouping"},
	} {
		t.Run(name, func(t *testing.T) {
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				if !strings.Contains(people, tt.from) {
					t.Fatalf("the definition has no %q", tt.from)
				}
				c, faults := metrics.Load(own(strings.Replace(people, tt.from, tt.to, 1)))
				if len(faults) == 0 {
					faults = c.Resolve(ctx, db, tables())
				}
				if len(faults) == 0 {
					report, err := c.Run(ctx, db, metrics.Snapshot{})
					if err != nil {
						t.Fatal(err)
					}
					faults = report.Failures
				}
				expectFaults(t, faults, strings.Split(tt.want, "\n")...)
			})
		})
	}
}

// A metric from before persons had to be a set is calculated, for those who may see the
// whole snapshot, and nothing of it is published; the other metrics are not affected.
func TestMetricWithoutASetIsNotPublished(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.participant", []byte(residents))
		old := strings.Replace(people, "protect: count\nparts", "persons: count(person)\nparts", 1)
		c, faults := metrics.Load(own(old + strings.Replace(people, "metrics/m.sql", "metrics/n.sql", 1)))
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...), "q/metrics/m.sql:5:10: it must be count(DISTINCT …), or the name of a let bound to one: small groups are "+
			"protected by who the persons are, not only by their number; until then nothing of the metric is published")
		evaluate(t, db, c)
		rows, err := db.Collect(ctx, `SELECT string_agg(metric || ' ' || persons, ', ' ORDER BY metric) FROM metric.result WHERE part = '' AND "grouping" = '' AND period_grain = 'all'`)
		if got := fmt.Sprint(rows); err != nil || got != "[[m 5, n 5]]" {
			t.Errorf("calculated %s, %v", got, err)
		}
		m, err := c.Find(metrics.Metric, "m")
		if err != nil || m.PublishedGroupings() != "FALSE" || m.Memberships() != "" || m.Sensitive(10) != "" {
			t.Errorf("published %q, members %q, sensitive %q, %v", m.PublishedGroupings(), m.Memberships(), m.Sensitive(10), err)
		}
		if all := c.Protected(); len(all) != 1 || all[0].Name != "n" {
			t.Errorf("protected are %v", all)
		}
	})
}

// The snapshot says of each figure how it is made of persons; one that is not is
// released even if the others of its group are not.
func TestPartsSayHowTheyAreMadeOfPersons(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db, builtIn(), own(people)))
		rows, err := db.Collect(ctx, `SELECT string_agg(concat(name, ' ', protect), ', ' ORDER BY name) FROM (
			SELECT name, protect FROM metric.definition WHERE name IN ('m', 'contracts', 'income_gain', 'work_at_exit', 'double_value')
			UNION ALL SELECT metric || '.' || part, protect FROM metric.part WHERE metric IN ('m', 'cost_per_job') OR metric = 'contracts' AND part = 'value_sek')`)
		const want = "contracts none, contracts.value_sek none, cost_per_job.jobs count, cost_per_job.per_participant persons, cost_per_job.spend none, double_value count, " +
			"income_gain sum, m count, m.first persons, m.rows none, m.share ratio, m.women count, work_at_exit ratio"
		if got := fmt.Sprint(rows[0][0]); err != nil || got != want {
			t.Errorf("figures are made as\n%s, %v, want\n%s", got, err, want)
		}
	})
}
