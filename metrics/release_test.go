package metrics_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A cell is released, suppressed, as it was last released, or left out; rows about
// persons of which schema disclosure says nothing are suppressed, and those that are not
// about persons are released. Of a suppressed one the target stays, which is public, and
// not the gap.
func TestReleasedResults(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db))
		for _, statement := range []string{"DELETE FROM metric.result", "CREATE SCHEMA disclosure", "CREATE TABLE disclosure.cell (cell VARCHAR, mark VARCHAR)", "CREATE TABLE disclosure.frozen AS SELECT * FROM metric.result"} {
			must(t, db, statement)
		}
		const columns = `metric, part, period_grain, period, "grouping", municipality, dimensions, value, low, high, persons, unit, grade, status, target, gap, target_status, synthetic, warnings`
		for i, metric := range []struct{ persons, mark string }{{"NULL", ""}, {"9", ""}, {"9", "released"}, {"NULL", "suppressed"}, {"9", "suppressed"}, {"9", "frozen"}, {"9", "withheld"}, {"NULL", "suppressed"}, {"NULL", "withheld"}} {
			for _, part := range []string{"", "a"} {
				must(t, db, fmt.Sprintf(`INSERT INTO metric.result (%s) VALUES ('m%d', '%s', 'all', '', 'municipality', NULL, '{"a":"\"''"}', 7, 6, 8, %s, 'SEK', 'uppmatt', 'ok', 5, 2, 'uppnatt', FALSE, 'w')`, columns, i, part, metric.persons))
			}
			if metric.mark != "" {
				must(t, db, fmt.Sprintf(`INSERT INTO disclosure.cell VALUES (CAST(json_array('m%d', 'all', '', 'municipality', NULL, '{"a":"\"''"}') AS VARCHAR), '%s')`, i, metric.mark))
			}
		}
		must(t, db, fmt.Sprintf(`INSERT INTO disclosure.frozen (%s) VALUES ('m5', '', 'all', '', 'municipality', NULL, '{}', 1, 1, 1, 8, 'SEK', 'uppmatt', 'ok', 5, -4, 'ej_uppnatt', FALSE, 'v')`, columns))
		// The part of m7 and m8 is not made of persons.
		must(t, db, "INSERT INTO metric.definition (name, protect) VALUES ('m7', 'count'), ('m8', 'count')")
		must(t, db, "INSERT INTO metric.part (metric, part, protect) VALUES ('m7', 'a', 'none'), ('m8', 'a', 'none'), ('m4', 'a', 'count')")
		rows, err := db.Collect(ctx, `SELECT metric || part || ' ' || coalesce(CAST(value AS INTEGER)::VARCHAR, '-') || coalesce(CAST(low AS INTEGER)::VARCHAR, '-')
			|| coalesce(CAST(high AS INTEGER)::VARCHAR, '-') || ' ' || coalesce(persons::VARCHAR, '-') || ' ' || status || ' ' || unit || warnings
			|| ' ' || coalesce(CAST(target AS INTEGER)::VARCHAR, '-') || coalesce(CAST(gap AS INTEGER)::VARCHAR, '-') || target_status
			FROM (`+metrics.ReleasedResults(func(table string) string { return table })+") ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		want := "[[m0 768 - ok SEKw 52uppnatt] [m0a 768 - ok SEKw 52uppnatt] [m1 --- - suppressed SEK 5-] [m1a --- - suppressed SEK 5-] [m2 768 9 ok SEKw 52uppnatt] [m2a 768 9 ok SEKw 52uppnatt] " +
			"[m3 --- - suppressed SEK 5-] [m3a --- - suppressed SEK 5-] [m4 --- - suppressed SEK 5-] [m4a --- - suppressed SEK 5-] [m5 111 8 ok SEKv 5-4ej_uppnatt] [m7 --- - suppressed SEK 5-] [m7a 768 - ok SEKw 52uppnatt]]"
		if got := fmt.Sprint(rows); got != want {
			t.Errorf("released\n%s, want\n%s", got, want)
		}
	})
}

const contributors = `
-- metrics/m.sql --
/*
title: {sv: M, en: M}
unit: x
value: count(*)
persons: count(DISTINCT person)
parts:
  all: count(*)
  women: {value: "count(*) FILTER (sex = 'K')", persons: count(DISTINCT person) FILTER (sex = 'K')}
by: [municipality]
*/
SELECT person, sex, municipality FROM core.participant
`

// A part counts its own contributors if it has persons, else those of the metric,
// in every group; the statement has the columns of the table.
func TestPersonsAreThoseOfThePart(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.participant", []byte("person,sex,municipality\np1,K,0360\np2,M,0360\np3,M,1280\np1,K,0360\n"))
		c := catalogue(t, db, own(contributors))
		if report := evaluate(t, db, c); len(report.Failures) > 0 {
			t.Fatal(report.Failures)
		}
		rows, err := db.Collect(ctx, "SELECT concat_ws(' ', municipality, part, CAST(value AS INTEGER), persons) FROM metric.result ORDER BY 1")
		want := "[[ 4 3] [0360  3 2] [0360 all 3 2] [0360 women 2 1] [1280  1 1] [1280 all 1 1] [1280 women 0 0] [all 4 3] [women 2 1]]"
		if got := fmt.Sprint(rows); err != nil || got != want {
			t.Errorf("persons are\n%s, %v, want\n%s", got, err, want)
		}
		m, err := c.Find(metrics.Metric, "m")
		if err != nil {
			t.Fatal(err)
		}
		var made, table []string
		for query, names := range map[string]*[]string{m.Statement(): &made, "SELECT * FROM metric.result": &table} {
			columns, err := db.Describe(ctx, query)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range columns {
				*names = append(*names, c.Name+" "+c.Type)
			}
		}
		if !slices.Equal(made, table) {
			t.Errorf("a statement gives\n%s\nfor a table of\n%s", strings.Join(made, ", "), strings.Join(table, ", "))
		}
	})
}

func TestFaultsOfContributors(t *testing.T) {
	for name, tt := range map[string]struct{ from, to, want string }{
		"unknown key":    {"persons: count(DISTINCT person) FILTER", "person: count(DISTINCT person) FILTER", "q/metrics/m.sql:8:49: unknown key"},
		"unknown column": {"persons: count(DISTINCT person) FILTER (sex = 'K')", "persons: count(DISTINCT persom)", "q/metrics/m.sql:8:58: expression:"},
		"one person's":   {"persons: count(DISTINCT person) FILTER (sex = 'K')", "persons: max(person)", "q/metrics/m.sql:8:58: the expression shows the value of a single person"},
	} {
		t.Run(name, func(t *testing.T) {
			inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
				c, faults := metrics.Load(own(strings.Replace(contributors, tt.from, tt.to, 1)))
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
				expectFaults(t, faults, tt.want)
			})
		})
	}
}
