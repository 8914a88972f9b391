package effect_test

import (
	"fmt"

	"dubbelkrona/metrics/effect"
)

// Two batches of a lottery: in the first two of four start, in the second one of three;
// the other persons wait. The outcome is the share of the next year in work.
func Example() {
	person := func(name string, batch int, starts bool, work float64) effect.Row {
		return effect.Row{Person: name, Group: batch, Cluster: "supplier", Treated: starts, Y: []float64{work}}
	}
	rows := []effect.Row{
		person("a", 1, true, 0.9), person("b", 1, true, 0.5), person("c", 1, false, 0.4), person("d", 1, false, 0.2),
		person("e", 2, true, 0.6), person("f", 2, false, 0.6), person("g", 2, false, 0.2),
	}
	sample, err := effect.New(rows, effect.Options{Design: effect.Lottery})
	if err != nil {
		fmt.Println(err)
		return
	}
	e, err := sample.Estimate(0)
	if err != nil {
		fmt.Println(err)
		return
	}
	// Differences of 0.4 and 0.2, the first with two of the three treated.
	fmt.Printf("of 100 participants %.0f more work (%d treated, %d suppliers)\n", 100*e.ATT, e.Treated, e.Clusters)
	// Output: of 100 participants 33 more work (3 treated, 1 suppliers)
}
