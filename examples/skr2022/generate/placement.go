package main

import (
	"fmt"
	"math/rand/v2"
)

// placement is a person's time on a contract, for half a year or so.
type placement struct {
	contract   *contract
	kind       kind
	extent     int // in thousandths of full time
	start, end month
	ongoing    bool // the end is not known yet
}

// kind is what a placement is.
type kind string

const (
	training   kind = "Arbetsträning"
	subsidised kind = "Subventionerad anställning"
	employed   kind = "Anställning"
)

// stays are the chances of work in the month after a placement, in ten-thousandths: a
// job may go on as an ordinary one.
var stays = map[kind]int{training: 1500, subsidised: 4000, employed: 6000}

func drawPlacement(c *contract, start month, r *rand.Rand) placement {
	pl := placement{
		contract: c,
		kind:     []kind{training, training, subsidised, employed}[r.IntN(4)],
		extent:   []int{500, 750, 750, 1000}[r.IntN(4)],
		start:    start,
		end:      start + month(between(r, 4, 11)),
	}
	if pl.kind == employed && chance(r, 100) {
		pl.end, pl.ongoing = lastMonth, true
	}
	return pl
}

// placed returns the placement of a month; nil if there is none.
func (p *person) placed(m month) *placement {
	for i := range p.placements {
		if pl := &p.placements[i]; pl.start <= m && m <= pl.end {
			return pl
		}
	}
	return nil
}

// exit is the reason for the end, which follows from the month after it.
func (p *person) exit(pl placement, r *rand.Rand) string {
	if pl.ongoing {
		return ""
	}
	switch after := p.at(pl.end + 1); {
	case after.works():
		return "A"
	case after.state == studying:
		return "B"
	}
	return pick(r, "C", "D", "E")
}

func placements(people []*person, r *rand.Rand) []byte {
	var t table
	t.row("ärende", "avtal", "slag", "start", "slut", "omfattning", "avslut")
	for _, p := range people {
		for _, pl := range p.placements {
			end := fmt.Sprintf("%s-28", pl.end)
			if pl.ongoing {
				end = ""
			}
			t.row(p.id, pl.contract.id, string(pl.kind), fmt.Sprintf("%s-01", pl.start), end, permille(pl.extent), p.exit(pl, r))
		}
	}
	return t.Bytes()
}
