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

// Results about one to four persons lose all calculated numbers; results about
// none or five persons, and those not about persons, lose nothing.
func TestReleasedResults(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db))
		must(t, db, "DELETE FROM metric.result")
		for i, persons := range []string{"NULL", "0", "1", "4", "5"} {
			must(t, db, fmt.Sprintf(`INSERT INTO metric.result (metric, part, value, low, high, persons, unit, grade, status, synthetic, warnings)
				VALUES ('m%d', '', 7, 6, 8, %s, 'SEK', 'uppmatt', 'ok', FALSE, 'w')`, i, persons))
		}
		rows, err := db.Collect(ctx, `SELECT metric || ' ' || coalesce(CAST(value AS INTEGER)::VARCHAR, '-') || coalesce(CAST(low AS INTEGER)::VARCHAR, '-')
			|| coalesce(CAST(high AS INTEGER)::VARCHAR, '-') || ' ' || coalesce(persons::VARCHAR, '-') || ' ' || status || ' ' || unit || warnings
			FROM (`+metrics.ReleasedResults("metric.result")+") ORDER BY 1")
		if err != nil {
			t.Fatal(err)
		}
		want := "[[m0 768 - ok SEKw] [m1 768 0 ok SEKw] [m2 --- - suppressed SEKw] [m3 --- - suppressed SEKw] [m4 768 5 ok SEKw]]"
		if got := fmt.Sprint(rows); got != want {
			t.Errorf("released\n%s, want\n%s", got, want)
		}
	})
}

// A part about one to four persons suppresses its group, since it can often be
// calculated from the other parts, but not another group, period or metric. The
// value of a group counts as a part.
func TestPartOnFewPersonsSuppressesItsGroup(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		evaluate(t, db, catalogue(t, db))
		must(t, db, "DELETE FROM metric.result")
		for _, row := range []string{
			"'m', '',  '2022', 9", "'m', 'a', '2022', 9", "'m', 'b', '2022', 4", "'m', 'c', '2022', NULL", "'m', 'd', '2022', 0",
			"'m', '',  '2023', 9", "'m', 'b', '2023', 5",
			"'m', '',  '2024', 3", "'m', 'b', '2024', 9",
			"'n', '',  '2022', 0", "'n', 'b', '2022', NULL",
		} {
			must(t, db, "INSERT INTO metric.result (metric, part, period, persons, value, status) SELECT *, 7, 'ok' FROM (VALUES ("+row+"))")
		}
		const shown = "SELECT concat(metric, part, period, ' ', status, value IS NULL, persons) FROM (%s) WHERE status <> 'ok' OR value IS NULL ORDER BY 1"
		want := "[[m2022 suppressedtrue] [m2024 suppressedtrue] [ma2022 suppressedtrue] [mb2022 suppressedtrue] [mb2024 suppressedtrue] [mc2022 suppressedtrue] [md2022 suppressedtrue]]"
		rows, err := db.Collect(ctx, fmt.Sprintf(shown, metrics.ReleasedResults("metric.result")))
		if got := fmt.Sprint(rows); err != nil || got != want {
			t.Errorf("suppressed\n%s, %v, want\n%s", got, err, want)
		}
		// Releasing a released result changes nothing.
		again, err := db.Collect(ctx, fmt.Sprintf(shown, metrics.ReleasedResults("("+metrics.ReleasedResults("metric.result")+")")))
		if got := fmt.Sprint(again); err != nil || got != want {
			t.Errorf("suppressed the second time\n%s, %v", got, err)
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
