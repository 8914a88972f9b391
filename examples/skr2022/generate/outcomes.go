package main

import (
	"fmt"
	"math/rand/v2"
)

// outcomes are the persons' spells: months with the same support and amounts are one
// row. Months that nobody has reported have no row.
func outcomes(people []*person, r *rand.Rand) []byte {
	var t table
	t.row("ärende", "från", "till", "tillstånd", "lön", "försörjningsstöd", "aktivitetsstöd")
	for _, p := range people {
		gap := drawGap(r)
		for m := p.town.reports; m <= p.last(); {
			first := m
			for m++; m <= p.last() && p.at(m) == p.at(first) && gap.has(m) == gap.has(first); m++ {
			}
			if !gap.has(first) {
				t.row(append([]string{p.id, first.String(), (m - 1).String(), string(p.at(first).state)}, amounts(p.at(first), r)...)...)
			}
		}
		p.leave(&t)
	}
	return t.Bytes()
}

// leave writes the month in which the person dies or moves. All later months of who dies
// are known by that; those of who moves are not.
func (p *person) leave(t *table) {
	month := (p.last() + 1).String()
	switch {
	case p.leaves.died != 0:
		t.row(p.id, month, month, "Avliden", "0", "0", "0")
	case p.leaves.moved != 0:
		t.row(p.id, month, month, "Flyttat", "", "", "")
	}
}

// last is the last month that has a state of work or support.
func (p *person) last() month {
	switch {
	case p.leaves.died != 0:
		return p.leaves.died - 1
	case p.leaves.moved != 0:
		return p.leaves.moved - 1
	}
	return lastMonth
}

// gap is a number of months that nobody has reported.
type gap struct{ first, months month }

// drawGap makes one in twelve miss some months, and one in a hundred a year.
func drawGap(r *rand.Rand) (g gap) {
	g.first = firstMonth + month(r.IntN(int(lastMonth-firstMonth)))
	switch n := r.IntN(100); {
	case n < 1:
		g.months = 12
	case n < 9:
		g.months = month(between(r, 1, 4))
	}
	return g
}

func (g gap) has(m month) bool { return g.first <= m && m < g.first+g.months }

// amounts are a spell's wage and benefits a month. One wage in fifty nobody has
// reported: these amounts are unknown, not 0.
func amounts(l life, r *rand.Rand) []string {
	if l.works() && chance(r, 20) {
		return []string{"", "", ""}
	}
	return []string{fmt.Sprint(l.wage), fmt.Sprint(l.assistance), fmt.Sprint(l.benefit)}
}
