package transform

import (
	"fmt"
	"sync"
	"testing"
)

// Concurrent passes of one plan have the right results, and the race detector checks
// what they share.
func TestConcurrentPasses(t *testing.T) {
	rows := [][]string{{"leverantor_id", "leverantor", "belopp", "datum", "kommun_id", "text"}}
	for i := range 5000 {
		rows = append(rows, []string{"510217-9974", "X", fmt.Sprint(i), "2022-06-01", "Malmö", "till 090121-9931"})
	}
	plan, faults := Compile(Spec{Profile: "leverantorsreskontra"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	results := make([]result, 4)
	var all sync.WaitGroup
	for i := range results {
		all.Go(func() { results[i] = runPlan(t, plan, "o", rows) })
	}
	all.Wait()
	for _, r := range results {
		if r.err != nil || len(r.rows) != 5000 || r.rows[4999] != results[0].rows[4999] {
			t.Errorf("%d rows, %v", len(r.rows), r.err)
		}
		equalLists(t, "issues", r.rules(), []string{"2 supplier_org_no org_no.sole_trader", "2 text identity.masked"})
	}
}
