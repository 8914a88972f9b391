package main

import "math/rand/v2"

// remember draws the months before the town's first start.
func (p *person) remember(r *rand.Rand) {
	start := p.town.firstStart()
	if p.recent {
		p.lose(start-month(between(r, 1, 9)), r)
		return
	}
	p.begin(r)
	for firstMonth+month(len(p.months)) < start {
		p.live(r)
	}
}

// begin draws the first month, from the share of months in work in the long run, so that
// time makes no difference to those who wait.
func (p *person) begin(r *rand.Rand) {
	find, lose := p.find(0), 10000-p.keep(0)
	first := p.support(false, r)
	if r.IntN(find+lose) < find {
		first = p.job(r)
	}
	p.months = append(p.months, first)
}

// lose makes up a past in one job, which ended in a month.
func (p *person) lose(end month, r *rand.Rand) {
	job, support := p.job(r), p.support(false, r)
	for m := firstMonth; m < p.town.firstStart(); m++ {
		if m < end {
			p.months = append(p.months, job)
		} else {
			p.months = append(p.months, support)
		}
	}
}
