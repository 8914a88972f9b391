package metrics_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
	"dubbelkrona/metrics"
)

// cohort is a small population in two municipalities: participants who start in 2022 or
// 2023 or never, and a comparison group, each with months from 2018 on that depend on
// the person and the month alone.
type cohort struct{ participants, placements, outcomes []string }

const (
	cohortPeople = 80
	cohortMonths = 84
)

func newCohort() (c cohort) {
	for i := range cohortPeople {
		treated := i%4 == 0
		c.participants = append(c.participants, fmt.Sprintf("p%02d,%t,%d,%s", i, treated, 2180+2*(i/4%2), []string{"K", "M", ""}[i%3]))
		if treated {
			c.placements = append(c.placements, fmt.Sprintf("p%02d,K%d,work_training,%d-%02d-10,2024-06-30", i, i%3, 2022+i%2, 1+i/4%12))
		}
		for m := range cohortMonths {
			r := rand.New(rand.NewPCG(uint64(i), uint64(m/5)))
			state, wage := "social_assistance", 0
			if r.IntN(3) == 0 {
				state, wage = "work", 15000+r.IntN(9000)
			}
			if r.IntN(40) == 0 {
				continue
			}
			c.outcomes = append(c.outcomes, fmt.Sprintf("p%02d,%d-%02d-01,%s,%d,%d,0", i, 2018+m/12, 1+m%12, state, wage, r.IntN(9000)))
		}
	}
	return c
}

// rows returns the sample of the built-in effect, without the source.
func (c cohort) rows(t *testing.T, sourceOf func(row int) string) (rows []string) {
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.parameter", builtInParameters(t))
		load(t, db, "core.participant", table("person,treated,municipality,sex", c.participants, sourceOf))
		load(t, db, "core.placement", table("person,contract_ref,kind,start,end", c.placements, sourceOf))
		load(t, db, "core.outcome", table("person,month,state,wage,social_assistance,unemployment_benefit", c.outcomes, sourceOf))
		l := law{db, catalogue(t, db, builtIn())}
		effect, err := l.catalogue.Find(metrics.Effect, "employment")
		if err != nil {
			t.Fatal(err)
		}
		l.create(t, effect, nil)
		found, err := db.Collect(ctx, "SELECT * EXCLUDE (source) FROM ("+effect.SQL+") AS sample ORDER BY person, start_month")
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range found {
			rows = append(rows, fmt.Sprint(row))
		}
	})
	return rows
}

func table(header string, rows []string, sourceOf func(row int) string) []byte {
	var b strings.Builder
	b.WriteString("_source," + header + "\n")
	for i, row := range rows {
		b.WriteString(sourceOf(i) + "," + row + "\n")
	}
	return []byte(b.String())
}

func one(int) string { return "a" }

// What must not matter to who is compared with whom, and to what became of them.
func TestRiskSetsDependOnWhatIsKnownAlone(t *testing.T) {
	c := newCohort()
	want := c.rows(t, one)
	if treated := strings.Count(strings.Join(want, ""), "UTC true"); treated < 8 || len(want) < 100 {
		t.Fatalf("%d rows, of which %d of those who start", len(want), treated)
	}
	shuffled := cohort{slices.Clone(c.participants), slices.Clone(c.placements), slices.Clone(c.outcomes)}
	r := rand.New(rand.NewPCG(7, 7))
	for _, rows := range [][]string{shuffled.participants, shuffled.placements, shuffled.outcomes} {
		r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	}
	elsewhere := cohort{append(slices.Clone(c.participants), "q1,false,0180,K", "q2,false,2182,K"), c.placements, slices.Clone(c.outcomes)}
	for m := range cohortMonths {
		month := fmt.Sprintf("%d-%02d-01", 2018+m/12, 1+m%12)
		elsewhere.outcomes = append(elsewhere.outcomes, "q1,"+month+",other,0,0,0", "q2,"+month+",work,20000,0,0")
	}
	for name, got := range map[string][]string{
		"rows in another order": shuffled.rows(t, one),
		"a person of another municipality, and one always in work": elsewhere.rows(t, one),
		"months in the files of two sources":                       c.rows(t, func(row int) string { return []string{"a", "b"}[row%2] }),
	} {
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d", name, len(got), len(want))
		}
	}
}
