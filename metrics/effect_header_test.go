package metrics_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// An effect of a project with little in it.
const smallEffect = `
title: {sv: Liten, en: Small}
design: matched
treatment: {sv: de som börjar, en: those who start}
pool: {sv: de som väntar, en: those who wait}
comparison_source: {sv: register, en: registers}
baseline: [woman]
history: {work_24: 12, work_12: 12}
held_out: [work_24]
blocks: 1
outcomes:
  work: {title: {sv: Arbete, en: Work}, unit: share, known: known}
primary: {outcome: work, block: 1}
`

const smallSelect = `
SELECT
    p.person, p.municipality AS scope, CAST('2022-01-01' AS DATE) AS start_month, p.treated, FALSE AS starts_later, 'S' AS supplier,
    '21' AS region, 'a' AS source, TRUE AS due_1, CASE WHEN p.sex = 'K' THEN 1 ELSE 0 END AS woman, 0 AS work_24, 0 AS work_12, 0.5 AS work_1, 1 AS known_1
FROM core.participant AS p`

func effectFile(name, header, query string) string {
	return "-- effects/" + name + ".sql --\n/*" + header + "*/" + query + "\n"
}

func TestEffectHeaderFaults(t *testing.T) {
	broken := strings.NewReplacer("design: matched", "design: guess", "pool: {sv: de som väntar, en: those who wait}\n", "", "held_out: [work_24]", "held_out: [work_12]",
		"blocks: 1", "blocks: 11", "unit: share", "unit: kr", "block: 1}", "block: 12}").Replace(smallEffect)
	_, faults := metrics.Load(own(effectFile("small", broken+"substitutes: {luck: {sv: a, en: b}}\nweights: 3\nbase: x\n", smallSelect)))
	expectFaults(t, faults,
		"q/effects/small.sql:2:1: pool must have a text in sv and one in en",
		"q/effects/small.sql:3:9: design must be one of lottery, matched, panel, randomised, waiting_list",
		"q/effects/small.sql:8:11: held_out must be the oldest columns of history",
		"q/effects/small.sql:9:9: blocks must be 1 to 10",
		"q/effects/small.sql:11:9: unit must be share or SEK",
		"q/effects/small.sql:12:10: primary must be {outcome, block}",
		"q/effects/small.sql:13:21: a substitute must be the name of a check",
		"q/effects/small.sql:14:1: unknown key",
		"q/effects/small.sql:15:7: base and before belong to the design panel")
}

func TestAnAmountNeedsTheWageOfAYear(t *testing.T) {
	_, faults := metrics.Load(own(effectFile("small", strings.Replace(smallEffect, "unit: share", "unit: SEK", 1), smallSelect)))
	expectFaults(t, faults, "q/effects/small.sql:12:3: outcomes in SEK need yearly_wage")
}

func TestTheWageOfAYearIsAnExpression(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c, faults := metrics.Load(own(effectFile("small", smallEffect+"yearly_wage: 1) FROM core.participant; DROP TABLE core.participant; SELECT (1\n", smallSelect)))
		faults = append(faults, c.Resolve(ctx, db, tables())...)
		expectFaults(t, faults, "q/effects/small.sql:14:14: expression: ")
	})
}

// Models that read no estimate come before effects, those that do after them.
func TestEffectsStandBetweenModels(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, own(effectFile("small", smallEffect, strings.Replace(smallSelect, "core.participant", "metric.people", 1))+`
-- models/after.sql --
/*
title: {sv: A, en: A}
*/
SELECT verdict FROM effect.verdict WHERE effect = 'small'
-- models/people.sql --
/*
title: {sv: P, en: P}
*/
SELECT * FROM core.participant
`))
		report := evaluate(t, db, c)
		after, _ := c.Find(metrics.Model, "after")
		if report.Models != 2 || !after.Reads("core.participant") || !slices.Contains(after.Depends, "effect.verdict") {
			t.Errorf("%d models; after reads %v", report.Models, after.Depends)
		}
		rows, err := db.Collect(ctx, "SELECT effect, design, primary_outcome, primary_block FROM effect.definition")
		if err != nil || len(rows) != 1 || rows[0][0] != "small" || rows[0][3] != int64(1) {
			t.Errorf("effect.definition has %v, %v", rows, err)
		}
		bare, err := db.Collect(ctx, "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'effect' AND comment IS NULL")
		if err != nil || len(bare) > 0 {
			t.Errorf("without a comment: %v, %v", bare, err)
		}
	})
}

// An effect that reads a model of estimates would read itself. Only that effect is
// refused: what waits for all effects is evaluated without it.
func TestACycleThroughAnEffectIsAFault(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c, faults := metrics.Load(own(effectFile("small", smallEffect, smallSelect+"\nWHERE 1 > (SELECT count(*) FROM metric.after)") + `
-- models/after.sql --
/*
title: {sv: A, en: A}
*/
SELECT verdict FROM effect.verdict
`))
		faults = append(faults, c.Resolve(ctx, db, tables())...)
		expectFaults(t, faults, "q/effects/small.sql:19:33: definitions depend on each other in a cycle: small → after → small")
		if len(c.Of(metrics.Model)) != 1 {
			t.Error("the model was refused too")
		}
	})
}

// A column that the SELECT lacks, and one that is blank in some row, are faults at the
// key of the header that names them.
func TestColumnsOfAnEffect(t *testing.T) {
	for _, c := range []struct{ replace, with, fault string }{
		{"0 AS work_12, ", "", `q/effects/small.sql:8:10: the SELECT has no column "work_12"`},
		{"0 AS work_12, ", "NULL AS work_12, ", `q/effects/small.sql:8:10: column "work_12" is NULL in 1 rows`},
		{"TRUE AS due_1, ", "", `q/effects/small.sql:10:9: the SELECT has no column "due_1"`},
	} {
		inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
			load(t, db, "core.participant", []byte("person,treated,municipality\n1,true,2182\n"))
			definitions := catalogue(t, db, own(effectFile("small", smallEffect, strings.Replace(smallSelect, c.replace, c.with, 1))+`
-- models/after.sql --
/*
title: {sv: A, en: A}
*/
SELECT verdict FROM effect.verdict WHERE effect = 'small'
`))
			report, err := definitions.Run(ctx, db, metrics.Snapshot{ID: "s1"})
			if err != nil {
				t.Fatal(err)
			}
			expectFaults(t, report.Failures, c.fault, "q/models/after.sql:4:1: not evaluated: effect small failed")
		})
	}
}
