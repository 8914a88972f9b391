package simulate

import (
	"math"
	"math/rand/v2"
)

// Time in months. There are three years of history before the first start month.
const (
	history       = 36
	lastStart     = 57
	betweenStarts = 3 // months from one start month to the next
	blockFrom     = 0
	blockTo       = 12 // the outcome is of event months 0 to 11
	months        = lastStart + blockTo
)

// The process of work, as log odds. A month in work depends on the month before, on the
// baseline and on a stable trait.
const (
	findWork    = -2.9
	keepWork    = 2.5
	byAge       = -0.2
	bySchooling = -0.4
	byTrait     = 0.6
)

// The log odds of a start for a person without work in the month before.
const (
	startAtAll     = -2.2
	startAge       = 0.2
	startSchooling = 0.3
	startLastHalf  = -1.0
	startHalfFirst = -0.6
	startTrait     = 0.95 // in the scenario with a trait
	startWish      = 0.55 // in the scenario with motivation after the start
)

// wishWorks is what a standard deviation of motivation adds to the outcome in that
// scenario. Nothing before the start shows it.
const wishWorks = 0.1

// person is one person with all months.
type person struct {
	age, schooling float64 // age in standard deviations; 1 is short schooling
	trait          float64 // in standard deviations, as the next
	wish           float64 // motivation that matters after the start alone
	work           [months]bool
	start          int // 0 is never
	supplier       int
	// waiting is the expected share of the block after a later start, if the person
	// had not started at start.
	waiting float64
}

// draw sets a person's months in work and start.
func (p *person) draw(r *rand.Rand, s Scenario) {
	*p = person{age: r.NormFloat64(), trait: r.NormFloat64(), wish: r.NormFloat64()}
	if r.Float64() < 0.4 {
		p.schooling = 1
	}
	p.live(r)
	for g := history; g <= lastStart && p.start == 0; g += betweenStarts {
		// The draw is made in any case, so that scenarios share their draws.
		if u := r.Float64(); u < p.hazard(g, s) {
			p.start = g
		}
	}
	if p.start != 0 {
		p.waiting = p.exposure(s)
	}
}

// live draws the months in work, the first from the share in the long run.
func (p *person) live(r *rand.Rand) {
	level := byAge*p.age + bySchooling*p.schooling + byTrait*p.trait
	find, keep := logistic(findWork+level), logistic(keepWork+level)
	chance := find / (find + 1 - keep)
	for t := range p.work {
		p.work[t] = r.Float64() < chance
		chance = find
		if p.work[t] {
			chance = keep
		}
	}
}

// hazard returns the probability of a start in month g if there was none before.
func (p *person) hazard(g int, s Scenario) float64 {
	if p.work[g-1] {
		return 0
	}
	return logistic(startAtAll + startAge*p.age + startSchooling*p.schooling + s.Trait*p.trait + s.Wish*p.wish +
		startHalfFirst*p.share(g-12, g-6) + startLastHalf*p.share(g-6, g))
}

// exposure returns the expected share of the outcome's months that come after a start
// later than that of the person, had there been none until then.
func (p *person) exposure(s Scenario) (share float64) {
	waits := 1.0
	for g := p.start + betweenStarts; g <= lastStart; g += betweenStarts {
		h := p.hazard(g, s)
		share += waits * h * after(p.start, g)
		waits *= 1 - h
	}
	return share
}

// after returns the share of the block of risk set g that comes after a start.
func after(g, start int) float64 {
	first := max(g+blockFrom, start)
	return float64(max(0, g+blockTo-first)) / (blockTo - blockFrom)
}

// share returns the share of months in work.
func (p *person) share(from, to int) float64 {
	n := 0
	for _, works := range p.work[from:to] {
		if works {
			n++
		}
	}
	return float64(n) / float64(to-from)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
