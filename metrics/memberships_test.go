package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

const people = `
-- metrics/m.sql --
/*
title: {sv: M, en: M}
unit: persons
value: count(DISTINCT person)
protect: count
parts:
  women: {value: "count(DISTINCT CASE WHEN sex = 'K' THEN person END)", protect: count}
  rows: {value: count(*), protect: none}
  share: {value: "CAST(count(DISTINCT CASE WHEN sex = 'K' THEN person END) AS DOUBLE) / count(DISTINCT person)", protect: ratio, numerator: "count(DISTINCT CASE WHEN sex = 'K' THEN person END)"}
  first: {value: "min(municipality)", total: true, persons: "count(DISTINCT CASE WHEN municipality < '1' THEN person END)"}
by: [municipality, sex]
period: {column: birth_year, grains: [year]}
*/
SELECT person, sex, municipality, birth_year FROM core.participant
`

const residents = "person,sex,municipality,birth_year\np1,K,0360,1990\np2,M,0360,1990\np3,M,1280,1991\np4,K,,1990\np5,,1280,\n"

// A member of a group is one that the result of the group counts: the sets of a group
// have as many persons as its figures say, and only published groups are listed.
func TestMemberships(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.participant", []byte(residents))
		c := catalogue(t, db, own(people))
		evaluate(t, db, c)
		m := c.Protected()[0]
		rows, err := db.Collect(ctx, `SELECT concat_ws('|', r.part, r.period_grain, r.period, r."grouping", r.municipality, r.dimensions, r.value, r.persons, m.persons)
			FROM metric.result AS r LEFT JOIN (
				SELECT period_grain, period, "grouping", municipality, dimensions, counted, count(*) AS persons, count(DISTINCT person) AS different
				FROM (`+m.Memberships()+`) GROUP BY ALL
			) AS m ON (m.period_grain, m.period, m."grouping", m.dimensions) = (r.period_grain, r.period, r."grouping", r.dimensions)
				AND m.municipality IS NOT DISTINCT FROM r.municipality AND m.counted = CASE r.part WHEN '' THEN 'value' ELSE r.part || '.value' END
			WHERE r.part IN ('', 'women') AND `+strings.NewReplacer("period_grain", "r.period_grain", `"grouping"`, `r."grouping"`).Replace(m.PublishedGroupings())+` AND (coalesce(m.persons, 0) <> coalesce(r.value, 0) OR m.different <> m.persons)`)
		if err != nil || len(rows) > 0 {
			t.Errorf("other persons than the result: %v, %v", rows, err)
		}
		listed, err := db.Collect(ctx, `SELECT concat_ws('|', counted, period_grain, period, "grouping", municipality, dimensions), count(*)
			FROM (`+m.Memberships()+`) WHERE "grouping" IN ('', 'sex') OR period = '1990' GROUP BY ALL ORDER BY 1`)
		const want = `[[first.persons|all|||{} 2] [first.persons|year|1990||{} 2] [value|all||sex|{"sex":"K"} 2] [value|all||sex|{"sex":"M"} 2] [value|all||sex|{"sex":null} 1] [value|all|||{} 5] ` +
			`[value|year|1990|municipality|0360|{} 2] [value|year|1990|municipality|{} 1] [value|year|1990||{} 3] [value|year|1991||{} 1] [value|year|unknown||{} 1] ` +
			`[women.value|all||sex|{"sex":"K"} 2] [women.value|all|||{} 2] [women.value|year|1990|municipality|0360|{} 1] [women.value|year|1990|municipality|{} 1] [women.value|year|1990||{} 2]]`
		if got := fmt.Sprint(listed); err != nil || got != want {
			t.Errorf("members\n%s, %v, want\n%s", got, err, want)
		}
		even, err := db.Collect(ctx, `SELECT concat_ws('|', period_grain, period, "grouping", municipality, dimensions) FROM (`+m.Sensitive(10)+`) ORDER BY 1`)
		const all = `[[all||municipality|1280|{}] [all||municipality|{}] [all||sex|{"sex":"K"}] [all||sex|{"sex":"M"}] [all||sex|{"sex":null}] ` +
			`[year|1990|municipality|{}] [year|1991|municipality|1280|{}] [year|1991||{}] [year|unknown|municipality|1280|{}] [year|unknown||{}]]`
		if got := fmt.Sprint(even); err != nil || got != all {
			t.Errorf("shares of 0 and 1\n%s, %v, want\n%s", got, err, all)
		}
	})
}

