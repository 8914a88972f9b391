package metrics_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dubbelkrona"
	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

func checked(t *testing.T, r *metrics.Report, name string) dubbelkrona.CheckResult {
	t.Helper()
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no check %q", name)
	return dubbelkrona.CheckResult{}
}

// blocking returns the results that block publishing.
func blocking(r *metrics.Report) []dubbelkrona.CheckResult {
	return slices.DeleteFunc(slices.Clone(r.Checks), func(c dubbelkrona.CheckResult) bool { return !c.Blocks() })
}

const mixed = `
-- models/people.sql --
/*
title: {sv: P, en: P}
columns: {nope: not there}
*/
SELECT person FROM core.participant
-- models/late.sql --
/*
title: {sv: L, en: L}
materialized: table
*/
SELECT CAST(contract_id AS INTEGER) AS n FROM core.contract
-- models/good.sql --
/*
title: {sv: G, en: G}
*/
SELECT municipality, reserved, value FROM core.contract
-- checks/shows_people.sql --
/*
title: {sv: S, en: S}
severity: error
message: {sv: "{person}", en: "{person}"}
*/
SELECT encode('bytes') AS person FROM core.participant
-- checks/hides_people.sql --
/*
title: {sv: H, en: H}
severity: warn
message: {sv: "{who} {other} {none}", en: "{who} {other} {none}"}
*/
SELECT md5('32 hexadecimal digits') AS who, NULL AS other FROM core.participant
-- checks/by_place.sql --
/*
title: {sv: B, en: B}
severity: warn
message: {sv: x, en: x}
concerns: [sum]
*/
SELECT municipality FROM metric.good WHERE value = 7
-- checks/not_this_metric.sql --
/*
title: {sv: N, en: N}
severity: warn
message: {sv: x, en: x}
*/
SELECT 'other' AS metric FROM metric.good
-- metrics/sum.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(value)
status: CASE WHEN sum(value) < 10 THEN 'small' END
by: [municipality, reserved]
*/
SELECT municipality, reserved, value FROM metric.good
-- metrics/bad_column.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(value)
parts:
  x: sum(valeu)
*/
SELECT municipality,
  value FROM metric.good
-- metrics/bad_select.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(value)
*/
SELECT value,
  nope FROM metric.good
-- metrics/of_late.sql --
/*
title: {sv: S, en: S}
unit: SEK
value: sum(n)
*/
SELECT n FROM metric.late
`

func TestRunContinuesIfDefinitionsFail(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.contract", []byte("contract_id,municipality,reserved,value,_source\nA,2182,true,7,made_up\nB,1280,,20,real\nC,,false,1,real\n"))
		load(t, db, "core.participant", []byte("person,treated\n0123456789abcdef,true\n"))
		must(t, db, "INSERT INTO meta.source VALUES ('made_up', TRUE, FALSE, NULL, NULL), ('real', FALSE, FALSE, NULL, NULL)")
		c, faults := metrics.Load(own(mixed))
		expectFaults(t, append(faults, c.Resolve(ctx, db, tables())...))
		report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1"})
		if err != nil {
			t.Fatal(err)
		}
		expectFaults(t, report.Failures,
			"q/checks/shows_people.sql:6:1: column person is about persons",
			"q/metrics/bad_column.sql:6:6: expression: Binder",
			"q/metrics/bad_select.sql:7:3: Binder",
			"q/metrics/of_late.sql:6:15: not evaluated: metric.late failed",
			"q/models/late.sql:5:1: Conversion",
			`q/models/people.sql:3:17: the SELECT has no column "nope"`,
		)
		if b := blocking(report); len(b) != 1 || b[0].Name != "shows_people" || b[0].Status != dubbelkrona.CheckFailed {
			t.Errorf("blocking: %+v", b)
		}
		if s := checked(t, report, "hides_people").Sample.EN; s != "… – {none}" {
			t.Errorf("sample %q", s)
		}
		compare(t, db, "sum", records(t, []byte(strings.Join([]string{
			"grouping,municipality,dimensions,value,status,warnings,synthetic,snapshot",
			",,{},28,ok,by_place,true,s1",
			"municipality,2182,{},7,small,by_place,true,s1",
			"municipality,1280,{},20,ok,,true,s1",
			"municipality,,{},1,small,,true,s1",
			`reserved,,"{""reserved"":""true""}",7,small,by_place,true,s1`,
			`reserved,,"{""reserved"":""false""}",1,small,by_place,true,s1`,
			`reserved,,"{""reserved"":null}",20,ok,by_place,true,s1`,
			`"municipality,reserved",2182,"{""reserved"":""true""}",7,small,by_place,true,s1`,
			`"municipality,reserved",1280,"{""reserved"":null}",20,ok,,true,s1`,
			`"municipality,reserved",,"{""reserved"":""false""}",1,small,,true,s1`,
		}, "\n"))))
	})
}

func TestEveryDefinitionRunsUnchanged(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		evaluate(t, db, c)
		for _, kind := range []metrics.Kind{metrics.Model, metrics.Check, metrics.Metric} {
			for _, d := range c.Of(kind) {
				if _, err := db.Collect(ctx, "SELECT count(*) FROM (\n"+d.SQL+"\n)"); err != nil {
					t.Errorf("%s: %v", d.File, err)
				}
			}
		}
		stored, err := db.Collect(ctx, "SELECT name, statement FROM metric.definition")
		if err != nil || len(stored) != len(c.Of(metrics.Metric)) {
			t.Fatalf("%d definitions stored: %v", len(stored), err)
		}
		for _, row := range stored {
			if _, err := db.Collect(ctx, fmt.Sprint(row[1])); err != nil {
				t.Errorf("statement of %v: %v", row[0], err)
			}
		}
	})
}

func TestControlIdentityIsExact(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		c := catalogue(t, db, builtIn())
		evaluate(t, db, c)
		must(t, db, "INSERT INTO metric.person_year_flow (contract_id, kommun, region, stat, individ, labour_cost) VALUES ('K', 1.1, 2.2, 3.3, 4.4, 11.0), ('L', 1.1, 2.2, 3.3, 4.4, 11.000001)")
		d, err := c.Find(metrics.Check, "control_identity")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.Collect(ctx, d.SQL)
		if err != nil || len(rows) != 1 || rows[0][1] != "Contract L" {
			t.Errorf("offending %v, %v", rows, err)
		}
	})
}
