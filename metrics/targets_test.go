package metrics_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// measured returns a metric whose rows are given as municipality, area, year, value, low
// end, high end and grade.
func measured(rows string) metrics.Source {
	return metrics.Source{Prefix: "t/", FS: fstest.MapFS{"metrics/measured.sql": &fstest.MapFile{Data: []byte(`/*
title: {sv: m, en: m}
unit: x
value: sum(v)
low: sum(l)
high: sum(h)
parts: {double: "2 * sum(v)", total_alone: {value: sum(v), total: true}}
grade: max(g)
by: [municipality, area]
period: {column: year, grains: [year]}
publish: [[], [municipality], [area], [municipality, area, year], [year]]
*/
SELECT municipality, area, year, CAST(v AS DECIMAL(28,6)) AS v, CAST(l AS DECIMAL(28,6)) AS l, CAST(h AS DECIMAL(28,6)) AS h, g
FROM (VALUES ` + rows + `) AS t (municipality, area, year, v, l, h, g)`)}}}
}

// target inserts a target: metric, part, scope, period, value and direction, separated by
// spaces; - is NULL and ~ is a space.
func target(t *testing.T, db *warehouse.DB, text, source string) {
	t.Helper()
	var cells []string
	for _, cell := range strings.Fields(text) {
		cells = append(cells, "nullif("+warehouse.Literal(strings.ReplaceAll(cell, "~", " "))+", '-')")
	}
	must(t, db, fmt.Sprintf("INSERT INTO core.target (metric, part, scope, period, value, direction, _source, _segment, _row) VALUES (%s, '%s', 1, 7)", strings.Join(cells, ", "), source))
}

