package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// A model that is split has the same rows as one that is made at once, whatever the number
// of parts, also of rows whose person is unknown.
func TestASplitModelHasTheSameRows(t *testing.T) {
	const text = `
-- models/running.sql --
/*
title: {sv: L, en: R}
materialized: table
split: person
*/
SELECT person, month, count(*) OVER (PARTITION BY person ORDER BY month) AS months FROM metric.months
-- models/months.sql --
/*
title: {sv: M, en: M}
*/
SELECT CASE WHEN month < '2022-02-01' THEN person END AS person, month FROM core.outcome
`
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		var b strings.Builder
		b.WriteString("person,month\n")
		for person := range 300 {
			for month := range 3 {
				fmt.Fprintf(&b, "%03d,2022-%02d-01\n", person, month+1)
			}
		}
		load(t, db, "core.outcome", []byte(b.String()))
		// Pseudonyms that begin with each byte.
		must(t, db, "UPDATE core.outcome SET person = unhex(sha256(person)[:32])")
		c := catalogue(t, db, own(text))
		sum := func(rows int64) string {
			t.Helper()
			if report, err := c.Run(ctx, db, metrics.Snapshot{ID: "s1", Limits: metrics.Limits{Rows: rows}}); err != nil || len(report.Failures) > 0 {
				t.Fatal(report, err)
			}
			found, err := db.Collect(ctx, "SELECT CAST(count(*) AS VARCHAR) || ' ' || CAST(sum(hash(person, month, months)) AS VARCHAR) FROM metric.running")
			if err != nil {
				t.Fatal(err)
			}
			return found[0][0].(string)
		}
		whole := sum(0)
		if !strings.HasPrefix(whole, "900 ") {
			t.Fatalf("%s, want 900 rows", whole)
		}
		for _, rows := range []int64{1, 7, 100, 899} {
			if got := sum(rows); got != whole {
				t.Errorf("%d rows at a time: %s, want %s", rows, got, whole)
			}
		}
	})
}

func TestOnlyATableCanBeSplit(t *testing.T) {
	_, faults := metrics.Load(own("-- models/a.sql --\n/*\ntitle: {sv: A, en: A}\nsplit: person\n*/\nSELECT person FROM core.outcome\n"))
	expectFaults(t, faults, "q/models/a.sql:3:8: split must be a column of pseudonyms of a model with materialized: table")
}
