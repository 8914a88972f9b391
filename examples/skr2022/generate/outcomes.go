package main

import (
	"fmt"
	"math/rand/v2"
)

// state is what a person lives on during a month.
type state string

const (
	working  state = "Arbete"
	studying state = "Studier"
	assisted state = "Försörjningsstöd"
	insured  state = "Aktivitetsstöd"
	other    state = "Övrigt"
)

// live draws the person's months. The two groups share a slowly rising
// employment share; the treated have the town's effect on top of it from the
// contract's first month on, by years.
//
// Each person has a luck from 0 to 999, and one month in seven it is drawn
// anew: that makes months of one person alike without changing the mean.
func (p *person) live(luck int, r *rand.Rand) {
	fallback := r.IntN(1000)
	for m := firstMonth; m <= lastMonth+1; m++ {
		today := luck
		if chance(r, 143) {
			today = r.IntN(1000)
		}
		p.states = append(p.states, p.state(m, today, fallback))
	}
}

func (p *person) state(m month, luck, fallback int) state {
	employed := 80 + 3*int(m-firstMonth)
	if since := int(m - p.contract.first); p.treated && since >= 0 && since/12 < len(p.town.effect) {
		employed += p.town.effect[since/12]
	}
	const study = 40
	switch {
	case luck < employed:
		return working
	case luck >= 1000-study:
		return studying
	case fallback < p.town.assistance:
		return assisted
	case fallback < p.town.assistance+p.town.benefit:
		return insured
	default:
		return other
	}
}

func outcomes(people []*person, r *rand.Rand) []byte {
	var t table
	t.row("ärende", "månad", "tillstånd", "lön", "försörjningsstöd", "aktivitetsstöd")
	for _, p := range people {
		for i, s := range p.states[:lastMonth-firstMonth+1] {
			wage, assistance, benefit := amounts(p, s, r)
			t.row(p.id, (firstMonth + month(i)).String(), string(s), wage, assistance, benefit)
		}
	}
	return t.Bytes()
}

// amounts are the month's wage and benefits in SEK. One month in a hundred of
// those who work nobody has reported: its amounts are unknown, not 0.
func amounts(p *person, s state, r *rand.Rand) (wage, assistance, benefit string) {
	switch s {
	case working:
		if chance(r, 10) {
			return "", "", ""
		}
		return fmt.Sprint(p.town.wage * between(r, 900, 1100) / 100000 * 100), "0", "0"
	case assisted:
		return "0", fmt.Sprint(between(r, 860, 1140) * 10), "0"
	case insured:
		return "0", "0", fmt.Sprint(between(r, 20, 23) * 223)
	default:
		return "0", "0", "0"
	}
}
