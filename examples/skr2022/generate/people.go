package main

import (
	"fmt"
	"math/rand/v2"
)

// person is nobody: a number in a series.
type person struct {
	id        string
	town      *town
	birth     int
	sex       string
	education int // index of educations
	referrer  string
	// trait raises the chances of work and is in no file, in ten-thousandths a month.
	trait int
	// recent persons lost their job in the year before the first start, and are never
	// offered a place.
	recent     bool
	leaves     leave
	placements []placement // the first is the start; none of persons who never start
	months     []life      // from firstMonth to lastMonth
}

// educations are the levels, lowest first.
var educations = [...]string{"Ej fullföljd grundskola", "Grundskola", "Gymnasium", "Eftergymnasial"}

// draw makes up a person without a past.
func draw(t *town, r *rand.Rand) *person {
	return &person{
		town:      t,
		birth:     between(r, 1962, 1997),
		sex:       pick(r, "Kvinna", "Man"),
		education: []int{0, 1, 1, 2, 2, 3}[r.IntN(6)],
		referrer:  pick(r, "Arbetsförmedlingen", "Socialtjänsten", "Arbetsmarknadsenheten"),
		trait:     between(r, -100, 100),
		leaves:    drawLeave(r),
	}
}

// treated reports whether the person starts on a contract at any time.
func (p *person) treated() bool { return len(p.placements) > 0 }

// start is the month of the first placement, or that of the town's first start for those
// who never have one.
func (p *person) start() month {
	if p.treated() {
		return p.placements[0].start
	}
	return p.town.firstStart()
}

// without is how long the person had been without work before the start.
func (p *person) without() string {
	months := 0
	for m := p.start() - 1; m >= firstMonth && !p.at(m).works(); m-- {
		months++
	}
	switch {
	case months <= 6:
		return "0-6"
	case months <= 12:
		return "7-12"
	case months <= 24:
		return "13-24"
	case months <= 36:
		return "25-36"
	}
	return "37+"
}

func participants(people []*person) []byte {
	var t table
	t.row("ärende", "kommun", "födelseår", "kön", "utbildning", "månader_utan_arbete", "anvisad_av", "grupp", "omgång")
	for _, p := range people {
		group := "Jämförelse"
		if p.treated() {
			group = "Insats"
		}
		t.row(p.id, p.town.name, fmt.Sprint(p.birth), p.sex, educations[p.education], p.without(), p.referrer, group, fmt.Sprint(p.start().year()))
	}
	return t.Bytes()
}
