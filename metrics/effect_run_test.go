package metrics_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// drawnEffect compares the persons of core.participant by a draw, so that the estimate
// is a difference of means. Of those born in 1960 plus i the outcome is i % 10 / 10.
const drawnEffect = `
-- effects/drawn.sql --
/*
title: {sv: Dragen, en: Drawn}
design: randomised
treatment: {sv: de som drogs, en: those who were drawn}
pool: {sv: de övriga, en: the others}
comparison_source: {sv: register, en: registers}
blocks: 1
outcomes:
  work: {title: {sv: Arbete, en: Work}, unit: share, known: known}
primary: {outcome: work, block: 1}
substitutes: {history: {sv: lottning, en: a draw}}
*/
SELECT
    p.person, p.municipality AS scope, CAST('2022-03-01' AS DATE) AS start_month, p.treated, FALSE AS starts_later, p.education AS supplier,
    '21' AS region, 'a' AS source, TRUE AS due_1, CAST(p.birth_year - 1960 AS DOUBLE) / 10 AS work_1, 1 AS known_1
FROM core.participant AS p
-- models/shown.sql --
/*
title: {sv: V, en: V}
*/
SELECT scope, verdict, version, versions, preregistered, text_sv, text_en, version_low, version_high FROM effect.verdict
`

// drawn fills core.participant: in Söderhamn (2182) 40 persons of four suppliers with a
// mean of 0.65 and 40 others with 0.45, in Gävle (2180) 10 and 10, in Hofors (2104)
// others alone.
func drawn(t *testing.T, db *warehouse.DB) {
	var b strings.Builder
	b.WriteString("person,treated,municipality,education,birth_year\n")
	add := func(municipality string, treated bool, n, from int) {
		for i := range n {
			fmt.Fprintf(&b, "%s-%t-%d,%t,%s,S%d,%d\n", municipality, treated, i, treated, municipality, i%4, 1960+from+i%10)
		}
	}
	add("2182", true, 40, 2)
	add("2182", false, 40, 0)
	add("2180", true, 10, 2)
	add("2180", false, 10, 0)
	add("2104", false, 10, 0)
	load(t, db, "core.participant", []byte(b.String()))
	load(t, db, "core.outcome", []byte("person,month\n2182-true-1,2023-02-01\n"))
}

func TestAnEffectIsEvaluatedForEachScope(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		drawn(t, db)
		report := evaluate(t, db, catalogue(t, db, own(drawnEffect)))
		if len(report.Effects) != 1 {
			t.Fatalf("%d effects", len(report.Effects))
		}
		e := report.Effects[0]
		if e.Name != "drawn" || e.Through != "2023-02" || len(e.Hash) != 64 || len(e.Values) != 2 || math.Abs(e.Values["2182"]-0.2) > 1e-12 ||
			e.Verdicts["2182"] != "skattad" || e.Verdicts["2180"] != "for_fa" || e.Detectable["2182"] <= 0 {
			t.Errorf("reported %+v", e)
		}
		rows, err := db.Collect(ctx, "SELECT att, treated_mean, comparison_mean, treated, comparison, clusters FROM effect.estimate WHERE scope = '2182'")
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		for i, want := range []any{0.2, 0.65, 0.45, int64(40), int64(40), int64(4)} {
			got := rows[0][i]
			if x, number := want.(float64); number && math.Abs(got.(float64)-x) > 1e-12 || !number && got != want {
				t.Errorf("column %d of effect.estimate is %v, want %v", i, got, want)
			}
		}
		texts, err := db.Collect(ctx, "SELECT text_sv, text_en FROM metric.shown ORDER BY scope DESC")
		if err != nil || len(texts) != 2 || !strings.HasPrefix(texts[0][0].(string), "Av 100 deltagare arbetade ungefär 20 fler") ||
			!strings.HasPrefix(texts[1][1].(string), "With 10 participants") {
			t.Errorf("texts %v, %v", texts, err)
		}
		left, err := db.Collect(ctx, "SELECT table_name FROM duckdb_tables() WHERE table_name = 'sample'")
		if err != nil || len(left) > 0 {
			t.Errorf("rows of persons stay in the snapshot: %v, %v", left, err)
		}
	})
}

// A version is a hash. Registered before the first month of follow-up was known, it is
// preregistered; a changed definition is a new version and is not.
func TestVersionsOfAnEffect(t *testing.T) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		drawn(t, db)
		first := evaluate(t, db, catalogue(t, db, own(drawnEffect))).Effects[0]
		known := metrics.Version{Number: 1, Hash: first.Hash, Registered: time.Date(2022, 2, 1, 12, 0, 0, 0, time.UTC), Through: "2022-02", Values: map[string]float64{"2182": 0.17}}
		changed := strings.Replace(drawnEffect, "FROM core.participant AS p", "FROM core.participant AS p\nWHERE p.birth_year > 1960", 1)
		for _, c := range []struct {
			definition, through string
			want                []any
		}{
			{drawnEffect, "2022-02", []any{int64(1), int64(1), true, 0.2, 0.2}},
			{drawnEffect, "2022-03", []any{int64(1), int64(1), false, 0.2, 0.2}},
			{changed, "2022-02", []any{int64(2), int64(2), false, 0.15, 0.17}},
		} {
			known.Through = c.through
			definitions := catalogue(t, db, own(c.definition))
			if _, err := definitions.Run(ctx, db, metrics.Snapshot{ID: "s2", Effects: map[string][]metrics.Version{"drawn": {known}}}); err != nil {
				t.Fatal(err)
			}
			rows, err := db.Collect(ctx, "SELECT version, versions, preregistered, round(version_low, 12), round(version_high, 12) FROM metric.shown WHERE scope = '2182'")
			if err != nil || fmt.Sprint(rows) != fmt.Sprint([][]any{c.want}) {
				t.Errorf("registered with outcomes through %s: %v, want %v (%v)", c.through, rows, c.want, err)
			}
		}
	})
}
