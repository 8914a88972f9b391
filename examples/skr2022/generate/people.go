package main

import (
	"fmt"
	"math/rand/v2"
)

// The months that outcomes cover: a year before most placements begin, to two
// years after most of them end.
const (
	firstMonth month = 2021 * 12
	lastMonth  month = 2024*12 + 11
)

// person is nobody: a number in a series.
type person struct {
	id        string
	town      *town
	contract  *contract // the one placed on; for the comparison group the one it is compared with
	treated   bool
	birth     int
	sex       string
	education string
	without   string
	referrer  string
	placement placement // of treated persons
	states    []state   // from firstMonth to lastMonth
}

// placement is a person's time on a contract.
type placement struct {
	kind       string
	extent     int // in thousandths of full time
	start, end month
	ongoing    bool
	exit       string
}

// comparisons is the number of comparison persons for each treated one.
const comparisons = 2

// people draws the persons of every contract, and their lives by month.
func people(towns []*town, r *rand.Rand) (all []*person) {
	for _, town := range towns {
		number := 0
		for _, c := range town.contracts {
			for _, treated := range []bool{true, false} {
				size := c.treated
				if !treated {
					size *= comparisons
				}
				// Luck is spread evenly over the group: groups of five are
				// small, and drawn freely they would tell of chance alone.
				for _, rank := range r.Perm(size) {
					number++
					p := draw(town, c, r)
					p.id, p.treated = fmt.Sprintf("SYN-%s-%03d", town.prefix, number), treated
					p.live((rank*1000+r.IntN(1000))/size, r)
					if treated {
						p.place(r)
					}
					all = append(all, p)
				}
			}
		}
	}
	return all
}

func draw(t *town, c *contract, r *rand.Rand) *person {
	return &person{
		town: t, contract: c,
		birth:     between(r, 1962, 2002),
		sex:       pick(r, "Kvinna", "Man"),
		education: pick(r, "Ej fullföljd grundskola", "Grundskola", "Grundskola", "Gymnasium", "Gymnasium", "Eftergymnasial"),
		without:   pick(r, "0-6", "7-12", "13-24", "13-24", "25-36", "37+"),
		referrer:  pick(r, "Arbetsförmedlingen", "Socialtjänsten", "Arbetsmarknadsenheten"),
	}
}

// place puts the person on the contract for half a year or so. The reason for
// the end follows from the month after it.
func (p *person) place(r *rand.Rand) {
	start := p.contract.first + month(between(r, 0, 2))
	pl := placement{
		kind:   pick(r, "Arbetsträning", "Arbetsträning", "Subventionerad anställning", "Anställning"),
		extent: []int{500, 750, 750, 1000}[r.IntN(4)],
		start:  start,
		end:    start + month(between(r, 4, 11)),
	}
	pl.ongoing = chance(r, 40)
	switch p.states[pl.end+1-firstMonth] {
	case working:
		pl.exit = "A"
	case studying:
		pl.exit = "B"
	default:
		pl.exit = pick(r, "C", "D", "E")
	}
	p.placement = pl
}

func participants(people []*person) []byte {
	var t table
	t.row("ärende", "kommun", "födelseår", "kön", "utbildning", "månader_utan_arbete", "anvisad_av", "grupp", "omgång")
	for _, p := range people {
		group := "Jämförelse"
		if p.treated {
			group = "Insats"
		}
		t.row(p.id, p.town.name, fmt.Sprint(p.birth), p.sex, p.education, p.without, p.referrer, group, fmt.Sprint(p.contract.first.year()))
	}
	return t.Bytes()
}

func placements(people []*person) []byte {
	var t table
	t.row("ärende", "avtal", "slag", "start", "slut", "omfattning", "avslut")
	for _, p := range people {
		if !p.treated {
			continue
		}
		pl := p.placement
		end, exit := fmt.Sprintf("%s-28", pl.end), pl.exit
		if pl.ongoing {
			end, exit = "", ""
		}
		t.row(p.id, p.contract.id, pl.kind, fmt.Sprintf("%s-01", pl.start), end, permille(pl.extent), exit)
	}
	return t.Bytes()
}
