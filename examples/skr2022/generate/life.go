package main

import "math/rand/v2"

// The months of the persons' lives: three years before the first start, to three years
// after the last.
const (
	firstMonth month = 2018*12 + 8
	lastMonth  month = 2025*12 + 11
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

// life is a month of a person, amounts in SEK.
type life struct {
	state                     state
	subsidised                bool // work in a subsidised job
	wage, assistance, benefit int
}

func (l life) works() bool { return l.state == working }

// at is the person's month.
func (p *person) at(m month) life { return p.months[m-firstMonth] }

// leave is how a person leaves the registers; the zero value never does.
type leave struct{ died, moved month }

// drawLeave makes one in a hundred die and two move, after the starts.
func drawLeave(r *rand.Rand) (l leave) {
	when := monthOf(2023, 6) + month(r.IntN(24))
	switch n := r.IntN(100); {
	case n < 1:
		l.died = when
	case n < 3:
		l.moved = when
	}
	return l
}

// dead reports whether the person is dead in a month.
func (l leave) dead(m month) bool { return l.died != 0 && m >= l.died }

// The chances of work in a month, in ten-thousandths: of finding it for those without,
// and of keeping it.
const (
	findWork = 330
	keepWork = 9300
)

// lifted is the number of months after a placement in which the chances are better.
const lifted = 18

// bySchooling is what each level of education adds to the chances.
var bySchooling = [...]int{-80, -30, 30, 80}

// level is what the person's age, education and trait add to the chances.
func (p *person) level() int { return bySchooling[p.education] + 3*(p.birth-1982) + p.trait }

// find is the chance of work in a month for who is without it, with what a placement adds.
func (p *person) find(lift int) int { return max(findWork+p.level()+lift, 20) }

// keep is the chance of work in a month for who has it.
func (p *person) keep(lift int) int { return keepWork + p.level()/2 + lift/3 }

// works draws whether the person works in a month, from the month before. A placement in
// a job is work, and one in training is none: who trains looks for no job. What a
// placement gave is a better chance of work from its end.
func (p *person) works(m month, before bool, r *rand.Rand) bool {
	if p.leaves.dead(m) {
		return false
	}
	lift := 0
	for i := range p.placements {
		switch pl := &p.placements[i]; {
		case m < pl.start:
		case m <= pl.end:
			return pl.kind != training
		case m == pl.end+1:
			return r.IntN(10000) < stays[pl.kind]
		case m <= pl.end+lifted:
			lift = pl.contract.lift
		}
	}
	if before {
		return r.IntN(10000) < p.keep(lift)
	}
	return r.IntN(10000) < p.find(lift)
}

// live draws the person's next month. As long as work and placement are the same, so is
// everything else.
func (p *person) live(r *rand.Rand) {
	m := firstMonth + month(len(p.months))
	before := p.at(m - 1)
	works, pl := p.works(m, before.works(), r), p.placed(m)
	next := before
	switch {
	case works == before.works() && pl == p.placed(m-1):
	case works && pl != nil:
		next = life{state: working, subsidised: pl.kind == subsidised, wage: p.town.wage * pl.extent / 100000 * 100}
	case works:
		next = p.job(r)
	default:
		next = p.support(pl != nil, r)
	}
	p.months = append(p.months, next)
}

// job draws a job that the person found.
func (p *person) job(r *rand.Rand) life {
	return life{state: working, wage: p.town.wage * between(r, 750, 1050) / 100000 * 100}
}

// support draws what a person without work lives on. Who is in training has
// aktivitetsstöd.
func (p *person) support(trains bool, r *rand.Rand) life {
	kind := r.IntN(1000)
	switch {
	case trains, kind < p.town.benefit:
		return life{state: insured, benefit: between(r, 20, 23) * 223}
	case kind < p.town.benefit+p.town.assistance:
		return life{state: assisted, assistance: between(r, 86, 114) * 100}
	case kind < p.town.benefit+p.town.assistance+40:
		return life{state: studying}
	}
	return life{state: other}
}
