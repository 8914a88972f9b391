package main

import (
	"fmt"
	"math/rand/v2"
)

// population is the persons of a town: those who start, and those who wait.
type population struct {
	town    *town
	persons []*person
	offers  map[month]offer
}

// offer is the places of a month.
type offer struct {
	places []*contract // one entry for each place
	odds   int         // the sum of the odds of all who could start
}

// populate draws a town's persons, their starts and their months.
func populate(t *town, r *rand.Rand) *population {
	pop := &population{town: t, offers: offers(t)}
	for i := range t.size() {
		p := draw(t, r)
		p.id = fmt.Sprintf("SYN-%s-%03d", t.prefix, i+1)
		if p.recent = i < t.recent; p.recent {
			p.trait += 150
		} else {
			p.trait -= t.remote
		}
		p.remember(r)
		pop.persons = append(pop.persons, p)
	}
	for m := t.firstStart(); m <= lastMonth; m++ {
		pop.fill(m, r)
		pop.again(m, r)
		for _, p := range pop.persons {
			p.live(r)
		}
	}
	return pop
}

// offers spreads the places of each contract over its first months.
func offers(t *town) map[month]offer {
	all := make(map[month]offer)
	for _, c := range t.contracts {
		for i := range c.treated {
			m := c.first + month(i%startMonths)
			all[m] = offer{places: append(all[m].places, c)}
		}
	}
	return all
}

// listed are the persons in the files: those who start, and those who are compared with
// them.
func (pop *population) listed() (all []*person) {
	for _, p := range pop.persons {
		if p.treated() || pop.town.compared && pop.waited(p) && (p.recent || pop.town.recent == 0) {
			all = append(all, p)
		}
	}
	return all
}

// waited reports whether the person was without work before any month with places.
func (pop *population) waited(p *person) bool {
	for m := range pop.offers {
		if !p.at(m - 1).works() {
			return true
		}
	}
	return false
}

// odds are the odds of a start in a month. They depend on what is in the files alone:
// nobody who works the month before starts, and for others they fall with the months in
// work in the last year, more so in the last half of it, and rise with age.
func (p *person) odds(m month) int {
	if p.recent || p.treated() || p.at(m-1).works() {
		return 0
	}
	odds := 1000
	for back := month(1); back <= 12; back++ {
		if p.at(m - back).works() {
			odds = odds * 94 / 100
			if back <= 6 {
				odds = odds * 94 / 100
			}
		}
	}
	for range m.year() - p.birth - 16 {
		odds = odds * 101 / 100
	}
	return odds
}

// fill gives the places of a month to persons by their odds.
func (pop *population) fill(m month, r *rand.Rand) {
	o := pop.offers[m]
	for i, c := range o.places {
		odds := 0
		for _, p := range pop.persons {
			odds += p.odds(m)
		}
		if i == 0 {
			o.odds = odds
			pop.offers[m] = o
		}
		drawn := r.IntN(odds)
		for _, p := range pop.persons {
			if drawn -= p.odds(m); drawn < 0 {
				p.placements = append(p.placements, drawPlacement(c, m, r))
				break
			}
		}
	}
}

// again gives a second placement, on the same contract ten months after its first, to
// persons whose first one led to no work.
func (pop *population) again(m month, r *rand.Rand) {
	for _, c := range pop.town.contracts {
		left := c.again
		for _, p := range pop.persons {
			if left > 0 && m == c.first+10 && len(p.placements) == 1 && p.placements[0].contract == c && p.placements[0].end < m-1 && !p.at(m-1).works() {
				p.placements = append(p.placements, drawPlacement(c, m, r))
				left--
			}
		}
	}
}
