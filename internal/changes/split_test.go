package changes

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"dubbelkrona"
)

// The shares of a change add up to it, whatever the figures on the way are, and only
// figures that may be shown at every step have shares.
func TestSharesAddUpToTheChange(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	causes := []dubbelkrona.Cause{dubbelkrona.CauseParameters, dubbelkrona.CauseData}
	split := 0
	for range 500 {
		cell := dubbelkrona.Cell{Metric: "m"}
		var at [4]Values
		var all [4]dubbelkrona.Number
		missing := false
		for i := range at {
			at[i] = Values{}
			all[i] = number(t, fmt.Sprintf("%d.%06d", r.IntN(5)-2, r.IntN(1e6)))
			if r.IntN(8) > 0 {
				at[i][cell] = all[i]
			} else {
				missing = true
			}
		}
		c := dubbelkrona.Change{Cell: cell, Kind: dubbelkrona.FigureChanged, Causes: causes,
			Old: &dubbelkrona.Figure{Status: "ok", Value: all[0]}, New: &dubbelkrona.Figure{Status: "ok", Value: all[3]}}
		list := []dubbelkrona.Change{c}
		Steps{at[0], at[1], at[2], at[3]}.Split(list)
		shares := list[0].Shares
		if (len(shares) > 0) == missing {
			t.Fatalf("missing %v, shares %v", missing, shares)
		}
		if missing {
			continue
		}
		split++
		sum := all[0]
		for _, s := range shares {
			sum.Unscaled = sum.Unscaled.Add(s.Amount.Unscaled)
		}
		if sum != all[3] {
			t.Fatalf("%v and %v are not %v", all[0], shares, all[3])
		}
	}
	if split < 100 {
		t.Errorf("only %d changes were split", split)
	}
}

// A change with one cause is not split, nor one whose figure stands for an earlier
// release.
func TestWhatIsNotSplit(t *testing.T) {
	cell := dubbelkrona.Cell{Metric: "m"}
	all := Values{cell: number(t, "1")}
	for name, c := range map[string]dubbelkrona.Change{
		"one cause":          {Causes: []dubbelkrona.Cause{dubbelkrona.CauseData}, Old: figureOf(t, "1"), New: figureOf(t, "1")},
		"an earlier release": {Causes: []dubbelkrona.Cause{dubbelkrona.CauseParameters, dubbelkrona.CauseData}, Old: figureOf(t, "2"), New: figureOf(t, "1")},
		"suppressed":         {Causes: []dubbelkrona.Cause{dubbelkrona.CauseParameters, dubbelkrona.CauseData}, Old: figureOf(t, ".."), New: figureOf(t, "1")},
	} {
		c.Cell = cell
		list := []dubbelkrona.Change{c}
		if (Steps{all, all, all, all}).Split(list); len(list[0].Shares) > 0 {
			t.Errorf("%s: %v", name, list[0].Shares)
		}
	}
}
