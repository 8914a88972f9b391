package disclosuretest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"dubbelkrona/disclosure"
)

// spell is a person's participation in one year.
type spell struct {
	municipality, year, sex, area int
	employed                      bool
}

// Region returns the problem of a region: three metrics (participants, the share in
// work, and a block of amounts about both) in the groupings that are published by
// default: the total, each single dimension with and without the year, and
// municipality × year. Most municipalities are small, persons take part in one to three
// years, and some move.
func Region(seed uint64, municipalities, years, threshold int) disclosure.Problem {
	r := rand.New(rand.NewPCG(seed, 1))
	c := newCollector()
	for m := range municipalities {
		size := int(math.Exp(r.NormFloat64()*1.2+2.6)) + 1 // persons who begin in a year: median 14
		for y := range years {
			for range 1 + r.IntN(2*size) {
				c.add(spells(r, m, y, municipalities, years))
			}
		}
	}
	return c.problem(threshold)
}

func spells(r *rand.Rand, m, y, municipalities, years int) (all []spell) {
	s := spell{municipality: m, year: y, sex: r.IntN(2), area: int(math.Abs(r.NormFloat64())*2.5) % 6}
	for range 1 + r.IntN(3) {
		if s.year >= years {
			break
		}
		s.employed = r.IntN(5) < 2
		all = append(all, s)
		s.year++
		if r.IntN(20) == 0 {
			s.municipality = r.IntN(municipalities)
		}
	}
	return all
}

// groups returns the names of the groups that a spell counts in, by default.
func (s spell) groups() []string {
	names := []string{"total", fmt.Sprintf("year=%d", s.year)}
	for _, g := range []string{fmt.Sprintf("municipality=%d", s.municipality), fmt.Sprintf("sex=%d", s.sex), fmt.Sprintf("area=%d", s.area)} {
		names = append(names, g, fmt.Sprintf("year=%d %s", s.year, g))
	}
	return names
}

// collector counts persons by the sets they are in.
type collector struct {
	ids     map[string]int
	ranks   []int
	names   []string
	classes map[string]int
	members [][]int
	persons []int64
}

func newCollector() *collector {
	return &collector{ids: make(map[string]int), classes: make(map[string]int)}
}

// set returns the number of a set, by its name.
func (c *collector) set(name string, rank int) int {
	id, found := c.ids[name]
	if !found {
		id = len(c.names)
		c.ids[name], c.names, c.ranks = id, append(c.names, name), append(c.ranks, rank)
	}
	return id
}

// add adds a person: counted in each group once, and in work if ever so there.
func (c *collector) add(all []spell) {
	in := make(map[int]bool)
	for _, s := range all {
		for _, g := range s.groups() {
			rank := strings.Count(g, "=")
			in[c.set(g, rank)] = true
			if s.employed {
				in[c.set(g+" employed", rank)] = true
			}
		}
	}
	c.count(in, 1)
}

func (c *collector) count(in map[int]bool, n int64) {
	var sets []int
	for id := range in {
		sets = append(sets, id)
	}
	slices.Sort(sets)
	key := fmt.Sprint(sets)
	class, found := c.classes[key]
	if !found {
		class = len(c.persons)
		c.classes[key], c.members, c.persons = class, append(c.members, sets), append(c.persons, 0)
	}
	c.persons[class] += n
}

// problem returns the cells of participants, share and amounts for each group.
func (c *collector) problem(threshold int) disclosure.Problem {
	sets := make([]disclosure.Set, len(c.names))
	for class, in := range c.members {
		for _, id := range in {
			sets[id] = append(sets[id], int32(class))
		}
	}
	p := disclosure.Problem{Threshold: threshold, Persons: c.persons}
	for id, name := range c.names {
		if strings.HasSuffix(name, " employed") {
			continue
		}
		counted, working := sets[id], disclosure.Set(nil)
		if e, found := c.ids[name+" employed"]; found {
			working = sets[e]
		}
		p.Cells = append(p.Cells, disclosure.Cell{Key: "participants " + name, Rank: c.ranks[id], Sets: []disclosure.Set{counted}},
			disclosure.Cell{Key: "share " + name, Rank: c.ranks[id], Sets: []disclosure.Set{working, counted}, Sensitive: len(working) == 0 || len(working) == len(counted)},
			disclosure.Cell{Key: "value " + name, Rank: c.ranks[id], Sets: []disclosure.Set{counted, working}})
	}
	return p
}
