package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// The blocks of event months that effects are of, and the draws of each person's two
// futures that the truth is the mean of.
const (
	blocks  = 3
	futures = 600
)

// result is what comes of a block: months in work, in work without subsidy, and wage.
type result struct{ work, unsubsidised, wage int }

// truth is the effect of starting rather than waiting that the persons are drawn with:
// for each who started, futures with the placement, and without it but perhaps with one
// later, from the same past. No source reads it.
func truth(towns []*population, r *rand.Rand) []byte {
	var t table
	t.row("scope", "outcome", "block", "effect")
	for _, pop := range towns {
		sums, treated := pop.effect(r)
		n := treated * futures
		for b, sum := range sums {
			for _, o := range []struct{ name, effect string }{
				{"unsubsidised_work", signedShare(sum.unsubsidised * 1000 / 12 / n)},
				{"work", signedShare(sum.work * 1000 / 12 / n)},
				{"wage", fmt.Sprint(sum.wage / n)},
			} {
				t.row(pop.town.code, o.name, fmt.Sprint(b+1), o.effect)
			}
		}
	}
	return t.Bytes()
}

// effect sums the differences between the futures of all who started.
func (pop *population) effect(r *rand.Rand) (sums [blocks]result, treated int) {
	for _, p := range pop.persons {
		if !p.treated() {
			continue
		}
		treated++
		for range futures {
			starts, waits := pop.future(p, p.placements, r), pop.future(p, nil, r)
			for b := range sums {
				sums[b].work += starts[b].work - waits[b].work
				sums[b].unsubsidised += starts[b].unsubsidised - waits[b].unsubsidised
				sums[b].wage += starts[b].wage - waits[b].wage
			}
		}
	}
	return sums, treated
}

// future draws the months from the start of p with given placements. Who has none may
// be offered one in later months.
func (pop *population) future(p *person, placements []placement, r *rand.Rand) (results [blocks]result) {
	start, twin := p.start(), *p
	twin.placements = slices.Clone(placements)
	twin.months = slices.Clone(p.months[:start-firstMonth])
	for m := start; m < start+12*blocks; m++ {
		if o := pop.offers[m]; m > start && o.odds > 0 && r.IntN(o.odds) < len(o.places)*twin.odds(m) {
			twin.placements = append(twin.placements, drawPlacement(o.places[r.IntN(len(o.places))], m, r))
		}
		twin.live(r)
		l, block := twin.at(m), &results[(m-start)/12]
		block.wage += l.wage
		if l.works() {
			block.work++
			if !l.subsidised {
				block.unsubsidised++
			}
		}
	}
	return results
}

// signedShare writes thousandths with a point.
func signedShare(n int) string {
	if n < 0 {
		return "-" + share(-n)
	}
	return share(n)
}