// What a metric publishes is what its header lists; by default, of a metric about
// persons, the total, each single dimension and each municipality over time.
func TestPublishedGroupings(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"about persons":     {"", "", "all/ all/municipality all/sex year/ year/municipality"},
		"listed":            {"by:", "publish: [[], [sex, year], [municipality, sex]]\nby:", "all/ all/municipality,sex year/sex"},
		"nothing":           {"by:", "publish: []\nby:", ""},
		"not about persons": {"protect: count\n", "protect: none\n", "all/ all/municipality year/ year/municipality"},
	} {
		t.Run(name, func(t *testing.T) {
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				load(t, db, "core.participant", []byte(residents))
				text := strings.Replace(people, tt.from, tt.to, 1)
				if name == "not about persons" {
					text = text[:strings.Index(text, "  women")] + text[strings.Index(text, "  rows"):strings.Index(text, "  share")] + strings.Replace(text[strings.Index(text, "by:"):], ", sex", "", 1)
				}
				c := catalogue(t, db, own(text))
				evaluate(t, db, c)
				m, err := c.Find(metrics.Metric, "m")
				if err != nil {
					t.Fatal(err)
				}
				condition := m.PublishedGroupings()
				if condition == "" {
					condition = "TRUE"
				}
				rows, err := db.Collect(ctx, `SELECT string_agg(g, ' ' ORDER BY g) FROM (SELECT DISTINCT period_grain || '/' || "grouping" AS g FROM metric.result WHERE `+condition+`)`)
				if err != nil {
					t.Fatal(err)
				}
				if got := fmt.Sprint(rows[0][0]); got != tt.want && !(tt.want == "" && rows[0][0] == nil) {
					t.Errorf("published %s, want %s", got, tt.want)
				}
			})
		})
	}
}

// A value that counts persons is protected even if the header does not say that it is
// about persons; one that counts something else is not.
func TestCountOfPersonsIsProtectedUnlessDeclared(t *testing.T) {
	const text = "-- metrics/m.sql --\n/*\ntitle: {sv: M, en: M}\nunit: x\nvalue: count(DISTINCT %s)%s\nby: [municipality]\n*/\nSELECT p.person, p.municipality, p.sex FROM metric.participant_once AS p"
	for name, tt := range map[string]struct {
		counted, more string
		want          int
	}{
		"persons":                {"CASE WHEN sex = 'K' THEN person END", "", 3},
		"places":                 {"municipality", "", 0},
		"declared as no persons": {"person", "\nprotect: none", 0},
	} {
		t.Run(name, func(t *testing.T) {
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				load(t, db, "core.participant", []byte(residents))
				c := catalogue(t, db, builtIn(), own(fmt.Sprintf(text, tt.counted, tt.more)))
				m, err := c.Find(metrics.Metric, "m")
				if err != nil {
					t.Fatal(err)
				}
				if tt.want == 0 {
					if m.Memberships() != "" || m.PublishedGroupings() != "" {
						t.Errorf("members %q, published %q", m.Memberships(), m.PublishedGroupings())
					}
					return
				}
				if _, err := c.Models("participant_once").Run(ctx, db, metrics.Snapshot{}); err != nil {
					t.Fatal(err)
				}
				rows, err := db.Collect(ctx, "SELECT DISTINCT \"grouping\", municipality FROM ("+m.Memberships()+")")
				if err != nil || len(rows) != tt.want {
					t.Errorf("%d groups have persons, %v, want %d", len(rows), err, tt.want)
				}
				counted, err := db.Collect(ctx, "SELECT value, persons FROM ("+m.Statement()+") WHERE \"grouping\" = ''")
				if got := fmt.Sprint(counted); err != nil || got != "[[2 2]]" {
					t.Errorf("value and persons are %s, %v", got, err)
				}
			})
		})
	}
}