// told returns the rows of a SELECT of one text column, joined by line breaks.
func told(t *testing.T, db *warehouse.DB, query string) string {
	t.Helper()
	rows, err := db.Collect(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, row := range rows {
		all = append(all, fmt.Sprint(row[0]))
	}
	return strings.Join(all, "\n")
}

// marked selects the figures that have a target.
const marked = `SELECT concat_ws(' ', part, period, "grouping", coalesce(municipality, '-'), dimensions, CAST(target AS DOUBLE), coalesce(CAST(CAST(gap AS DOUBLE) AS VARCHAR), '-'), target_status)
	FROM metric.result WHERE target IS NOT NULL OR gap IS NOT NULL OR target_status <> '' ORDER BY ALL`

// Each rule as a case: the value is 10, of which 4 are of 2024 in area a&"b and 6 of 2025
// in area c d.
func TestTargetsOfFigures(t *testing.T) {
	const rows = `('0360', 'a&"b', 2024, 4, NULL, NULL, 'registrerad'), ('0360', 'c d', 2025, 6, NULL, NULL, 'registrerad')`
	for text, want := range map[string]struct{ problem, marked string }{
		"measured - all all 10 at_least":                                         {"", "   - {} 10.0 0.0 uppnatt"},
		"measured - all all 10 at_most":                                          {"", "   - {} 10.0 0.0 uppnatt"},
		"measured double all all 21 at_least":                                    {"", "double   - {} 21.0 -1.0 ej_uppnatt"},
		"measured total_alone all all 1 at_most":                                 {"", "total_alone   - {} 1.0 9.0 ej_uppnatt"},
		"measured - all 2024 3 at_most":                                          {"", " 2024  - {} 3.0 1.0 ej_uppnatt"},
		"measured - municipality:0360 all -1 at_most":                            {"", "  municipality 0360 {} -1.0 11.0 ej_uppnatt"},
		`measured - area:a&"b all 4.5 at_most`:                                   {"", `  area - {"area":"a&\"b"} 4.5 -0.5 uppnatt`},
		"measured - area:c~d,municipality:0360 2025 6 at_least":                  {"", ` 2025 municipality,area 0360 {"area":"c d"} 6.0 0.0 uppnatt`},
		"measured - municipality:0360,area:c~d 2025 6.000001 at_least":           {"", ` 2025 municipality,area 0360 {"area":"c d"} 6.000001 -1e-06 ej_uppnatt`},
		"measured - all all 999999999999 at_least":                               {"", "   - {} 999999999999.0 -999999999989.0 ej_uppnatt"},
		"measured - all all - at_least":                                          {"no_value", ""},
		"mesured - all all 1 at_least":                                           {"unknown_metric", ""},
		"measured thrice all all 1 at_least":                                     {"unknown_part", ""},
		"measured - sex:F all 1 at_least":                                        {"unknown_dimension", ""},
		"measured - area:c~d,area:a all 1 at_least":                              {"unknown_dimension", ""},
		"measured - all 2024-01 1 at_least":                                      {"unknown_period", ""},
		"measured - municipality:0360 2024 1 at_least":                           {"not_published", ""},
		"measured total_alone municipality:0360 all 1 at_least":                  {"not_published", ""},
		"measured - municipality:2182 all 1 at_least":                            {"", ""},
		"measured - all 2031 1 at_least":                                         {"", ""},
		"measured - municipality:0360,area:c~d,municipality:2182 all 1 at_least": {"unknown_dimension", ""},
	} {
		t.Run(text, func(t *testing.T) {
			inSnapshot(t, func(_ context.Context, db *warehouse.DB) {
				target(t, db, text, "council")
				evaluate(t, db, catalogue(t, db, measured(rows)))
				if got := told(t, db, "SELECT problem FROM metric.target"); got != want.problem {
					t.Errorf("its problem is %q, want %q", got, want.problem)
				}
				if got := told(t, db, marked); got != want.marked {
					t.Errorf("it is beside %q, want %q", got, want.marked)
				}
			})
		})
	}
}

// Which of two targets of the same figure holds cannot be known, so neither is used, also
// if they are the same or write the scope in another order. Another figure keeps its own.
func TestTwoTargetsOfAFigure(t *testing.T) {
	inSnapshot(t, func(_ context.Context, db *warehouse.DB) {
		target(t, db, "measured - municipality:0360,area:a 2024 3 at_least", "council")
		target(t, db, "measured - area:a,municipality:0360 2024 3 at_least", "office")
		target(t, db, "measured - all all 1 at_least", "council")
		target(t, db, "measured - all all - at_least", "council")
		target(t, db, "measured - all 2024 9 at_least", "council")
		evaluate(t, db, catalogue(t, db, measured("('0360', 'a', 2024, 4, NULL, NULL, 'uppgiven')")))
		if got := told(t, db, "SELECT DISTINCT problem FROM metric.target ORDER BY ALL"); got != "\ntwice" {
			t.Errorf("the problems are %q", got)
		}
		if got, want := told(t, db, marked), " 2024  - {} 9.0 -5.0 ej_uppnatt"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

// A target that is made up marks the figure as resting on made-up data.
func TestMadeUpTarget(t *testing.T) {
	inSnapshot(t, func(_ context.Context, db *warehouse.DB) {
		must(t, db, "INSERT INTO meta.source (name, synthetic) VALUES ('made', TRUE), ('council', FALSE)")
		target(t, db, "measured - all all 1 at_least", "made")
		target(t, db, "measured - all 2024 1 at_least", "council")
		evaluate(t, db, catalogue(t, db, measured("('0360', 'a', 2024, 4, NULL, NULL, 'uppgiven')")))
		if got := told(t, db, "SELECT concat_ws(' ', period_grain, synthetic) FROM metric.result WHERE target IS NOT NULL ORDER BY ALL"); got != "all true\nyear false" {
			t.Error(got)
		}
	})
}

// stands says how a figure stands to a target, independently of the SQL. Numbers that are
// nil are unknown.
func stands(value, low, high *int, grade, direction string, target int) string {
	if value == nil || grade == "ej_belagd" || grade == "for_fa" {
		return "gar_inte_att_saga"
	}
	if low == nil && high == nil {
		low, high = value, value
	}
	good, bad := 0, 0
	for _, end := range []*int{low, value, high} {
		switch {
		case end == nil:
		case *end == target, (*end > target) == (direction == "at_least"):
			good++
		default:
			bad++
		}
	}
	switch {
	case good == 3:
		return "uppnatt"
	case bad == 3:
		return "ej_uppnatt"
	}
	return "gar_inte_att_saga"
}

// Random values, intervals, also impossible ones, grades and targets.
func TestTargetStatusOfRandomFigures(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	number := func() *int {
		if random.IntN(5) == 0 {
			return nil
		}
		n := random.IntN(7) - 3
		return &n
	}
	written := func(n *int) string {
		if n == nil {
			return "CAST(NULL AS INTEGER)"
		}
		return fmt.Sprint(*n)
	}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		var rows []string
		want, counted := map[string]string{}, map[string]int{}
		for i := range 1500 {
			code, goal := fmt.Sprint(1000+i), random.IntN(7)-3
			value, low, high := number(), number(), number()
			grade := []string{"registrerad", "skattad", "antagen", "ej_belagd", "for_fa"}[min(random.IntN(9), 4)]
			if i%3 == 0 {
				grade = "registrerad"
			}
			direction := []string{"at_least", "at_most"}[random.IntN(2)]
			rows = append(rows, fmt.Sprintf("('%s', 'a', 2024, %s, %s, %s, '%s')", code, written(value), written(low), written(high), grade))
			target(t, db, fmt.Sprintf("measured - municipality:%s all %d %s", code, goal, direction), "council")
			status, gap := stands(value, low, high, grade, direction, goal), "-"
			if value != nil && grade != "ej_belagd" && grade != "for_fa" {
				gap = fmt.Sprint(*value - goal)
			}
			counted[status]++
			want[code] = status + " " + gap
		}
		if len(counted) != 3 || counted["uppnatt"] < 100 || counted["ej_uppnatt"] < 100 {
			t.Fatal(counted)
		}
		evaluate(t, db, catalogue(t, db, measured(strings.Join(rows, ", "))))
		got, err := db.Collect(ctx, `SELECT municipality, concat_ws(' ', target_status, coalesce(CAST(CAST(gap AS INTEGER) AS VARCHAR), '-')) FROM metric.result WHERE "grouping" = 'municipality' AND period_grain = 'all' AND part = ''`)
		if err != nil || len(got) != len(want) {
			t.Fatal(len(got), err)
		}
		for i, row := range got {
			if code := row[0].(string); row[1] != want[code] {
				t.Errorf("%s: %v, want %s: %s", code, row[1], want[code], rows[i])
			}
		}
	})
}
