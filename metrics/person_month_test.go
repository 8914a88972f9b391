package metrics_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dubbelkrona/internal/warehouse"
)

// The state of a month, and the values for days that several rows cover.
func TestPersonMonths(t *testing.T) {
	const outcomes = `person,month,first_day,last_day,state,wage
p1,2024-01-01,2024-01-01,2024-01-10,work,
p1,2024-01-01,2024-01-11,2024-01-31,study,
p1,2024-04-01,2024-04-01,2024-04-15,study,
p1,2024-04-01,2024-04-16,2024-04-30,work,100.01
p1,2024-05-01,2024-05-02,2024-05-31,,
p1,2024-06-01,2024-06-01,2024-06-10,work,
p1,2024-06-01,2024-06-10,2024-06-20,study,
p1,2024-07-01,,,work,5
p1,2024-07-01,,,work,
p2,2024-07-01,,,other,
`
	want := []string{
		"p1 2024-01-01 study <nil> 31 true false false", // 21 days of study, 10 of work
		"p1 2024-04-01 work 50.01 30 true false false",  // equally many days: the later state; 50.005 is rounded away from zero
		"p1 2024-05-01 <nil> <nil> 30 false false false",
		"p1 2024-06-01 <nil> <nil> 20 false true true", // the 10th has both states
		"p1 2024-07-01 work 5.00 31 true true false",
		"p2 2024-07-01 other <nil> 31 true false false",
	}
	inSnapshot(t, func(ctx context.Context, db *warehouse.DB) {
		load(t, db, "core.outcome", []byte(outcomes))
		evaluate(t, db, catalogue(t, db, builtIn()))
		rows, err := db.Collect(ctx, `SELECT decode(person), CAST(month AS VARCHAR), state, CAST(wage AS VARCHAR), days, whole, overlapping, contradictory
			FROM metric.person_month ORDER BY ALL`)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, row := range rows {
			got = append(got, strings.Trim(fmt.Sprint(row), "[]"))
		}
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	})
}
