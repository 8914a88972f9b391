package metrics_test

import (
	"context"
	"fmt"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
	"dubbelkrona/queries"
)

// The built-in definitions obey the rules for a project's definitions.
func TestBuiltInDefinitionsShowNoPerson(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c, faults := metrics.Load(metrics.Source{FS: queries.FS(), Prefix: "queries/"})
		expectFaults(t, faults)
		expectFaults(t, c.Resolve(ctx, db, tables()))
	})
}

// aboutPersons returns a metric with a header and a SELECT.
func aboutPersons(header, sql string) string {
	return "-- metrics/m.sql --\n/*\ntitle: {sv: M, en: M}\nunit: x\n" + header + "\n*/\n" + sql + "\n" + bands
}

const bands = `
-- models/raw.sql --
/*
title: {sv: R, en: R}
*/
SELECT hex(person) AS code, birth_year AS y, sex, CASE WHEN birth_year < 1980 THEN 'old' ELSE 'young' END AS band FROM core.participant
-- models/again.sql --
/*
title: {sv: A, en: A}
*/
SELECT r.code AS c, r.y, r.sex AS kind, r.band FROM metric.raw AS r
`

func TestIdentifyingColumnsAreNotPublished(t *testing.T) {
	const count = "value: count(*)\npersons: count(DISTINCT person)\n"
	for name, tt := range map[string]struct{ header, sql, want string }{
		"by the pseudonym":           {count + "by: [sex, person]", "SELECT person, sex FROM core.participant", "6:11: figures grouped by person would be of single persons (core.participant.person)"},
		"by a name for it":           {count + "by: [who]", "SELECT person, hex(person) AS who FROM core.participant", "6:6: figures grouped by who"},
		"by the year of birth":       {count + "by: [birth_year]", "SELECT person, birth_year FROM core.participant", "6:6: figures grouped by birth_year"},
		"by a star":                  {count + "by: [birth_year]", "SELECT * FROM core.participant", "6:6: figures grouped by birth_year"},
		"by a day":                   {count + "by: [start]", "SELECT * FROM core.placement", "6:6: figures grouped by start"},
		"by what a model shows":      {"value: count(*)\nby: [c]", "SELECT c FROM metric.again", "5:6: figures grouped by c would be of single persons (core.participant.person)"},
		"by a union":                 {"value: count(*)\nby: [x]", "SELECT 'a' AS x UNION ALL SELECT code FROM metric.raw", "5:6: figures grouped by x"},
		"a value of one person":      {"value: min(birth_year)", "SELECT birth_year FROM core.participant", "4:8: the expression shows the value of a single person (core.participant.birth_year)"},
		"a part of one person":       {"value: count(*)\nparts:\n  oldest: max(2026 - y)", "SELECT y FROM metric.raw", "6:11: the expression shows the value of a single person"},
		"through a let":              {"let: [{first: min(y)}, {older: first - 1}]\nvalue: older", "SELECT y FROM metric.raw", "5:8: the expression shows the value of a single person"},
		"the grade":                  {"value: count(*)\ngrade: any_value(code)", "SELECT code FROM metric.raw", "5:8: the expression shows the value of a single person"},
		"a category without persons": {"value: count(*)\nby: [kind]", "SELECT kind FROM metric.again", "5:6: kind is about persons (core.participant.sex), so the metric needs persons"},
		"a category":                 {count + "by: [sex, band]", "SELECT person, sex, CASE WHEN birth_year < 1980 THEN 'old' ELSE 'young' END AS band FROM core.participant", ""},
		"a model's band":             {"value: count(*)\nby: [band]", "SELECT band FROM metric.again", ""},
		"sums and means":             {"value: sum(wage)\nparts: {mean: avg(wage), half: median(wage)}\npersons: count(DISTINCT person)", "SELECT person, wage FROM core.outcome", ""},
		"the year of a day":          {count + "period: {column: start, grains: [year]}", "SELECT person, start FROM core.placement", ""},
	} {
		t.Run(name, func(t *testing.T) {
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				c, faults := metrics.Load(own(aboutPersons(tt.header, tt.sql)))
				expectFaults(t, faults)
				var want []string
				if tt.want != "" {
					want = []string{"q/metrics/m.sql:" + tt.want}
				}
				expectFaults(t, c.Resolve(ctx, db, tables()), want...)
				if _, err := c.Find(metrics.Metric, "m"); (err == nil) != (tt.want == "") {
					t.Errorf("find: %v", err)
				}
			})
		})
	}
}

func TestMessagesShowNoPerson(t *testing.T) {
	const text = "-- checks/c.sql --\n/*\ntitle: {sv: C, en: C}\nseverity: warn\nmessage: {sv: \"%s\", en: x}\n*/\nSELECT birth_year AS y, count(*) AS n FROM core.participant GROUP BY 1\n"
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		for message, want := range map[string]string{"född {y}": "q/checks/c.sql:4:10: the message shows y of single persons", "{n} personer": ""} {
			c, faults := metrics.Load(own(fmt.Sprintf(text, message)))
			expectFaults(t, faults)
			if want != "" {
				expectFaults(t, c.Resolve(ctx, db, tables()), want)
				continue
			}
			expectFaults(t, c.Resolve(ctx, db, tables()))
		}
	})
}
